/** plant47 prepare: makes the prepared start that we ship, over real sockets. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startHost } from '@plant47/simulator';
import type { Command } from 'commander';
import { observableFaults } from '../referee/observable.js';
import { define } from '../runner/definition.js';
import { engineEntry } from '../runner/engine-entry.js';
import { shippedStart, writePrepared } from '../runner/prepared.js';
import { ENGINE_TEAM } from '../runner/socket-run.js';
import { FlagReader, SEED_MAX, seedOption } from './arguments.js';
import { openOutput } from './output.js';
import { BEFORE_S } from './visitor.js';

/** Adds the command; for maintainers, after a change of the world's layout or of the engine. */
export function addPrepareCommand(program: Command): void {
  program
    .command('prepare [scenario]', { hidden: true })
    .description('make the start from which `up` tells its story')
    .addOption(seedOption())
    .option('--out <file>', 'file; the shipped one where absent')
    .addHelpText('after', '\nExample:\n  plant47 prepare motor-47-starvation --seed 47')
    .action(prepare);
}

async function prepare(name: string | undefined, flags: { seed?: string; out?: string }) {
  const reader = new FlagReader();
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX) ?? 47;
  reader.check();
  const output = openOutput(undefined);
  const definition = define({ scenario: name ?? 'motor-47-starvation', seed });
  const { plant, key, sampling, inputs, faults, scenario } = definition;
  const fault = faults[0]!;
  const found = observableFaults({ plant, key, sampling, inputs, until_s: scenario.duration });
  const observable_s = found.get(fault.id) ?? fault.onset_s;
  const folder = mkdtempSync(join(tmpdir(), 'plant47-prepare-'));
  const epoch = Date.parse(plant.epoch);
  const target = epoch + (observable_s - BEFORE_S) * 1000;
  const host = await startHost({
    createModel: definition.createModel,
    plant: plant.id,
    inputs,
    learning_s: scenario.learning,
    definition: definition.text,
    host: '127.0.0.1',
    ports: { http: undefined, modbus: 0, mqtt: 0 },
    engine: { entry: engineEntry(), team: ENGINE_TEAM, stateDir: folder },
    strict: true,
    threads: 1,
    log: (_level, code, message) => output.warn(`${code} ${message}`),
    onBarrier: (simTs) => output.progress('preparing', (simTs - epoch) / (target - epoch)),
  });
  try {
    await host.session.clock.advanceTo(target);
    const path = flags.out === undefined ? shippedStart(definition) : resolve(flags.out);
    const snapshot = await host.takeSnapshot('before-the-story');
    writePrepared(definition, snapshot, path);
    output.say(`${path}: ${statSync(path).size} bytes, day ${(observable_s / 86_400).toFixed(2)}`);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
