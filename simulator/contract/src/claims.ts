/** What an analytics says: the open claims schema, version 1. Unknown fields are allowed. */
import { z } from 'zod';

const envelope = {
  run: z.string(),
  /** Monotone per sender; duplicates are dropped by it. */
  seq: z.number().int().nonnegative(),
  /** Simulated Unix time of the newest sample used, ms. */
  dataTs: z.number(),
  asset: z.string(),
};
const probability = z.number().min(0).max(1);

export const alarmClaim = z.looseObject({
  schema: z.literal('alarm/1'),
  ...envelope,
  alarmId: z.string(),
  state: z.enum(['raised', 'updated', 'cleared']),
  priority: z.number().int().min(1).max(4),
  component: z.string().optional(),
  hypotheses: z.array(z.object({ fault: z.string(), p: probability })),
  healthIndex: probability.optional(),
  text: z.string().optional(),
  evidence: z
    .array(
      z.looseObject({
        point: z.string().optional(),
        feature: z.string().optional(),
        value: z.number(),
        limit: z.number().optional(),
        unit: z.string().optional(),
      }),
    )
    .optional(),
});
export type AlarmClaim = z.infer<typeof alarmClaim>;

export const rulClaim = z.looseObject({
  schema: z.literal('rul/1'),
  ...envelope,
  component: z.string(),
  event: z.string().default('functional-failure'),
  status: z.enum(['ok', 'unavailable']),
  /** Strictly increasing; s = simulated seconds from dataTs. Holds 0.1, 0.5 and 0.9 when ok. */
  quantiles: z.array(z.object({ q: probability, s: z.number().nonnegative() })),
  pFail: z.array(z.object({ within_s: z.number(), p: probability })).optional(),
  assumption: z.string().optional(),
});
export type RulClaim = z.infer<typeof rulClaim>;

export const helloClaim = z.looseObject({
  schema: z.literal('hello/1'),
  version: z.string(),
  /** Mode of enrolment: watermark, poll budget, register acknowledge, free run. */
  mode: z.enum(['W', 'P', 'R', 'F']),
  claims: z.array(z.string()).default([]),
  /** Mode P: what the client promises to read at each barrier. */
  ranges: z
    .array(
      z.object({
        gateway: z.number().int().default(0),
        unit: z.number().int(),
        address: z.number().int(),
        count: z.number().int(),
      }),
    )
    .optional(),
});
export type HelloClaim = z.infer<typeof helloClaim>;

/** `{"watermark": <simTs>}`: everything up to this simulated time has been processed. */
export const heartbeatClaim = z.looseObject({
  watermark: z.number(),
  queueDepth: z.number().optional(),
  /** A device (`<asset>/<device>`) whose seq was not the next one: the run becomes invalid. */
  gap: z.object({ device: z.string(), expected: z.number(), got: z.number() }).optional(),
  wallLatencyMs: z.number().optional(),
});
export type HeartbeatClaim = z.infer<typeof heartbeatClaim>;

export type Claim = AlarmClaim | RulClaim;

/** The analytics has said all that it has to say. */
const doneClaim = z.looseObject({ schema: z.literal('done/1') });

/** Every claim, by its topic: what is published as one JSON Schema. */
export const anyClaim = z.union([alarmClaim, rulClaim, helloClaim, heartbeatClaim, doneClaim]);
