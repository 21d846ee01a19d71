/** Verification of a result: every byte accounted for, every world run and graded again. */
import { createPublicKey, verify as verifySignature } from 'node:crypto';
import type { Issue } from '@plant47/contract';
import { composite } from '../referee/composite.js';
import { parseScenario } from '../referee/scenario-file.js';
import { canonical } from './canonical-json.js';
import { regrade } from './regrade.js';
import {
  digestOf,
  parseResult,
  resultText,
  type SealedResult,
  type WorldRecord,
} from './result.js';
import { rootOf, worldSecret } from './seal.js';
import { openWorld, type WorldPlan, worldCommitment } from './world.js';

export interface Verification {
  readonly verified: boolean;
  /** Coded reasons; empty where the result holds. */
  readonly why: readonly Issue[];
  readonly result: SealedResult;
}

export interface VerifyOptions {
  /** SHA-256 over the code that is here; a result of other code cannot be run again. */
  readonly code: string;
  readonly onWorld?: (world: number, of: number) => void;
}

/** Checks a result file; throws PlantError only where it is no result at all. */
export function verify(text: string, path: string, options: VerifyOptions): Verification {
  const result = parseResult(text, path);
  const why = [...spelling(result, text, path), ...witness(result)];
  if (why.length === 0) why.push(...seal(result, options.code));
  if (why.length === 0) why.push(...worlds(result, options));
  return { verified: why.length === 0, why, result };
}

const issue = (code: string, path: string, message: string): Issue => ({
  code,
  path,
  message,
  remedy: 'ask the contestant for the file as the exam wrote it',
});

/** The file is spelled as it was written, and its digest is that of its content. */
function spelling(result: SealedResult, text: string, path: string): Issue[] {
  if (digestOf(result) !== result.digest) {
    return [issue('E_RESULT_DIGEST', path, 'its content is not what the digest was taken of')];
  }
  if (resultText(result) === text) return [];
  return [issue('E_RESULT_SPELLING', path, 'the file is not spelled as it was written')];
}

/** A result that claims a witness carries a good signature. */
function witness(result: SealedResult): Issue[] {
  const { how, witness: signed, digest } = result;
  if (how === 'self-run' && signed === undefined) return [];
  if (signed === undefined) return [issue('E_RESULT_WITNESS', 'witness', `nobody signed (${how})`)];
  try {
    const key = createPublicKey(signed.publicKey);
    const signature = Buffer.from(signed.signature, 'base64');
    const canonicalKey = key.export({ type: 'spki', format: 'pem' }).toString();
    const good =
      verifySignature(null, Buffer.from(digest), key, signature) &&
      canonicalKey === signed.publicKey &&
      signature.toString('base64') === signed.signature;
    if (good) return [];
  } catch {
    // A key or signature of another form is as good as none.
  }
  return [issue('E_RESULT_WITNESS', 'witness', 'the signature does not fit')];
}

/** What was published before the start holds for secret, code and definitions of the file. */
function seal(result: SealedResult, code: string): Issue[] {
  if (result.code !== code) {
    return [
      {
        code: 'E_RESULT_CODE',
        path: 'code',
        message: `it was made by other code than this (${result.code.slice(0, 12)})`,
        remedy: 'verify it with the version that made it',
      },
    ];
  }
  if (result.sealed !== (result.secret !== null)) {
    return [issue('E_RESULT_SEAL', 'secret', 'a sealed exam reveals its secret, another has none')];
  }
  const wrong = result.scenarios.filter(
    (record) => worldCommitment(planOf(result, record)) !== record.commitment,
  );
  const issues = wrong.map(({ world }) =>
    issue('E_RESULT_COMMITMENT', `scenarios.${world - 1}`, 'not the world that was committed to'),
  );
  const root = rootOf(result.scenarios.map(({ commitment }) => commitment));
  if (issues.length === 0 && root !== result.commitment) {
    issues.push(issue('E_RESULT_COMMITMENT', 'commitment', 'not the exam that was committed to'));
  }
  return issues;
}

/** The plan of a recorded world. */
export function planOf(result: SealedResult, record: WorldRecord): WorldPlan {
  const { scenarios, plants } = result.definitions;
  const scenario = scenarios[record.scenario] ?? '';
  const { plant } = parseScenario(scenario, record.scenario);
  const { secret } = result;
  return {
    world: record.world,
    scenario,
    plant: plants[plant] ?? '',
    code: result.code,
    assets: record.assets,
    origin:
      secret === null ? { seed: record.seed ?? 0 } : { secret: worldSecret(secret, record.world) },
  };
}

/** Every world gives the same hash, truth and grade again, and they the same score. */
function worlds(result: SealedResult, options: VerifyOptions): Issue[] {
  const issues: Issue[] = [];
  result.scenarios.forEach((record, i) => {
    options.onWorld?.(i + 1, result.scenarios.length);
    const world = openWorld(planOf(result, record), result.nonce);
    const path = `scenarios.${i}`;
    const planted = record.inputs.filter(({ source }) => source === 'scenario');
    if (canonical(planted) !== canonical(world.inputs)) {
      issues.push(issue('E_RESULT_INPUTS', path, 'its timeline is not that of the world'));
      return;
    }
    const again = regrade(world, { ...record, number: record.seed ?? record.world });
    if (again.hash !== record.hash) {
      issues.push(issue('E_RESULT_HASH', path, `the world comes to ${again.hash}`));
    }
    for (const name of ['truth', 'grade'] as const) {
      if (canonical(again[name]) === canonical(record[name])) continue;
      issues.push(issue('E_RESULT_GRADE', `${path}.${name}`, 'run again it comes to another one'));
    }
  });
  const total = composite(result.scenarios.map(({ grade }) => grade));
  if (
    canonical([total, total.score, total.parts]) !==
    canonical([result.composite, result.score, result.parts])
  ) {
    issues.push(issue('E_RESULT_SCORE', 'score', 'the score is not that of the grades'));
  }
  return issues;
}
