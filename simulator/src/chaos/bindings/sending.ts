/** Toxics that change when, how often and in which order the messages of a device are sent. */
import type { DeviceScan } from '../../devices/device.js';
import { type Stream, uniform } from '../../physics/random.js';
import type { Standing } from '../standing.js';

/** What a queue of one toxic on one device keeps back. */
export interface Queue {
  readonly toxic: Standing;
  kept: DeviceScan[];
}

/** What became of the messages: sent ones in order, and what is to be logged. */
export interface Sent {
  readonly messages: readonly DeviceScan[];
  readonly noted: readonly { readonly what: string; readonly seq: number }[];
}

/** Passes messages through one toxic; `draws` are its own, by the number of the scan. */
export function send(messages: readonly DeviceScan[], queue: Queue, draws: Stream): Sent {
  const { declared, params } = queue.toxic;
  const hit = (scan: DeviceScan): boolean => uniform(draws, scan.seq) < Number(params['p']);
  const note = (what: string, scans: readonly DeviceScan[]): Sent['noted'] =>
    scans.map(({ seq }) => ({ what, seq }));
  switch (declared.id) {
    case 'drop': {
      const lost = messages.filter(hit);
      return { messages: messages.filter((one) => !lost.includes(one)), noted: note('lost', lost) };
    }
    case 'duplicate': {
      const twice = messages.filter(hit);
      return {
        messages: messages.flatMap((one) => (twice.includes(one) ? [one, one] : [one])),
        noted: note('twice', twice),
      };
    }
    case 'gap': {
      queue.kept.push(...messages);
      const over = queue.kept.length - Number(params['buffer']);
      if (over > 0) queue.kept.splice(0, over);
      return { messages: [], noted: note('kept', messages) };
    }
    case 'delay': {
      queue.kept.push(...messages);
      const late = queue.kept.splice(0, Math.max(0, queue.kept.length - Number(params['scans'])));
      return { messages: late, noted: note('late', late) };
    }
    case 'out-of-order': {
      queue.kept.push(...messages);
      if (queue.kept.length < Number(params['window'])) return { messages: [], noted: [] };
      const mixed = shuffled(queue.kept, draws);
      queue.kept = [];
      return { messages: mixed, noted: note('shuffled', mixed) };
    }
    default:
      return { messages, noted: [] };
  }
}

/** Messages that come when a toxic has ended. */
export function released({ toxic, kept }: Queue): readonly DeviceScan[] {
  return toxic.params['backfill'] === 'none' ? [] : kept;
}

/** Fisher–Yates, by draws of the last scan's number. */
function shuffled(scans: readonly DeviceScan[], draws: Stream): DeviceScan[] {
  const mixed = [...scans];
  const seq = scans[scans.length - 1]?.seq ?? 0;
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(uniform(draws, 64 * seq + i) * (i + 1));
    const other = mixed[j]!;
    mixed[j] = mixed[i]!;
    mixed[i] = other;
  }
  return mixed;
}
