/** Two contestants on the same worlds: the difference of their scores, by the paired bootstrap. */
import { type Issue, PlantError } from '@plant47/contract';
import { keyOfSeed, streamOf, uniform } from '@plant47/simulator';
import { composite } from '../referee/composite.js';
import type { SealedResult, WorldRecord } from './result.js';

/** Resamples (Efron & Tibshirani 1993, ch. 13: 1,000 and more for an interval). */
const RESAMPLES = 2_000;
/** Ends of a 95 % interval. */
const TAIL = 0.025;

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly worlds: number;
  readonly scoreA: number | null;
  readonly scoreB: number | null;
  /** Score of A less that of B. */
  readonly difference: number | null;
  /** 95 % interval of the difference, by percentiles of the paired bootstrap over worlds. */
  readonly interval: readonly [number, number] | null;
  readonly perWorld: readonly {
    readonly scenario: string;
    readonly world: number;
    readonly a: number | null;
    readonly b: number | null;
  }[];
}

/** Compares two results on the worlds that both have; throws E_NOT_PAIRED where there is none. */
export function compare(a: SealedResult, b: SealedResult): Comparison {
  const pairs = paired(a, b);
  const difference = differenceOf(pairs);
  const stream = streamOf(keyOfSeed(47), 'compare', pairs.length);
  const drawn: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    const sample = pairs.map((_, k) => {
      const at = Math.floor(uniform(stream, i * pairs.length + k) * pairs.length);
      return pairs[at] as Pair;
    });
    const value = differenceOf(sample);
    if (value !== null) drawn.push(value);
  }
  drawn.sort((x, y) => x - y);
  const at = (share: number): number => drawn[Math.floor(share * (drawn.length - 1))] ?? 0;
  return {
    a: a.team,
    b: b.team,
    worlds: pairs.length,
    scoreA: scoreOf(pairs.map(([one]) => one)),
    scoreB: scoreOf(pairs.map(([, other]) => other)),
    difference,
    interval: drawn.length === 0 ? null : [at(TAIL), at(1 - TAIL)],
    perWorld: pairs.map(([one, other]) => ({
      scenario: one.scenario,
      world: one.world,
      a: scoreOf([one]),
      b: scoreOf([other]),
    })),
  };
}

type Pair = readonly [WorldRecord, WorldRecord];

const scoreOf = (records: readonly WorldRecord[]): number | null =>
  composite(records.map(({ grade }) => grade)).score;

function differenceOf(pairs: readonly Pair[]): number | null {
  const a = scoreOf(pairs.map(([one]) => one));
  const b = scoreOf(pairs.map(([, other]) => other));
  return a === null || b === null ? null : a - b;
}

/** Records of the same worlds: equal commitment, nonce or seed, and kind of run. */
function paired(a: SealedResult, b: SealedResult): readonly Pair[] {
  const isFree = ({ mode }: WorldRecord): boolean => mode === 'F';
  const pairs = a.scenarios.flatMap((one): Pair[] => {
    const other = b.scenarios.find(
      ({ commitment, world, seed }) =>
        commitment === one.commitment && world === one.world && seed === one.seed,
    );
    return other === undefined ? [] : [[one, other]];
  });
  const fair = pairs.filter(([one, other]) => isFree(one) === isFree(other));
  if (fair.length > 0 && a.nonce === b.nonce) return fair;
  const issue: Issue = {
    code: 'E_NOT_PAIRED',
    path: 'compare',
    message:
      pairs.length > 0 && a.nonce === b.nonce
        ? 'one ran free, the other in lock-step'
        : 'the results share no world: commitment, nonce or seeds differ',
    remedy: 'give both exams the same suite, --secret and --nonce, or the same --seeds',
  };
  throw new PlantError([issue]);
}
