/** What is kept of a failure: enough to see it again. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pcapOf } from '@plant47/scenarios';
import type { PlantHost, WireLog } from '@plant47/simulator';

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
  const { recorder } = session;
  if (recorder.folder !== undefined && existsSync(recorder.folder)) {
    cpSync(recorder.folder, folder, { recursive: true });
    const path = join(folder, 'run.json');
    const record = JSON.parse(readFileSync(path, 'utf8')) as object;
    const { tick } = session.state;
    const end = { tick, simTs: session.plant.simTs(tick), hash: plant.host.hash() };
    writeFileSync(path, `${JSON.stringify({ ...record, end }, undefined, 2)}\n`);
  }
  writeFileSync(join(folder, 'wire.pcap'), pcapOf(plant.wire.entries()));
  const lines = [
    why,
    `run ${session.run}, seed ${plant.seed}, at ${new Date(session.completeTo).toISOString()}`,
    `hash ${plant.host.hash()} at tick ${session.state.tick}`,
    `replay: plant47 replay ${folder}`,
    `wire: tshark -r ${join(folder, 'wire.pcap')}`,
  ];
  if (plant.wire.dropped > 0) lines.push(`the first ${plant.wire.dropped} entries were not kept`);
  writeFileSync(join(folder, 'failure.txt'), `${lines.join('\n')}\n`);
  return folder;
}
