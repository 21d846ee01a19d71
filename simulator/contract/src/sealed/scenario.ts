/** Scenario files, version 1. Durations are text with a unit; a bare number is an error. */
import { z } from 'zod';
import { knownMiss, requirement } from './requirement.js';
import type { Sampling } from './sampling.js';
import { timelineEvent } from './timeline-event.js';
import { duration, span } from './written.js';

const burstPlan = z.strictObject({
  samples: z
    .number()
    .int()
    .min(256)
    .max(1 << 20),
  fs_hz: z.number().positive(),
  every: span,
});

/** Events and requirements of one scenario, at most. */
export const EVENTS_MAX = 1000;
const REQUIREMENTS_MAX = 200;

export const scenario = z.strictObject({
  schema: z.literal('plant47/scenario/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  label: z.string(),
  plant: z.string(),
  /** What the run begins from: the settled plant, or a named snapshot of a run. */
  start: z
    .union([z.literal('settled'), z.strictObject({ snapshot: z.string() })])
    .default('settled'),
  /** `public`: a seed that anyone may type; `sealed`: a key that is revealed after the run. */
  keys: z.enum(['public', 'sealed']).default('public'),
  /** Who is to notice first, e.g. `engine`, `operator`, `alarm`, `customer`; for readers alone. */
  notices: z.array(z.string()).default([]),
  duration: span,
  learning: duration.prefault('10d'),
  sampling: z
    .strictObject({
      scalars: span.prefault('1s'),
      scan: burstPlan.optional(),
      line: burstPlan.optional(),
    })
    .prefault({}),
  /** Longest step of the quasi-static plan; the scan period where absent. */
  macro: span.optional(),
  /** A run whose fault does not reach failure is invalid. */
  endsIn: z.literal('failure').optional(),
  timeline: z.array(timelineEvent).max(EVENTS_MAX).default([]),
  requirements: z.array(requirement).max(REQUIREMENTS_MAX).default([]),
  /** Requirements that the built-in engine is known to miss; they still fail its runs. */
  knownMisses: z.array(knownMiss).max(REQUIREMENTS_MAX).default([]),
});
export type Scenario = z.infer<typeof scenario>;

/** A list of scenarios with the seeds to run them on. */
export const suite = z.strictObject({
  schema: z.literal('plant47/suite/1'),
  id: z.string(),
  label: z.string(),
  /** Engines beside the whole one that run each scenario on its first seed: they are to fail. */
  engines: z.array(z.string()).optional(),
  runs: z
    .array(
      z.strictObject({
        scenario: z.string(),
        /** First and last seed, or a number of seeds drawn when the suite is run. */
        seeds: z.union([
          z.tuple([z.number().int(), z.number().int()]),
          z.strictObject({ draw: z.number().int().positive() }),
        ]),
        /** Machines that are run, the others left out; in memory alone. All where absent. */
        assets: z.array(z.string()).min(1).optional(),
      }),
    )
    .min(1),
});
export type Suite = z.infer<typeof suite>;

/** Sampling of a scenario in seconds, with the wire's defaults where it states none. */
export function samplingOf(plan: Scenario): Sampling {
  const { scalars, scan, line } = plan.sampling;
  return {
    scalars_s: scalars,
    scan: bursts(scan, { samples: 8192, fs_hz: 25_600, every_s: 3600 }),
    line: bursts(line, { samples: 65_536, fs_hz: 12_800, every_s: 21_600 }),
  };
}

function bursts(plan: z.infer<typeof burstPlan> | undefined, otherwise: Sampling['scan']) {
  if (plan === undefined) return otherwise;
  return { samples: plan.samples, fs_hz: plan.fs_hz, every_s: plan.every };
}
