/** Growth that lets a bearing live as long as a scenario wants: dry runs of its train alone. */
import type { Command, Input } from '@plant47/contract/sealed';
import {
  createPlantModel,
  type PlantModel,
  restore,
  snapshot,
  TICKS_PER_SECOND,
} from '@plant47/simulator';

type FaultCommand = Extract<Command, { type: 'fault' }>;

/** A life within this share of the wanted one is as wanted. */
const CLOSE = 0.01;
const TRIES = 12;
/** Growth is held within these: what lies outside is another failure than the spall's. */
const GROWTH_MIN = 0.05;
const GROWTH_MAX = 50;

/** Multiplier of growth with which the fault, begun at `at_s`, fails about `life_s` later. */
export function growthFor(
  model: PlantModel,
  fault: FaultCommand,
  at_s: number,
  life_s: number,
): number {
  const { world, sampling } = model;
  const alone = createPlantModel(world.plant, world.key, sampling, {
    only: [fault.asset],
    macro_s: world.macro / TICKS_PER_SECOND,
  });
  const onset = Math.round(at_s * TICKS_PER_SECOND);
  const scan = alone.nextScanTick(0);
  alone.advance(Math.floor(onset / scan) * scan, []);
  const before = snapshot(alone.state);
  let growth = 1;
  for (let i = 0; i < TRIES; i++) {
    restore(alone.state, before);
    const input: Input = {
      tick: onset,
      source: 'scenario',
      seq: 0,
      command: { ...fault, growth },
    };
    const ratio = lifeOf(alone, input, 3 * life_s) / life_s;
    if (Math.abs(ratio - 1) < CLOSE) break;
    growth = Math.min(Math.max(growth * ratio, GROWTH_MIN), GROWTH_MAX);
  }
  return growth;
}

/** Seconds from onset to failure, at most `limit_s`. */
function lifeOf(alone: PlantModel, input: Input, limit_s: number): number {
  const until = input.tick + limit_s * TICKS_PER_SECOND;
  while (alone.state.tick < until) {
    alone.advance(alone.nextScanTick(alone.state.tick), [input]);
    const failure = alone.state.faults.find(({ id, failure: tick }) => {
      return 'id' in input.command && id === input.command.id && tick !== null;
    })?.failure;
    if (failure != null) return (failure - input.tick) / TICKS_PER_SECOND;
  }
  return limit_s;
}
