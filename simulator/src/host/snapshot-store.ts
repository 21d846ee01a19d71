/** Snapshots by name: the world's state, the inputs known then, and the engine's checkpoint. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import type { Snapshot } from '../world/state.js';
import type { SnapshotEntry } from './host.js';
import { writeWhole } from './recorder.js';

export interface StoredSnapshot {
  readonly entry: SnapshotEntry;
  /** Must equal the definition of the plant that restores it. */
  readonly definition: string;
  readonly state: Snapshot;
  readonly inputs: readonly Input[];
  /** What the engine wrote of itself at the same instant; absent = it learns anew. */
  readonly engine?: string;
}

/** Snapshots in `<state>/snapshots`, or in memory where there is no folder. */
export class SnapshotStore {
  private readonly folder: string | undefined;
  private readonly memory = new Map<string, StoredSnapshot>();

  constructor(stateDir: string | undefined) {
    this.folder = stateDir === undefined ? undefined : join(stateDir, 'snapshots');
  }

  list(): SnapshotEntry[] {
    const names = new Set(this.memory.keys());
    if (this.folder !== undefined && existsSync(this.folder)) {
      for (const file of readdirSync(this.folder)) {
        if (file.endsWith('.snapshot')) names.add(file.slice(0, -'.snapshot'.length));
      }
    }
    return [...names].sort().flatMap((name) => this.find(name)?.entry ?? []);
  }

  write(snapshot: StoredSnapshot): void {
    this.memory.set(snapshot.entry.name, snapshot);
    if (this.folder === undefined) return;
    mkdirSync(this.folder, { recursive: true });
    writeWhole(this.file(snapshot.entry.name), serialize(snapshot));
  }

  /** The snapshot of this name; throws E_NO_SNAPSHOT, or E_SNAPSHOT_PLANT for another plant's. */
  read(name: string, definition: string): StoredSnapshot {
    const found = this.find(name);
    if (!found) {
      const there = this.list().map((entry) => entry.name);
      throw refusal('E_NO_SNAPSHOT', name, 'there is none of this name', `take one of ${there}`);
    }
    if (found.definition !== definition) {
      const message = 'it belongs to another plant, scenario or seed';
      throw refusal('E_SNAPSHOT_PLANT', name, message, 'start the plant it was taken from');
    }
    return found;
  }

  private find(name: string): StoredSnapshot | undefined {
    const known = this.memory.get(name);
    if (known || this.folder === undefined || !existsSync(this.file(name))) return known;
    const read = deserialize(readFileSync(this.file(name))) as StoredSnapshot;
    this.memory.set(name, read);
    return read;
  }

  private file(name: string): string {
    return join(this.folder ?? '', `${name.replace(/[^a-z0-9-]/g, '_')}.snapshot`);
  }
}

function refusal(code: string, name: string, message: string, remedy: string): PlantError {
  return new PlantError([{ code, path: 'snapshot', message: `${message} (${name})`, remedy }]);
}
