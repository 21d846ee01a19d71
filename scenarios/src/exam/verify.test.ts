import { generateKeyPairSync } from 'node:crypto';
import { type AlarmClaim, PlantError } from '@plant47/contract';
import { TICKS_PER_SECOND } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readText } from '../runner/library.js';
import { compare } from './compare.js';
import { leaderboardPage } from './leaderboard.js';
import { regrade } from './regrade.js';
import { resultText, type SealedResult, sealResult, type WorldRecord } from './result.js';
import { newSecret, rootOf, worldSecret } from './seal.js';
import { verify } from './verify.js';
import { openWorld, type WorldPlan, worldCommitment } from './world.js';

const CODE = 'test';
const HOURS = 8;
const scenario = stringify({
  schema: 'plant47/scenario/1',
  id: 'short',
  label: 'A foot comes loose on a small plant',
  plant: 'two-pumps',
  duration: `${HOURS}h`,
  learning: '1h',
  sampling: { scalars: '10min' },
  timeline: [{ fault: 'train.looseness', asset: 'motor-1', at: '3h' }],
  requirements: [{ name: 'false alarms', metric: 'false-alarm-rate', max: 1 }],
});
const plant = readText('plants', 'two-pumps').text;

/** A result as `exam` would leave it, of a contestant that names `asset` in hour 4. */
function examined(secret: string, nonce: string, asset: string, witness?: string): SealedResult {
  const records = [1, 2].map((number): WorldRecord => {
    const origin = { secret: worldSecret(secret, number) };
    const plan: WorldPlan = { world: number, scenario, plant, code: CODE, origin, assets: null };
    const world = openWorld(plan, nonce);
    const epoch = Date.parse(world.plant.epoch);
    const claim: AlarmClaim = {
      schema: 'alarm/1',
      run: 'run-1',
      seq: 1,
      dataTs: epoch + 4 * 3_600_000,
      asset,
      alarmId: 'a',
      state: 'raised',
      priority: 2,
      hypotheses: [{ fault: 'train.looseness', p: 0.9 }],
    };
    const ran = {
      run: 'run-1',
      mode: 'W' as const,
      latency_ms: 0,
      tick: HOURS * 3600 * TICKS_PER_SECOND,
      wallSeconds: 1,
      inputs: world.inputs,
      claims: [{ claim, arrivedTs: claim.dataTs }],
      client: [],
    };
    const again = regrade(world, { ...ran, number });
    const commitment = worldCommitment(plan);
    return {
      world: number,
      scenario: 'short',
      seed: null,
      commitment,
      assets: null,
      ...ran,
      ...again,
    };
  });
  return sealResult(
    {
      schema: 'plant47/result/1',
      suite: 'test',
      team: asset,
      how: witness === undefined ? 'self-run' : 'witnessed',
      sealed: true,
      code: CODE,
      commitment: rootOf(records.map(({ commitment }) => commitment)),
      secret,
      nonce,
      startedAt: '2026-01-01T00:00:00.000Z',
      definitions: { scenarios: { short: scenario }, plants: { 'two-pumps': plant } },
      scenarios: records,
    },
    witness,
  );
}

const secret = newSecret();
const found = examined(secret, 'nonce', 'motor-1');
const codes = (text: string, code = CODE): readonly string[] => {
  try {
    return verify(text, 'result', { code }).why.map((issue) => issue.code);
  } catch (error) {
    if (error instanceof PlantError) return error.issues.map((issue) => issue.code);
    throw error;
  }
};
/** The text of a result that a forger changed and gave a fresh digest. */
const forged = (change: object): string =>
  resultText(sealResult({ ...JSON.parse(JSON.stringify(found)), ...change } as SealedResult));
const worldsWith = (change: object) => ({
  scenarios: found.scenarios.map((record, i) => (i === 0 ? { ...record, ...change } : record)),
});

describe('verify', () => {
  it('runs and grades every world again to the byte', () => {
    expect(codes(resultText(found))).toEqual([]);
    expect(found.scenarios[0]?.grade.detections).toHaveLength(1);
  });

  it('fails on one tampered byte anywhere in the file', () => {
    const bytes = Buffer.from(resultText(found));
    for (let k = 0; k < 240; k++) {
      const at = Math.floor((k * (bytes.length - 1)) / 239);
      const tampered = Buffer.from(bytes);
      tampered[at] = tampered[at]! ^ 1;
      expect(codes(tampered.toString()), `byte ${at}`).not.toEqual([]);
    }
    expect(codes(`${resultText(found)} `)).toEqual(['E_RESULT_SPELLING']);
  });

  it('tells what a forger changed who took the digest anew', () => {
    const [first] = found.scenarios;
    const grade = { ...first!.grade, falseAlarms: 7 };
    expect(codes(forged(worldsWith({ grade })))).toEqual(['E_RESULT_GRADE']);
    expect(codes(forged(worldsWith({ hash: '0' })))).toEqual(['E_RESULT_HASH']);
    expect(codes(forged(worldsWith({ inputs: [] })))).toEqual(['E_RESULT_INPUTS']);
    expect(codes(forged(worldsWith({ claims: [] })))).toEqual(['E_RESULT_GRADE']);
    expect(codes(forged({ secret: newSecret() }))[0]).toBe('E_RESULT_COMMITMENT');
    expect(codes(forged({ nonce: 'another' }))).not.toEqual([]);
    expect(codes(forged({ how: 'witnessed' }))).toEqual(['E_RESULT_WITNESS']);
    expect(codes(forged({ secret: null }))).toEqual(['E_RESULT_SEAL']);
    const milder = scenario.replace('3h', '5h');
    const definitions = { ...found.definitions, scenarios: { short: milder } };
    expect(codes(forged({ definitions }))[0]).toBe('E_RESULT_COMMITMENT');
  });

  it('does not judge a result of other code', () => {
    expect(codes(resultText(found), 'other')).toEqual(['E_RESULT_CODE']);
  });

  it('holds a witness to the digest that was signed', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const witnessed = examined(secret, 'nonce', 'motor-1', pem);
    expect(codes(resultText(witnessed))).toEqual([]);
    const other = { ...witnessed, team: 'else' };
    const { digest } = sealResult(other);
    expect(codes(resultText({ ...other, digest }))).toEqual(['E_RESULT_WITNESS']);
  });
});

describe('compare', () => {
  it('finds who names the right machine better, on every resample of the worlds', () => {
    const missed = examined(secret, 'nonce', 'motor-2');
    const { difference, interval, worlds } = compare(found, missed);
    expect(worlds).toBe(2);
    expect(difference).toBeGreaterThan(0);
    expect(interval?.[0]).toBeGreaterThan(0);
    expect(compare(found, found)).toMatchObject({ difference: 0, interval: [0, 0] });
  });

  it('refuses results of other worlds', () => {
    expect(() => compare(found, examined(secret, 'else', 'motor-1'))).toThrow(/E_NOT_PAIRED/);
  });
});

it('sets what is not verified apart on the leaderboard, and escapes names', () => {
  const result = { ...found, team: '<b>' };
  const page = leaderboardPage([
    { file: 'a.json', result: found, verified: true, why: [], free: false },
    { file: 'b.json', result, verified: false, why: [], free: true },
  ]);
  expect(page).toContain('verified');
  expect(page).toContain('unverified');
  expect(page).toContain('Free run');
  expect(page).not.toContain('<b>');
});
