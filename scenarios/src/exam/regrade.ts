/** A world run again from its recorded inputs, without sockets, and graded from recorded claims. */
import type { Input, Truth } from '@plant47/contract/sealed';
import { hash, manifestOf, type PlantModel, TICKS_PER_SECOND } from '@plant47/simulator';
import { type Grade, grade } from '../referee/grade.js';
import type { ReceivedClaim } from '../referee/intake.js';
import { observableFaults } from '../referee/observable.js';
import { outcomesOf } from '../referee/outcome.js';
import type { Verdict } from '../referee/requirements.js';
import { truthOf } from '../referee/truth.js';
import type { World } from './world.js';

/** What a run leaves behind. */
export interface Ran {
  /** Number that the grade calls the run by: the public seed, else its place in the exam. */
  readonly number: number;
  readonly run: string;
  readonly tick: number;
  readonly inputs: readonly Input[];
  readonly claims: readonly ReceivedClaim[];
  readonly latency_ms: number;
  readonly client: readonly Verdict[];
}

export interface Regraded {
  readonly hash: string;
  readonly truth: Truth;
  readonly grade: Grade;
}

/** Hash, truth and grade of a run: a pure function of the world and of what was recorded. */
export function regrade(world: World, ran: Ran, onDay?: (day: number) => void): Regraded {
  const model = world.createModel();
  again(model, ran, onDay);
  const { scenario, plant, key, sampling, faults } = world;
  const duration_s = ran.tick / TICKS_PER_SECOND;
  const truth = truthOf({
    faults,
    ...outcomesOf(model, faults, ran.inputs),
    duration_s,
    observable: observableFaults({
      plant,
      key,
      sampling,
      inputs: ran.inputs,
      until_s: duration_s,
      macro_s: scenario.macro,
    }),
  });
  const manifest = manifestOf(model, {
    run: ran.run,
    plant: plant.id,
    learning_s: scenario.learning,
    definition: '',
  });
  return {
    hash: hash(model.state),
    truth,
    grade: grade({
      scenario,
      seed: ran.number,
      manifest,
      truth,
      claims: ran.claims,
      latency_ms: ran.latency_ms,
      client: ran.client,
    }),
  };
}

const DAY_TICKS = 86_400 * TICKS_PER_SECOND;

function again(model: PlantModel, ran: Ran, onDay?: (day: number) => void): void {
  model.scan();
  let day = 0;
  for (let next = model.nextScanTick(0); next <= ran.tick; next = model.nextScanTick(next)) {
    model.advance(next, ran.inputs);
    model.scan();
    if (next >= (day + 1) * DAY_TICKS) onDay?.(++day);
  }
}
