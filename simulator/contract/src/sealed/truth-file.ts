/** Truth as a file, version 1: what the referee needs of a run beside the claims. */
import { z } from 'zod';
import { knownMiss, requirement } from './requirement.js';
import type { FaultTruth, Truth } from './truth.js';

const seconds = z.number().nonnegative();
const instant = seconds.nullable();

export const faultTruth = z.looseObject({
  id: z.string(),
  asset: z.string(),
  component: z.string(),
  mode: z.string(),
  iso14224: z.string(),
  profile: z.enum(['incipient', 'abrupt', 'intermittent']),
  onset_s: seconds,
  observable_s: instant,
  isolable_s: instant,
  failure_s: instant,
  repair_s: instant,
  severity: z.array(z.looseObject({ s: z.number(), x: z.number() })),
  acceptedDiagnoses: z.array(
    z.looseObject({
      fault: z.string(),
      credit: z.number().min(0).max(1),
      from_s: seconds,
      components: z.array(z.string()),
    }),
  ),
  affectedAssets: z.array(z.string()),
  harmless: z.boolean().optional(),
}) satisfies z.ZodType<FaultTruth>;

export const truthRecord = z.looseObject({
  faults: z.array(faultTruth),
  events: z.array(
    z.looseObject({
      s: z.number(),
      asset: z.string(),
      component: z.string(),
      event: z.string(),
    }),
  ),
  duration_s: seconds,
  distractors: z
    .array(
      z.looseObject({
        kind: z.string(),
        asset: z.string().nullable(),
        from_s: seconds,
        to_s: seconds,
      }),
    )
    .optional(),
  wire: z
    .array(
      z.looseObject({
        id: z.string(),
        toxic: z.string(),
        layer: z.enum(['binding', 'endpoint', 'connection']),
        label: z.enum(['wire', 'encoding']),
        target: z.looseObject({}),
        from_s: seconds,
        to_s: instant,
      }),
    )
    .optional(),
}) satisfies z.ZodType<Truth>;

/** One run's truth, with what of the scenario the grade depends on. Durations in s. */
export const truthFile = z.looseObject({
  schema: z.literal('plant47/truth/1'),
  /** The run that the claims name. */
  run: z.string(),
  seed: z.number().int().nonnegative(),
  /** Simulated Unix time of tick 0, ms. */
  epoch: z.number(),
  /** Every asset of the plant: the false-alarm rate is one of all their machine-time. */
  assets: z.array(z.string()).min(1),
  scenario: z.looseObject({
    id: z.string(),
    duration: seconds,
    learning: seconds,
    sampling: z.looseObject({ scalars: z.number().positive() }),
    endsIn: z.literal('failure').optional(),
    requirements: z.array(requirement),
    knownMisses: z.array(knownMiss).default([]),
  }),
  /** Simulated time forgiven for transport in free run, ms; 0 in lock-step. */
  latency_ms: z.number().nonnegative().default(0),
  /** Claims that the plant refused, so that they are not in the log. */
  refused: z
    .object({ unknownSchema: z.int().min(0), misfit: z.int().min(0) })
    .default({ unknownSchema: 0, misfit: 0 }),
  /** Verdicts on clients, judged from the wire. */
  client: z
    .array(
      z.object({
        name: z.string(),
        metric: z.string(),
        passed: z.boolean(),
        measured: z.union([z.number(), z.boolean(), z.string(), z.null()]),
        limit: z.string(),
      }),
    )
    .default([]),
  truth: truthRecord,
});
export type TruthFile = z.infer<typeof truthFile>;
