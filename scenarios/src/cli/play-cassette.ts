/** `plant47 replay` of a cassette. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openCassette } from '../cassette/cassette.js';
import { createOverlay, type OverlayPlan } from '../cassette/overlay.js';
import { play } from '../cassette/play.js';
import { FlagReader, SEED_MAX } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

export interface CassetteFlags {
  readonly rate: string;
  readonly mqttPort: string;
  readonly readyFile?: string;
  readonly overlay?: string;
  readonly point?: readonly string[];
  readonly plant: string;
  readonly seed?: string;
  readonly component?: string;
  readonly severity: string;
  readonly ramp: string;
  readonly at: string;
  readonly json?: JsonFlag;
}

/** Plays the cassette at `path` to its end, or until a signal comes. */
export async function playCassette(path: string, flags: CassetteFlags): Promise<void> {
  const reader = new FlagReader();
  const rate = flags.rate === 'max' ? 0 : (reader.number('--rate', flags.rate, 1e-3, 1e6) ?? 1);
  const port = reader.integer('--mqtt-port', flags.mqttPort, 0, 65_535) ?? 0;
  const laid = overlayPlan(reader, flags);
  reader.check();
  const output = openOutput(flags.json);
  const cassette = await openCassette(path);
  const overlay = laid && createOverlay(laid, cassette.header.begin);
  const control = new AbortController();
  const stop = (): void => control.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const host = '127.0.0.1';
  const played = await play({
    cassette,
    host,
    port,
    rate,
    overlay,
    signal: control.signal,
    onListening: (bound) => {
      output.say(`mqtt       mosquitto_sub -h ${host} -p ${bound} -v -t '#'`);
      output.say('begins with the first subscriber');
      if (overlay) output.say(`overlay    ${overlay.text}`);
      if (flags.readyFile === undefined) return;
      const ready = { pid: process.pid, mqtt: { host, port: bound } };
      writeFileSync(resolve(flags.readyFile), `${JSON.stringify(ready)}\n`, { mode: 0o600 });
    },
  });
  output.say(`${played.messages} messages over ${played.span.toFixed(1)} s`);
  output.result({ cassette: path, ...played, rate, overlay: overlay?.text ?? null });
}

function overlayPlan(reader: FlagReader, flags: CassetteFlags): OverlayPlan | undefined {
  const severity = reader.number('--severity', flags.severity, 0, 1) ?? 1;
  const ramp_s = reader.duration('--ramp', flags.ramp) ?? 0;
  const at_s = reader.duration('--at', flags.at) ?? 0;
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX) ?? 1;
  const { overlay: fault, point: points = [], plant, component } = flags;
  if (fault === undefined) return undefined;
  if (points.length === 0) {
    reader.fail(
      'E_OVERLAY',
      '--point',
      'it is not said which values the fault shows in',
      'give --point RECORDED=SIMULATED, e.g. TT-12=motor-47.bearing-de.temperature',
    );
  }
  return { fault, points, plant, seed, component, severity, ramp_s, at_s };
}
