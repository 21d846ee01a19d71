/** The file an exam leaves: everything that is needed to run and grade it again. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type Issue, PlantError } from '@plant47/contract';
import type { Input, Truth } from '@plant47/contract/sealed';
import { z } from 'zod';
import { type Composite, composite } from '../referee/composite.js';
import type { Grade } from '../referee/grade.js';
import type { ReceivedClaim } from '../referee/intake.js';
import type { Verdict } from '../referee/requirements.js';
import { canonical } from './canonical-json.js';
import { sha256 } from './seal.js';

/** How a contestant was in the run; F is ranked apart. */
export const MODES = ['W', 'P', 'R', 'F'] as const;
export type ContestantMode = (typeof MODES)[number];

/** How an exam was run: by the contestant's own people, by a witness who signs, or by one who
 *  told nothing of the suite beforehand. */
export const HOWS = ['self-run', 'witnessed', 'blind'] as const;
export type How = (typeof HOWS)[number];

/** One world as it was run. */
export interface WorldRecord {
  readonly world: number;
  /** Id of the scenario; its text is among the definitions. */
  readonly scenario: string;
  /** Public seed; null where the world was sealed. */
  readonly seed: number | null;
  readonly commitment: string;
  /** Assets that were compiled; null = all. */
  readonly assets: readonly string[] | null;
  readonly run: string;
  readonly mode: ContestantMode;
  /** Simulated time forgiven for transport, ms; 0 in lock-step. */
  readonly latency_ms: number;
  readonly tick: number;
  readonly hash: string;
  readonly wallSeconds: number;
  /** Everything that was asked of the plant, in the order of its recording. */
  readonly inputs: readonly Input[];
  readonly claims: readonly ReceivedClaim[];
  /** Verdicts on how it behaved on the wire, as the plant saw it; nobody can see that again. */
  readonly client: readonly Verdict[];
  readonly truth: Truth;
  readonly grade: Grade;
}

export interface ExamResult {
  readonly schema: 'plant47/result/1';
  readonly suite: string;
  readonly team: string;
  readonly how: How;
  readonly sealed: boolean;
  /** SHA-256 over the code that ran and graded. */
  readonly code: string;
  /** Published before the start. */
  readonly commitment: string;
  /** Revealed after the end; null where the seeds were public. */
  readonly secret: string | null;
  /** What the contestant brought after the commitment was published. */
  readonly nonce: string;
  /** Wall time of the start, ISO 8601. */
  readonly startedAt: string;
  readonly definitions: {
    readonly scenarios: Readonly<Record<string, string>>;
    readonly plants: Readonly<Record<string, string>>;
  };
  readonly score: number | null;
  readonly parts: Composite['parts'];
  readonly composite: Composite;
  readonly scenarios: readonly WorldRecord[];
}

/** Signature of a witness over the digest. */
export interface Witness {
  /** Public Ed25519 key, PEM. */
  readonly publicKey: string;
  readonly signature: string;
}

export type SealedResult = ExamResult & { readonly digest: string; readonly witness?: Witness };

/** SHA-256 of the result without digest and witness, in canonical JSON. */
export function digestOf(result: ExamResult): string {
  const { digest: _, witness: __, ...body } = result as SealedResult;
  return sha256(canonical(body));
}

/** Adds score, digest and, where its private Ed25519 key (PEM) is given, the witness's signature. */
export function sealResult(
  body: Omit<ExamResult, 'score' | 'parts' | 'composite'>,
  witness?: string,
): SealedResult {
  const total = composite(body.scenarios.map(({ grade }) => grade));
  const { scenarios, ...head } = body;
  const result: ExamResult = {
    ...head,
    score: total.score,
    parts: total.parts,
    composite: total,
    scenarios,
  };
  const digest = digestOf(result);
  return { ...result, digest, ...(witness !== undefined && { witness: signed(digest, witness) }) };
}

function signed(digest: string, pem: string): Witness {
  const key = createPrivateKey(pem);
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    signature: sign(null, Buffer.from(digest), key).toString('base64'),
  };
}

/** The text of a result file; every byte of it is checked by `verify`. */
export const resultText = (result: SealedResult): string =>
  `${JSON.stringify(result, undefined, 1)}\n`;

const claims = z.array(z.object({ arrivedTs: z.number(), claim: z.looseObject({}) }));
const shape = z.looseObject({
  schema: z.literal('plant47/result/1'),
  suite: z.string(),
  team: z.string(),
  how: z.enum(HOWS),
  sealed: z.boolean(),
  code: z.string(),
  commitment: z.string(),
  secret: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  nonce: z.string(),
  startedAt: z.string(),
  definitions: z.object({
    scenarios: z.record(z.string(), z.string()),
    plants: z.record(z.string(), z.string()),
  }),
  score: z.number().nullable(),
  parts: z.record(z.string(), z.number()),
  scenarios: z.array(
    z.looseObject({
      world: z.number().int(),
      scenario: z.string(),
      seed: z.number().int().nullable(),
      commitment: z.string(),
      assets: z.array(z.string()).nullable(),
      run: z.string(),
      mode: z.enum(MODES),
      latency_ms: z.number(),
      tick: z.number().int(),
      hash: z.string(),
      inputs: z.array(z.looseObject({ tick: z.number().int() })),
      claims,
      client: z.array(z.looseObject({})),
    }),
  ),
  digest: z.string(),
});

/** Reads a result; throws E_RESULT with what is wrong where it is none. */
export function parseResult(text: string, path: string): SealedResult {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new PlantError([refusal(path, 'this is not JSON')]);
  }
  const parsed = shape.safeParse(data);
  if (parsed.success) return data as SealedResult;
  throw new PlantError(
    parsed.error.issues.map((issue) =>
      refusal(`${path} ${issue.path.join('.')}`.trimEnd(), issue.message),
    ),
  );
}

const refusal = (path: string, message: string): Issue => ({
  code: 'E_RESULT',
  path,
  message,
  remedy: 'take the file as `plant47 exam --out` wrote it',
});
