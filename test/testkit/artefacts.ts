/** What is kept of a failure: enough to see it again. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pcapOf } from '@plant47/scenarios/testing';
import { type PlantHost, type WireLog, writeWhole } from '@plant47/simulator';

const FOLDER = '.plant47/failures';

export interface Kept {
  readonly seed: number;
  readonly host: PlantHost;
  readonly wire: WireLog;
}

/** Writes `failure.txt`, the recording and `wire.pcap` to a folder of the run; gives its path. */
export function keepArtefacts(plant: Kept, why: string, parent = FOLDER): string {
  const { session } = plant.host;
  const folder = resolve(parent, session.run);
  mkdirSync(folder, { recursive: true });
  const lines = (all: readonly unknown[]): string =>
    all.map((one) => `${JSON.stringify(one)}\n`).join('');
  const write = (name: string, content: string | Uint8Array): void =>
    writeWhole(join(folder, name), content);
  write('definition.yaml', plant.host.options.definition);
  write('run.json', `${JSON.stringify(session.recorded, undefined, 2)}\n`);
  write('inputs.ndjson', lines(session.plant.queue.all));
  write('claims.ndjson', lines(session.claims));
  write('wire.pcap', pcapOf(plant.wire.entries()));
  const text = [
    why,
    `run ${session.run}, seed ${plant.seed}, at ${new Date(session.completeTo).toISOString()}`,
    `hash ${plant.host.hash()} at tick ${session.state.tick}`,
    `replay: plant47 replay ${folder}`,
    `wire: tshark -r ${join(folder, 'wire.pcap')}`,
  ];
  if (plant.wire.dropped > 0) text.push(`the first ${plant.wire.dropped} entries were not kept`);
  write('failure.txt', `${text.join('\n')}\n`);
  return folder;
}
