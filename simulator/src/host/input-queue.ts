/** Inputs of a run: what the scenario asks and what people ask meanwhile, in one sorted list. */
import type { Command, Input } from '@plant47/contract/sealed';

/** Order of sources at one tick; others come after, by name. */
const SOURCES = ['scenario', 'instructor', 'operator', 'modbus', 'mqtt'];

const rank = (source: string): number => {
  const at = SOURCES.indexOf(source);
  return at < 0 ? SOURCES.length : at;
};

/** The order in which inputs are applied: tick, source, sequence. */
function compareInputs(a: Input, b: Input): number {
  return (
    a.tick - b.tick ||
    rank(a.source) - rank(b.source) ||
    (a.source < b.source ? -1 : a.source > b.source ? 1 : 0) ||
    a.seq - b.seq
  );
}

/** Collects inputs in order; every one added is handed to `record` at once. */
export class InputQueue {
  private list: Input[] = [];
  private seq = 0;
  private readonly record: (input: Input) => void;

  constructor(initial: readonly Input[], record: (input: Input) => void) {
    this.list = [...initial].sort(compareInputs);
    for (const input of this.list) this.seq = Math.max(this.seq, input.seq + 1);
    this.record = record;
    for (const input of this.list) record(input);
  }

  get all(): readonly Input[] {
    return this.list;
  }

  add(tick: number, source: string, command: Command): Input {
    const input: Input = { tick, source, seq: this.seq++, command };
    // Copied, so that a world that has been handed the old list keeps a consistent one.
    this.list = [...this.list, input].sort(compareInputs);
    this.record(input);
    return input;
  }
}
