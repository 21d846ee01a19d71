/** What the run's key decides: alternatives, values between two limits, one of several names. */
import type { Drawn, PlainEvent, TimelineEvent } from '@plant47/contract/sealed';
import { type Key, streamOf, uniform } from '@plant47/simulator';

/** Drawn instants fall on whole minutes. */
const GRID_S = 60;

/** Draws for one event: by its path in the file and the name of the field, in any order. */
export class Draw {
  private readonly key: Key;
  private readonly path: string;

  constructor(key: Key, path: string) {
    this.key = key;
    this.path = path;
  }

  /** A draw from 0 to 1. */
  share(field: string, index = 0): number {
    return uniform(streamOf(this.key, 'scenario', this.path, field), index);
  }

  number(field: string, value: Drawn): number {
    if (typeof value === 'number') return value;
    const [from, to] = value;
    return from + this.share(field) * (to - from);
  }

  seconds(field: string, value: Drawn): number {
    if (typeof value === 'number') return value;
    return Math.round(this.number(field, value) / GRID_S) * GRID_S;
  }

  /** The name, or one of several. */
  name(field: string, value: string | readonly string[]): string {
    if (typeof value === 'string') return value;
    return value[Math.floor(this.share(field) * value.length)] ?? '';
  }

  /** `count` different indices below `size`, in rising order. */
  choose(field: string, count: number, size: number): readonly number[] {
    const left = Array.from({ length: size }, (_, i) => i);
    const chosen: number[] = [];
    for (let k = 0; k < count && left.length > 0; k++) {
      chosen.push(...left.splice(Math.floor(this.share(field, k) * left.length), 1));
    }
    return chosen.sort((a, b) => a - b);
  }
}

/** An event that stands alone, where it stands, and from when its `at` counts. */
export interface PlacedEvent {
  /** Name of its fault record in truth. */
  readonly id: string;
  readonly path: string;
  readonly base_s: number;
  readonly event: PlainEvent;
}

type Composed = Extract<TimelineEvent, { group: string } | { choose: unknown } | { when: unknown }>;

/** The events that a composed one comes to; those of a condition count from `base_s`. */
export function eventsIn(event: Composed, at: number, key: Key, base_s = 0): PlacedEvent[] {
  const path = `timeline.${at}`;
  const list = (events: readonly PlainEvent[], from: string, base: number, id: string) =>
    events.map((one, j) => ({
      id: `${id}.${j + 1}`,
      path: `${from}.${j}`,
      base_s: base,
      event: one,
    }));
  if ('group' in event) {
    const base = new Draw(key, path).seconds('at', event.at);
    return list(event.events, `${path}.events`, base, `fault-${at + 1}`);
  }
  if ('when' in event) return list(event.events, `${path}.events`, base_s, `fault-${at + 1}`);
  const count = event.choose === 'one' ? 1 : event.choose;
  const chosen = new Draw(key, path).choose('choose', count, event.of.length);
  return chosen.flatMap((k) => {
    const alternative = event.of[k] ?? [];
    const events = Array.isArray(alternative) ? alternative : [alternative];
    return list(events, `${path}.of.${k}`, 0, `fault-${at + 1}.${k + 1}`);
  });
}
