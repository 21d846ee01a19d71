/** Messages of the run: clock and data. */
import { z } from 'zod';

/** OPC-style quality: good, uncertain, bad. */
export const QUALITY = { good: 192, uncertain: 64, bad: 0 } as const;

export const clockMessage = z.object({
  v: z.literal(1),
  run: z.string(),
  /** Simulated Unix time, ms. */
  simTs: z.number(),
  wallTs: z.number(),
  /** Simulated seconds a second of wall time; 0 = as fast as the clients allow. */
  rate: z.number(),
  state: z.enum(['enrol', 'run', 'frozen', 'end']),
  /** Everything scanned up to this simulated time has been published. */
  completeTo: z.number(),
  /** Sequence number of each device (`<asset>/<device>`) that scanned at this barrier. */
  seq: z.record(z.string(), z.number()),
});
export type ClockMessage = z.infer<typeof clockMessage>;

export const dataMessage = z.object({
  v: z.literal(1),
  seq: z.number(),
  simTs: z.number(),
  simulated: z.literal(true),
  /** Point id → [value in the point's unit or null, quality]. */
  points: z.record(z.string(), z.tuple([z.number().nullable(), z.number()])),
});
export type DataMessage = z.infer<typeof dataMessage>;
