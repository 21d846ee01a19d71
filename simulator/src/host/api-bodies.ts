/** Shapes of the control API's requests; the OpenAPI document is made from them. */
import { z } from 'zod';

export const clockVerb = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('freeze') }),
  z.strictObject({ verb: z.literal('run') }),
  z.strictObject({ verb: z.literal('max') }),
  z.strictObject({
    verb: z.literal('advance'),
    seconds: z.number().positive().max(31_536_000).describe('simulated seconds'),
  }),
  z.strictObject({
    verb: z.literal('rate'),
    rate: z.number().positive().max(1_000_000).describe('simulated seconds a wall second'),
  }),
]);

export const injectBody = z.strictObject({
  asset: z.string(),
  component: z.string().exactOptional(),
  fault: z.string(),
  severity: z.number().min(0).max(1).exactOptional(),
  ramp_s: z.number().nonnegative().exactOptional(),
  at: z.number().exactOptional().describe('simulated Unix time, ms; now where absent'),
  clear: z.boolean().exactOptional(),
});

export const actionBody = z.strictObject({
  asset: z.string(),
  action: z.string(),
  component: z.string().exactOptional(),
  value: z.number().exactOptional(),
  fault: z.string().exactOptional(),
});

/** A token that the plant printed, or a user of its access file. */
export const sessionBody = z.union([
  z.strictObject({ token: z.string().min(1).max(200) }),
  z.strictObject({ user: z.string().max(64), password: z.string().max(1024) }),
]);

export const snapshotBody = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes'),
});

export const watermarkBody = z.looseObject({ watermark: z.number() });

export const openBody = z.looseObject({});

export const trendQuery = z.object({
  from: z.coerce.number().default(0),
  to: z.coerce.number().default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(10_000).default(2_000),
});

export const burstQuery = z.object({
  least: z.coerce.number().int().nonnegative().default(0),
});

export const fromQuery = z.object({ from: z.coerce.number().int().nonnegative().default(0) });

export const clockQuery = z.object({ after: z.coerce.number().optional() });

export const assetQuery = z.object({ asset: z.string().optional() });
