/**
 * When a condition of the timeline comes true: its train alone, run ahead from the inputs so far.
 * Trains do not meet in physics and true values know no sensor, so that this is the run itself.
 */
import { type Input, parseQuantity, type TimelineEvent } from '@plant47/contract/sealed';
import { createPlantModel, type PlantModel, read, TICKS_PER_SECOND } from '@plant47/simulator';

type When = Extract<TimelineEvent, { when: unknown }>['when'];

/** A signal's name in its parts. */
export function signalParts(signal: string): readonly [asset: string, part: string, out: string] {
  const [asset = '', component = '', output = ''] = signal.split('.');
  return [asset, component, output];
}

/** SI unit of a signal, or undefined where the plant has no such signal. */
export function unitOfSignal({ world }: PlantModel, signal: string): string | undefined {
  const [asset, component, output] = signalParts(signal);
  const t = world.trains.findIndex((train) => train.asset === asset);
  for (const { kind, components, from } of world.tables) {
    const own = t < 0 ? [] : components.slice(from[t], from[t + 1]);
    if (own.includes(component)) return (kind.outputs as Outputs)[output]?.[0];
  }
  return undefined;
}

type Outputs = Readonly<Record<string, readonly [unit: string, ...rest: unknown[]]>>;

/** First instant on the scan grid at which the condition has held, s; undefined where never. */
export function firstInstant(
  when: When,
  model: PlantModel,
  inputs: readonly Input[],
  end_s: number,
): number | undefined {
  const { world, sampling } = model;
  const [asset, component, output] = signalParts(when.signal);
  const unit = unitOfSignal(model, when.signal) ?? '';
  const below = limitOf(when.below, unit) ?? Number.POSITIVE_INFINITY;
  const above = limitOf(when.above, unit) ?? Number.NEGATIVE_INFINITY;
  const alone = createPlantModel(world.plant, world.key, sampling, {
    only: [asset],
    macro_s: world.macro / TICKS_PER_SECOND,
  });
  const own = inputs.filter(({ command }) => 'asset' in command && command.asset === asset);
  let since_s: number | undefined;
  for (let tick = 0; tick < end_s * TICKS_PER_SECOND; tick = alone.nextScanTick(tick)) {
    alone.advance(tick, own);
    const s = tick / TICKS_PER_SECOND;
    const value = read(alone.state, 0, component, output);
    if (s < when.after || !(value < below && value > above)) {
      since_s = undefined;
      continue;
    }
    since_s ??= s;
    if (s - since_s >= when.for) return s;
  }
  return undefined;
}

/** A limit in the signal's unit; undefined where there is none or it does not fit. */
export function limitOf(limit: number | string | undefined, unit: string): number | undefined {
  if (limit === undefined) return undefined;
  const parsed = parseQuantity(limit, unit);
  return 'value' in parsed ? parsed.value : undefined;
}
