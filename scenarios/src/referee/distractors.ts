/** What was done to the plant that is no fault, and may be taken for one. */
import type { Distractor, Input } from '@plant47/contract/sealed';
import { TICKS_PER_SECOND } from '@plant47/simulator';

/** A change is held to explain a false alarm for this long, s (judgement: a day's cycle). */
const EXPLAINS_S = 86_400;

const RESTARTS = ['start', 'stop', 'trip', 'reset', 'lock', 'unlock'];

/** One for each input that begins no fault and ends none. */
export function distractorsOf(inputs: readonly Input[]): readonly Distractor[] {
  return inputs.flatMap(({ tick, command }) => {
    const kind = kindOf(command);
    if (kind === undefined) return [];
    const from_s = tick / TICKS_PER_SECOND;
    const asset = assetOf(command);
    const ramp_s = 'ramp_s' in command ? command.ramp_s : 0;
    return [{ kind, asset, from_s, to_s: from_s + ramp_s + EXPLAINS_S }];
  });
}

/** The asset that a command is about; null = the whole plant. */
function assetOf(command: Input['command']): string | null {
  if (command.type === 'toxic') {
    return command.target.asset ?? command.target.point?.split('.')[0] ?? null;
  }
  return 'asset' in command ? command.asset : null;
}

function kindOf(command: Input['command']): string | undefined {
  switch (command.type) {
    case 'fault':
    case 'clear':
    case 'sensor':
      return undefined;
    case 'action':
      if (command.action === 'load') return 'load';
      return RESTARTS.includes(command.action) ? 'restart' : 'maintenance';
    case 'release':
      return 'load';
    default:
      return command.type;
  }
}
