/** Requirements of a scenario: on the analytics, on a client's behaviour, on the plant. */
import { z } from 'zod';
import { parseDuration } from '../duration.js';

/** Which clock a limit counts on. */
export type Clock = 'sim' | 'wall' | 'polls';

/** A limit with its clock: seconds of simulated or wall time, or a number of polls. */
export interface ClockedLimit {
  readonly clock: Clock;
  readonly amount: number;
}

/** `72h sim`, `2s wall` or `3 polls`; undefined where the text is none of them. */
export function parseClocked(text: string): ClockedLimit | undefined {
  const polls = /^(\d+) polls?$/.exec(text.trim());
  if (polls) return { clock: 'polls', amount: Number(polls[1]) };
  const match = /^(.*\S) (sim|wall)$/.exec(text.trim());
  const amount = match?.[1] === undefined ? undefined : parseDuration(match[1]);
  return amount === undefined ? undefined : { clock: match?.[2] as Clock, amount };
}

/** What is asked of a client, and on which clocks its limit may count; none = no limit. */
export const CLIENT_METRICS = {
  /** Longest time between two reads of a device. */
  'poll-interval': { clocks: ['wall', 'sim'] },
  /** No write of a register while the machine is in a state. */
  'never-writes': { clocks: [] },
  /** Time from a cut connection to the next read that is answered. */
  'recovers-within': { clocks: ['wall', 'sim', 'polls'] },
  /** Time from a value of bad quality until the client says so. */
  'flags-bad-quality': { clocks: ['wall', 'sim', 'polls'] },
} as const satisfies Readonly<Record<string, { readonly clocks: readonly Clock[] }>>;
export type ClientMetric = keyof typeof CLIENT_METRICS;

const limit = z.union([z.number(), z.string()]);

export const requirement = z.strictObject({
  name: z.string(),
  /** Whose behaviour is judged. */
  of: z.enum(['analytics', 'client', 'plant']).default('analytics'),
  /** What is measured; the referee's table of metrics lists the names. */
  metric: z.string(),
  /** A number, or a duration with its clock: `72h sim`, `2s wall`, `3 polls`. */
  min: limit.optional(),
  max: limit.optional(),
  equals: z.union([z.number(), z.string(), z.boolean()]).optional(),
  asset: z.string().optional(),
  /** A fault id, or a room of them: `bearing.*`. */
  fault: z.string().optional(),
  /** A device as `asset/device`, e.g. `motor-47/process`; every one that is polled where absent. */
  device: z.string().optional(),
  /** A register by its 0-based wire address, or by the name of its command. */
  register: z.union([z.int().min(0).max(65_535), z.string()]).optional(),
  /** Counts only while the machine is in this state. */
  while: z.enum(['tripped', 'off', 'running', 'locked-out']).optional(),
  /** What begins the time that is measured. */
  after: z.enum(['reset']).optional(),
});
export type Requirement = z.infer<typeof requirement>;

/** A requirement that the built-in engine is known to miss, and why. */
export const knownMiss = z.strictObject({ requirement: z.string(), reason: z.string().min(1) });
export type KnownMiss = z.infer<typeof knownMiss>;
