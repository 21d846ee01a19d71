/** An exam: the worlds of a suite, one after the other, for one contestant. */
import type { Suite } from '@plant47/contract/sealed';
import type { PlantHost } from '@plant47/simulator';
import { composite } from '../referee/composite.js';
import { readScenario, readText } from '../runner/library.js';
import { regrade } from './regrade.js';
import {
  type ExamResult,
  type How,
  type SealedResult,
  sealResult,
  type WorldRecord,
} from './result.js';
import { rootOf, worldSecret } from './seal.js';
import { openWorld, type World, type WorldPlan, worldCommitment } from './world.js';
import { runWorld, type WorldRan, type WorldRunOptions } from './world-run.js';

export interface ExamOptions
  extends Pick<
    WorldRunOptions,
    'team' | 'contestant' | 'enrol' | 'rate' | 'host' | 'ports' | 'enrol_ms' | 'onLine'
  > {
  readonly suite: Suite;
  /** Hex; undefined where the seeds are public. */
  readonly secret: string | undefined;
  /** First and last public seed in place of the suite's; undefined in a sealed exam. */
  readonly seeds: readonly number[] | undefined;
  /** Runs no more than so many worlds. */
  readonly most: number;
  readonly how: How;
  /** Private Ed25519 key of the witness, PEM. */
  readonly witness: string | undefined;
  readonly code: string;
  readonly startedAt: string;
  /** Told the commitment; gives the contestant's nonce. */
  readonly nonce: (commitment: string) => Promise<string>;
  readonly onListening: (host: PlantHost, world: number, of: number) => void;
  readonly onProgress: (world: number, of: number, fraction: number) => void;
  readonly onWorld: (record: WorldRecord, of: number) => void;
}

/** Runs all worlds; throws with exit code 3 where one is invalid. */
export async function exam(options: ExamOptions): Promise<SealedResult> {
  const { suite, code, secret } = options;
  const plans = plansOf(options);
  const commitments = plans.map(({ plan }) => worldCommitment(plan));
  const commitment = rootOf(commitments);
  const nonce = await options.nonce(commitment);
  const records: WorldRecord[] = [];
  for (const [i, planned] of plans.entries()) {
    const record = await take(planned, commitments[i] ?? '', nonce, plans.length, options);
    records.push(record);
    options.onWorld(record, plans.length);
  }
  return sealResult(
    {
      schema: 'plant47/result/1',
      suite: suite.id,
      team: options.team,
      how: options.how,
      sealed: secret !== undefined,
      code,
      commitment,
      secret: secret ?? null,
      nonce,
      startedAt: options.startedAt,
      definitions: definitionsOf(plans),
      scenarios: records,
    },
    options.witness,
  );
}

interface Planned {
  readonly plan: WorldPlan;
  /** Id of the scenario and name of its plant. */
  readonly scenario: string;
  readonly plant: string;
}

/** The worlds in the order of the suite, at most `most`: the first of each scenario first. */
function plansOf(options: ExamOptions): readonly Planned[] {
  const { suite, secret, seeds, code, most } = options;
  const slots = suite.runs.flatMap(({ scenario, seeds: own, assets }) => {
    const numbers = seeds ?? seedsOf(own);
    return numbers.map((seed, turn) => ({ scenario, seed, turn, assets: assets ?? null }));
  });
  slots.sort((a, b) => a.turn - b.turn);
  return slots.slice(0, most).map(({ scenario, seed, assets }, i): Planned => {
    const world = i + 1;
    const { text, value } = readScenario(scenario);
    const plant = readText('plants', value.plant).text;
    const origin = secret === undefined ? { seed } : { secret: worldSecret(secret, world) };
    return {
      plan: { world, scenario: text, plant, code, origin, assets },
      scenario: value.id,
      plant: value.plant,
    };
  });
}

function seedsOf(seeds: Suite['runs'][number]['seeds']): readonly number[] {
  const [first, last] = Array.isArray(seeds) ? seeds : [1, seeds.draw];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function definitionsOf(plans: readonly Planned[]): ExamResult['definitions'] {
  return {
    scenarios: Object.fromEntries(plans.map(({ scenario, plan }) => [scenario, plan.scenario])),
    plants: Object.fromEntries(plans.map(({ plant, plan }) => [plant, plan.plant])),
  };
}

async function take(
  { plan, scenario }: Planned,
  commitment: string,
  nonce: string,
  of: number,
  options: ExamOptions,
): Promise<WorldRecord> {
  const number = plan.world;
  const world = openWorld(plan, nonce);
  let record: WorldRecord | undefined;
  await runWorld({
    ...options,
    world,
    number,
    scenario,
    commitment,
    onListening: (host) => options.onListening(host, number, of),
    onProgress: (fraction) => options.onProgress(number, of, fraction),
    onEnd: async (host, ran) => {
      record = recordOf(world, plan, scenario, commitment, ran);
      await host.verdict(verdictText(record, plan, nonce));
    },
  });
  if (record === undefined) throw new Error('the run ended without a record');
  return record;
}

function recordOf(
  world: World,
  plan: WorldPlan,
  scenario: string,
  commitment: string,
  ran: WorldRan,
): WorldRecord {
  const seed = 'seed' in plan.origin ? plan.origin.seed : null;
  const again = regrade(world, { ...ran, number: seed ?? plan.world });
  if (again.hash !== ran.hash) {
    throw new Error(`world ${plan.world} ran to ${ran.hash} and comes to ${again.hash}`);
  }
  const { truth, grade } = again;
  const { world: number, assets } = plan;
  return { world: number, scenario, seed, commitment, assets, ...ran, truth, grade };
}

/** What is published on the run's verdict topic: the world's key, truth and scores. */
function verdictText(record: WorldRecord, plan: WorldPlan, nonce: string): string {
  const { grade, truth, commitment } = record;
  const { score, parts, formula } = composite([grade]);
  const origin = 'secret' in plan.origin ? { secret: plan.origin.secret } : plan.origin;
  return JSON.stringify({
    v: 1,
    commitment,
    ...origin,
    nonce,
    code: plan.code,
    score,
    parts,
    formula,
    truth,
    grade,
  });
}
