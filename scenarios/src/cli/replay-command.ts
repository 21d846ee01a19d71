/** plant47 replay: a recorded run once more, or a cassette over MQTT. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PlantError } from '@plant47/contract';
import { listRuns, readRecording, TICKS_PER_SECOND } from '@plant47/simulator';
import type { Command } from 'commander';
import { openRecording } from '../replay/open.js';
import { lastTick, resimulate, secondsAt } from '../replay/resimulate.js';
import { FlagReader, jsonOption, stateOption } from './arguments.js';
import { openOutput } from './output.js';
import { type CassetteFlags, playCassette } from './play-cassette.js';

interface ReplayFlags extends CassetteFlags {
  readonly until?: string;
  readonly open?: boolean;
  readonly httpPort: string;
  readonly state: string;
}

/** Adds the command. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay <recording>')
    .description('a run again, by its id, its folder or `newest`; or a cassette over MQTT')
    .option('--until <t>', 'simulated time; the end of the recording where absent')
    .option('--open', 'stand still there, with the twin and all endpoints open')
    .option('--http-port <port>', 'port of the web page with --open; 0 = any free one', '8080')
    .addOption(stateOption())
    .option('--rate <x>', 'cassette: recorded seconds a second, or max', '1')
    .option('--mqtt-port <port>', 'cassette: port of the broker; 0 = any free one', '1883')
    .option('--ready-file <file>', 'cassette: address as JSON, once ready')
    .option('--overlay <fault>', 'cassette: add what this simulated fault changes')
    .option('--point <[recorded=]simulated...>', 'overlay: values that it shows in')
    .option('--plant <plant>', 'overlay: the simulated plant', 'waterworks')
    .option('--seed <n>', 'overlay: seed of the simulated runs')
    .option('--component <name>', 'overlay: part that the fault is in')
    .option('--severity <x>', 'overlay: 0 to 1', '1')
    .option('--ramp <duration>', 'overlay: time to full severity', '0s')
    .option('--at <duration>', 'overlay: begin after the first record', '0s')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 replay run-7f3a0c91d2e4 --until 12h --open')
    .action(replay);
}

async function replay(name: string, flags: ReplayFlags): Promise<void> {
  if (existsSync(name) && statSync(name).isFile()) {
    await playCassette(name, flags);
    return;
  }
  const reader = new FlagReader();
  const until_s = reader.duration('--until', flags.until);
  const port = reader.integer('--http-port', flags.httpPort, 0, 65_535) ?? 0;
  reader.check();
  const output = openOutput(flags.json);
  const recording = readRecording(folderOf(name, resolve(flags.state)));
  const { run, seed, scenario } = recording.record;
  const until = until_s === undefined ? lastTick(recording) : until_s * TICKS_PER_SECOND;
  const replayed = resimulate(recording, until, (tick) => {
    output.progress(`day ${(secondsAt(tick) / 86_400).toFixed(1)}`, tick / until);
  });
  const { tick } = replayed.model.state;
  output.say(`${replayed.hash}  ${run}, ${scenario} seed ${seed}, at tick ${tick}`);
  output.say(VERDICT[String(replayed.same) as keyof typeof VERDICT]);
  const { same = null, strayed = null } = replayed;
  output.result({ run, seed, scenario, tick, hash: replayed.hash, same, strayed });
  process.exitCode = same === false ? 1 : 0;
  if (flags.open) await openRecording(recording, replayed.model, port, output.say);
}

const VERDICT = {
  true: 'as it was recorded',
  false: 'NOT as it was recorded: another version of the plant, or a bug',
  undefined: 'no hash was recorded up to here',
};

/** Folder of a run by its id, by its path, or of the newest one. */
function folderOf(name: string, state: string): string {
  if (existsSync(join(name, 'run.json')) && statSync(name).isDirectory()) return resolve(name);
  const runs = listRuns(state);
  const run = name === 'newest' ? runs[0] : name;
  if (run !== undefined && runs.includes(run)) return join(state, 'runs', run);
  throw new PlantError([
    {
      code: 'E_NO_RECORDING',
      path: 'run',
      message: `no run of this name is recorded in ${state} (${name})`,
      remedy: runs.length > 0 ? `take one of ${runs.join(', ')}` : 'name its folder with --state',
    },
  ]);
}
