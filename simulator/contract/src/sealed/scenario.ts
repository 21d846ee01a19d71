/** Scenario files, version 1. Durations are text with a unit; a bare number is an error. */
import { z } from 'zod';
import { parseDuration } from '../duration.js';

/** A duration such as `10min`; parsed to seconds. */
export const duration = z.string().transform((text, context) => {
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a duration such as 90s, 10min, 24h, 30d`,
    });
    return z.NEVER;
  }
  return seconds;
});

const burstPlan = z.strictObject({
  samples: z
    .number()
    .int()
    .min(256)
    .max(1 << 20),
  fs_hz: z.number().positive(),
  every: duration,
});

const faultEvent = z.strictObject({
  fault: z.string(),
  asset: z.string(),
  component: z.string().optional(),
  at: duration,
  severity: z.number().min(0).max(1).default(1),
  ramp: duration.default(0),
  growth: z.number().positive().optional(),
  /** The fault clears by itself this long after `at`. */
  for: duration.optional(),
});
const sensorEvent = z.strictObject({
  sensor: z.enum(['sensor.bias', 'sensor.drift', 'sensor.stuck']),
  point: z.string(),
  at: duration,
  amount: z.number().default(0),
});
const actionEvent = z.strictObject({
  action: z.string(),
  asset: z.string(),
  component: z.string().optional(),
  at: duration,
  value: z.number().optional(),
});
/** A bearing fault whose asset, side, end, mode and onset come from the seed. */
const drawEvent = z.strictObject({
  draw: z.literal('any-bearing'),
  modes: z.array(z.enum(['none', 'starvation', 'outer-race', 'inner-race'])),
  onset: z.tuple([duration, duration]),
  growth: z.record(z.string(), z.number().positive()).default({}),
});
export const timelineEvent = z.union([faultEvent, sensorEvent, actionEvent, drawEvent]);
export type TimelineEvent = z.infer<typeof timelineEvent>;

export const requirement = z.strictObject({
  name: z.string(),
  /** What is measured; the referee's table of metrics lists the names. */
  metric: z.string(),
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
  equals: z.union([z.number(), z.string(), z.boolean()]).optional(),
  asset: z.string().optional(),
  fault: z.string().optional(),
});

export const scenario = z.strictObject({
  schema: z.literal('plant47/scenario/1'),
  id: z.string(),
  label: z.string(),
  plant: z.string(),
  duration,
  learning: duration.default(864_000),
  sampling: z
    .strictObject({
      scalars: duration.default(1),
      scan: burstPlan.optional(),
      line: burstPlan.optional(),
    })
    .default({ scalars: 1 }),
  /** Longest step of the quasi-static plan; the scan period where absent. */
  macro: duration.optional(),
  /** A run whose fault does not reach failure is invalid. */
  endsIn: z.literal('failure').optional(),
  timeline: z.array(timelineEvent).default([]),
  requirements: z.array(requirement).default([]),
});
export type Scenario = z.infer<typeof scenario>;
