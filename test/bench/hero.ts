/** 72 simulated hours around the hero's first alarm, engine in lock-step, over real sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { define, engineEntry, readPrepared } from '@plant47/scenarios';
import { type PlantHost, startHost } from '@plant47/simulator';
import type { BenchResult } from './result.js';

const SCENARIO = 'motor-47-starvation';
const SEED = 47;
const TEAM = 'plant47';
const ASSET = 'motor-47';
/** The alarm of this seed comes in hour 379; the window begins a day and a half before it. */
const FROM_H = 342;
const WINDOW_H = 72;
const HOUR_MS = 3_600_000;
/** A run on two cores may take this long, s. */
const LIMIT_S = 18;

/** Wall seconds of the window and of the restore before it; throws where the alarm is not in it. */
export async function benchHero(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-bench-hero-'));
  const definition = define({ scenario: SCENARIO, seed: SEED });
  const { plant, inputs, scenario, createModel, text } = definition;
  const host = await startHost({
    createModel,
    plant: plant.id,
    inputs,
    from: readPrepared(definition, folder),
    learning_s: scenario.learning,
    definition: text,
    host: '127.0.0.1',
    ports: { http: undefined, modbus: 0, mqtt: 0 },
    engine: { entry: engineEntry(), team: TEAM, stateDir: folder },
    strict: true,
    threads: 1,
    log: () => undefined,
  });
  try {
    const from = host.session.manifest.epoch + FROM_H * HOUR_MS;
    await host.session.clock.advanceTo(from);
    const stored = await host.takeSnapshot('a-day-and-a-half-before');
    if (stored.engine === undefined) throw new Error('the engine wrote no checkpoint');
    const begun = performance.now();
    await host.restoreFrom(stored);
    const restored = performance.now();
    const before = process.cpuUsage();
    await host.session.clock.advanceTo(from + WINDOW_H * HOUR_MS);
    const wall_s = (performance.now() - restored) / 1000;
    const { user, system } = process.cpuUsage(before);
    const alarm_h = firstAlarm(host, from);
    const line = (name: string, value: number, unit: string): BenchResult => ({
      name: `hero: ${name}`,
      value,
      unit,
      ratio: null,
      against: null,
    });
    return [
      { ...line('72 h in lock-step', wall_s, 's'), ratio: wall_s / LIMIT_S, against: 'of 18 s' },
      line('CPU of plant and waveforms in it', (user + system) / 1e6, 's'),
      line('restore with the engine', (restored - begun) / 1000, 's'),
      line('first alarm after', alarm_h, 'h'),
    ];
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Hours into the window at which the hero's first alarm was raised. */
function firstAlarm(host: PlantHost, from: number): number {
  const first = host.session.claims.find(
    ({ claim }) => claim.schema === 'alarm/1' && claim.asset === ASSET && claim.state === 'raised',
  );
  if (!first) throw new Error(`no alarm on ${ASSET} within ${WINDOW_H} h of hour ${FROM_H}`);
  return (first.arrivedTs - from) / HOUR_MS;
}
