/** The leave-one-out fork: a plant, the same without one fault, and the same with a rival of it. */
import type { Command, Input, Plant } from '@plant47/contract/sealed';
import {
  createPlantModel,
  type Key,
  type PlantModel,
  restore,
  type Sampling,
  snapshot,
  TICKS_PER_SECOND,
} from '@plant47/simulator';
import { neighboursOf } from '../referee/outcome.js';

/** A run as far as information on its faults goes. */
export interface BranchedRun {
  readonly plant: Plant;
  readonly key: Key;
  readonly sampling: Sampling;
  /** All recorded inputs. */
  readonly inputs: readonly Input[];
  /** End of the run, s. */
  readonly until_s: number;
  /** Longest macro-step of the run, s; the scan period where absent. */
  readonly macro_s?: number | undefined;
  /** Assets to compile; the faulty one and those its vibration reaches where absent. */
  readonly only?: readonly string[] | undefined;
}

/** A model with the inputs that it gets. */
export interface Branch {
  readonly model: PlantModel;
  readonly inputs: readonly Input[];
}

export interface Fork {
  readonly asset: string;
  /** Tick at which the fault begins. */
  readonly onset: number;
  readonly untilTick: number;
  readonly healthy: Branch;
  readonly faulty: Branch;
  /** One more branch, with these commands in place of the fault; call it at the onset. */
  readonly rival: (commands: readonly Command[]) => Branch;
  /** Takes all branches of the fault to the healthy one's state: called once, at the onset. */
  readonly part: () => void;
}

/** Macro-step up to which the steps' own error stays below the sensors' noise, s (measured). */
const LONGEST_STEP_S = 600;

/** The fork of a fault by its id; undefined where no input plants it. */
export function forkOf(run: BranchedRun, faultId: string): Fork | undefined {
  const { plant, key, sampling, inputs, macro_s } = run;
  const own = inputs.filter(({ command }) => 'id' in command && command.id === faultId);
  const first = own[0];
  if (first === undefined) return undefined;
  const asset = assetOf(first);
  // Longer steps differ more between branches than a small fault does.
  const long = sampling.scalars_s > LONGEST_STEP_S && sampling.scalars_s % LONGEST_STEP_S === 0;
  const step_s = macro_s ?? (long ? LONGEST_STEP_S : undefined);
  const whole = run.only === undefined ? createPlantModel(plant, key, sampling) : undefined;
  const only = run.only ?? [asset, ...(whole === undefined ? [] : neighboursOf(whole, asset))];
  const create = (): PlantModel =>
    createPlantModel(plant, key, sampling, {
      only: [...only],
      ...(step_s === undefined ? {} : { macro_s: step_s }),
    });
  const without = inputs.filter((input) => !own.includes(input) && !ends(input, first));
  const healthy = { model: create(), inputs: without };
  const faulty = { model: create(), inputs };
  return {
    asset,
    onset: first.tick,
    untilTick: run.until_s * TICKS_PER_SECOND,
    healthy,
    faulty,
    part: () => restore(faulty.model.state, snapshot(healthy.model.state)),
    rival: (commands) => {
      const model = create();
      restore(model.state, snapshot(healthy.model.state));
      const instead = commands.map((command): Input => ({ ...first, command }));
      const merged = [...without, ...instead].sort((a, b) => a.tick - b.tick || a.seq - b.seq);
      return { model, inputs: merged };
    },
  };
}

/** Takes a branch to a tick. */
export function advanceBranch({ model, inputs }: Branch, tick: number): void {
  model.advance(tick, inputs);
}

function assetOf({ command }: Input): string {
  if (command.type === 'sensor') return command.point.split('.')[0] ?? '';
  return 'asset' in command ? command.asset : '';
}

/** True for the clearing of the fault itself. */
function ends({ command }: Input, begun: Input): boolean {
  const fault = begun.command;
  return (
    command.type === 'clear' &&
    fault.type === 'fault' &&
    command.asset === fault.asset &&
    command.component === fault.component &&
    command.fault === fault.fault
  );
}
