/** Which runs an acceptance is made of. */
import type { Suite } from '@plant47/contract/sealed';
import { CRIPPLED, type Job, PLAIN, THRESHOLDS, type Variant } from './record.js';

/** Crippled engines need few seeds to show a failure; the plain detectors run on each. */
const CRIPPLED_SEEDS = 3;
const COMPARED = ['motor-47-starvation', 'motor-47-fatigue'];

/** Jobs of a suite; `draw` gives the n fresh seeds where the suite asks for them. */
export function jobsOf(suite: Suite, draw: (count: number) => readonly number[]): readonly Job[] {
  return suite.runs.flatMap(({ scenario, seeds, assets }) => {
    const drawn = Array.isArray(seeds) ? range(seeds[0], seeds[1]) : draw(seeds.draw);
    return drawn.map((seed, i) => ({
      scenario,
      seed,
      variants: suite.engines ? beside(suite.engines, i) : variantsOf(scenario, i),
      ...(assets === undefined ? {} : { only: assets }),
    }));
  });
}

const beside = (engines: readonly string[], place: number): readonly Variant[] =>
  place === 0 ? ['full', ...(engines as readonly Variant[])] : ['full'];

function variantsOf(scenario: string, place: number): readonly Variant[] {
  if (!COMPARED.includes(scenario)) return ['full'];
  return ['full', ...PLAIN, ...THRESHOLDS, ...(place < CRIPPLED_SEEDS ? CRIPPLED : [])];
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
