/** Which toxics stand at an instant: a pure function of the recorded inputs. */
import {
  type Command,
  type Input,
  type ToxicDeclaration,
  type ToxicParams,
  type ToxicTarget,
  toxicOf,
  type WireTruth,
} from '@plant47/contract/sealed';
import { TICKS_PER_SECOND } from '../world/clock.js';

/** A toxic that has begun and not ended. */
export interface Standing {
  readonly id: string;
  readonly declared: ToxicDeclaration;
  readonly target: ToxicTarget;
  readonly params: ToxicParams;
  /** Tick of its begin. */
  readonly since: number;
}

/** A wire fault as truth has it. */
export interface WireFault extends Standing {
  readonly until: number | null;
}

type ToxicCommand = Extract<Command, { type: 'toxic' }>;

/** Inputs that are about toxics, in their order. */
export function toxicInputs(inputs: readonly Input[]): readonly Input[] {
  return inputs.filter(({ command }) => command.type === 'toxic');
}

/** Every toxic that `inputs` tell of, with its end; unknown ids and second begins are ignored. */
export function wireFaults(inputs: readonly Input[]): WireFault[] {
  const faults: WireFault[] = [];
  for (const { tick, command } of toxicInputs(inputs)) {
    const { id, toxic, target, params, clear } = command as ToxicCommand;
    const open = faults.findIndex((one) => one.id === id && one.until === null);
    if (clear) {
      if (open >= 0) faults[open] = { ...faults[open]!, until: tick };
      continue;
    }
    const declared = toxicOf(toxic);
    if (open >= 0 || !declared) continue;
    faults.push({ id, declared, target, params, since: tick, until: null });
  }
  return faults;
}

/** The wire faults of a run, as truth has them. */
export function wireTruth(inputs: readonly Input[]): WireTruth[] {
  return wireFaults(inputs).map(({ id, declared, target, since, until }) => ({
    id,
    toxic: declared.id,
    layer: declared.layer,
    label: declared.truth,
    target,
    from_s: since / TICKS_PER_SECOND,
    to_s: until === null ? null : until / TICKS_PER_SECOND,
  }));
}

/** Toxics of some layers that stand at `tick`: inputs before it have taken effect. */
export function standingAt(
  inputs: readonly Input[],
  tick: number,
  layers: readonly string[],
): Standing[] {
  const past = inputs.filter((input) => input.tick < tick);
  return wireFaults(past).filter(
    ({ until, declared }) => until === null && layers.includes(declared.layer),
  );
}
