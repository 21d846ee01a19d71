/** Scenario files, version 1. Durations are text with a unit; a bare number is an error. */
import { z } from 'zod';
import { parseDuration } from '../duration.js';

/** A duration such as `10min`; parsed to seconds. */
export const duration = z
  .string()
  .meta({ pattern: '^\\d+(\\.\\d+)? ?(ms|s|min|h|d)$', examples: ['90s', '10min', '24h', '30d'] })
  .transform((text, context) => {
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

/** A physical cause that begins at `at` and rises to `severity` over `ramp`. */
export const faultEvent = z.strictObject({
  fault: z.string(),
  asset: z.string(),
  component: z.string().optional(),
  at: duration,
  severity: z.number().min(0).max(1).default(1),
  ramp: duration.prefault('0s'),
  growth: z.number().positive().optional(),
  /** The fault clears by itself this long after `at`. */
  for: duration.optional(),
});
/** A fault of one point: machine and wire stay well. */
export const sensorEvent = z.strictObject({
  sensor: z.enum(['sensor.bias', 'sensor.drift', 'sensor.stuck']),
  point: z.string(),
  at: duration,
  amount: z.number().default(0),
});
/** What an operator does at `at`. */
export const actionEvent = z.strictObject({
  action: z.string(),
  asset: z.string(),
  component: z.string().optional(),
  at: duration,
  value: z.number().optional(),
});
export const DRAWN_MODES = ['none', 'starvation', 'outer-race', 'inner-race'] as const;
/** How a bearing can be drawn to fail; `none` leaves the plant healthy. */
export type DrawnMode = (typeof DRAWN_MODES)[number];
/** A bearing fault whose asset, side, end, mode and onset come from the seed. */
export const drawEvent = z.strictObject({
  draw: z.literal('any-bearing'),
  modes: z.array(z.enum(DRAWN_MODES)).min(1),
  /** Onset is drawn evenly between these two. */
  onset: z.tuple([duration, duration]),
  /** Ramp of a starvation; a race fault begins at once. */
  ramp: duration.prefault('240h'),
  /** Time from onset to failure, drawn evenly between these two; growth is set to meet it. */
  life: z.tuple([duration, duration]),
});
export const timelineEvent = z.union([faultEvent, sensorEvent, actionEvent, drawEvent]);
export type TimelineEvent = z.infer<typeof timelineEvent>;

const limit = z.union([z.number(), z.string()]);

export const requirement = z.strictObject({
  name: z.string(),
  /** What is measured; the referee's table of metrics lists the names. */
  metric: z.string(),
  /** A number, or a duration with its clock: `72h sim`. */
  min: limit.optional(),
  max: limit.optional(),
  equals: z.union([z.number(), z.string(), z.boolean()]).optional(),
  asset: z.string().optional(),
  /** A fault id, or a room of them: `bearing.*`. */
  fault: z.string().optional(),
});
export type Requirement = z.infer<typeof requirement>;

export const scenario = z.strictObject({
  schema: z.literal('plant47/scenario/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  label: z.string(),
  plant: z.string(),
  duration,
  learning: duration.prefault('10d'),
  sampling: z
    .strictObject({
      scalars: duration.prefault('1s'),
      scan: burstPlan.optional(),
      line: burstPlan.optional(),
    })
    .prefault({}),
  /** Longest step of the quasi-static plan; the scan period where absent. */
  macro: duration.optional(),
  /** A run whose fault does not reach failure is invalid. */
  endsIn: z.literal('failure').optional(),
  timeline: z.array(timelineEvent).default([]),
  requirements: z.array(requirement).default([]),
});
export type Scenario = z.infer<typeof scenario>;

/** A list of scenarios with the seeds to run them on. */
export const suite = z.strictObject({
  schema: z.literal('plant47/suite/1'),
  id: z.string(),
  label: z.string(),
  runs: z
    .array(
      z.strictObject({
        scenario: z.string(),
        /** First and last seed, or a number of seeds drawn when the suite is run. */
        seeds: z.union([
          z.tuple([z.number().int(), z.number().int()]),
          z.strictObject({ draw: z.number().int().positive() }),
        ]),
      }),
    )
    .min(1),
});
export type Suite = z.infer<typeof suite>;

interface BurstSampling {
  readonly samples: number;
  readonly fs_hz: number;
  readonly every_s: number;
}

/** Sampling of a scenario in seconds, with the wire's defaults where it states none. */
export function samplingOf(plan: Scenario): {
  readonly scalars_s: number;
  readonly scan: BurstSampling;
  readonly line: BurstSampling;
} {
  const { scalars, scan, line } = plan.sampling;
  return {
    scalars_s: scalars,
    scan: bursts(scan, { samples: 8192, fs_hz: 25_600, every_s: 3600 }),
    line: bursts(line, { samples: 65_536, fs_hz: 12_800, every_s: 21_600 }),
  };
}

function bursts(plan: z.infer<typeof burstPlan> | undefined, otherwise: BurstSampling) {
  if (plan === undefined) return otherwise;
  return { samples: plan.samples, fs_hz: plan.fs_hz, every_s: plan.every };
}
