/** plant47 run: a scenario headless, in lock-step, graded. */
import { resolve } from 'node:path';
import { parseDuration } from '@plant47/contract';
import { type PlantHost, writeWhole } from '@plant47/simulator';
import { type Command, Option } from 'commander';
import { exitCodeOf, type Grade, type GradeInput } from '../referee/grade.js';
import { findLeak, leakLine } from '../referee/leak.js';
import { recordMemory } from '../replay/memory-record.js';
import { terminalReport } from '../report/terminal.js';
import { readScenario } from '../runner/library.js';
import { type EngineVariant, runInMemory } from '../runner/memory.js';
import { readPlant } from '../runner/plant-file.js';
import { type RunReport, runOverSockets } from '../runner/socket-run.js';
import {
  FlagReader,
  jsonOption,
  seedOption,
  seedsOf,
  stateOption,
  worstExit,
} from './arguments.js';
import { type JsonFlag, type Output, openOutput } from './output.js';
import {
  addReportOptions,
  type RecordFlags,
  type ReportFlags,
  writeRecord,
  writeReports,
} from './report-files.js';

interface RunFlags extends ReportFlags, RecordFlags {
  readonly seed?: string;
  readonly seeds?: string;
  readonly json?: JsonFlag;
  readonly transport: 'sockets' | 'memory';
  readonly only?: string;
  readonly until?: string;
  readonly variant?: string;
  readonly engine: boolean;
  readonly rate?: string;
  readonly modbusPort: string;
  readonly mqttPort: string;
  readonly readyFile?: string;
  readonly pcap?: string;
  readonly state: string;
  readonly verbose?: boolean;
}

/** Adds the command. */
export function addRunCommand(program: Command): void {
  const command = program
    .command('run <scenario>')
    .description('run a scenario headless, in lock-step on real sockets, and grade it')
    .addOption(seedOption())
    .option('--seeds <a..b>', 'several seeds, one run each')
    .addOption(jsonOption())
    .addOption(
      new Option('--transport <way>', 'how messages travel')
        .choices(['sockets', 'memory'])
        .default('sockets'),
    )
    .option('--only <assets>', 'these assets alone, by commas; in memory only')
    .option('--until <t>', 'stop after this much simulated time')
    .option('--variant <name>', 'a crippled or plain engine instead of the whole one')
    .option('--no-engine', 'nobody listens')
    .option('--rate <x>', 'simulated seconds a second; as fast as the clients allow where absent')
    .option('--modbus-port <port>', 'for a client of yours; 0 = any free one', '0')
    .option('--mqtt-port <port>', 'for a client of yours; 0 = any free one', '0')
    .option('--ready-file <file>', 'addresses as JSON, once everything listens')
    .option('--pcap <file>', 'what went over the wire; a failed run keeps it in its record')
    .addOption(stateOption())
    .option('--log <file>', 'the claims, one record a line, for `grade`')
    .option('--truth <file>', 'the truth, for `grade`')
    .option('--verbose', "the engine's log");
  addReportOptions(command)
    .addHelpText('after', '\nExample:\n  plant47 run motor-47-starvation --seed 1 --json out.json')
    .action(runCommand);
}

async function runCommand(scenario: string, flags: RunFlags): Promise<void> {
  const reader = new FlagReader();
  const found = seedsOf(reader, flags.seed, flags.seeds);
  const until_s = reader.duration('--until', flags.until);
  if (flags.only !== undefined && flags.transport !== 'memory') {
    reader.fail('E_ONLY', '--only', 'a part of the plant has no sockets', 'add --transport memory');
  }
  const rate = reader.number('--rate', flags.rate, 1e-3, 1e6);
  const modbus = reader.integer('--modbus-port', flags.modbusPort, 0, 65_535) ?? 0;
  const mqtt = reader.integer('--mqtt-port', flags.mqttPort, 0, 65_535) ?? 0;
  reader.check();
  const seeds = found.length > 0 ? found : [1];
  const output = openOutput(flags.json);
  const reports: (RunReport | Grade)[] = [];
  for (const seed of seeds) {
    const onGraded = (input: GradeInput): void => {
      writeRecord(input, flags, seeds.length > 1 ? seed : undefined);
    };
    const report =
      flags.transport === 'memory'
        ? inMemory(scenario, seed, flags, output, onGraded)
        : await runOverSockets({
            scenario,
            seed,
            until_s,
            engine: flags.engine ? flags.variant : false,
            stateDir: resolve(flags.state),
            rate,
            ports: { modbus, mqtt },
            pcap: flags.pcap,
            onListening: (host) => announce(host, seed, flags.readyFile),
            onProgress: (fraction, day) => output.progress(`day ${day.toFixed(1)}`, fraction),
            onGraded,
            ...(flags.verbose && { log: (line: string) => output.warn(line) }),
          });
    reports.push(report);
    output.say(`${terminalReport(report)}\n${footer(report)}`);
  }
  const leak = leakLine(findLeak(reports));
  if (leak !== undefined) output.say(leak);
  output.result(reports.length === 1 ? reports[0] : reports);
  const own = /\.ya?ml$/.test(scenario) || flags.only !== undefined;
  writeReports(own ? reports.map(ledBack) : reports, flags);
  process.exitCode = worstExit(reports.map(exitCodeOf));
}

/** A report whose scenario and seed alone do not lead back to its run: its record does. */
const ledBack = (report: RunReport | Grade) =>
  'run' in report ? { ...report, again: `plant47 replay ${report.run}` } : report;

/** Writes where a client of the user's finds the run: whole, or not at all. */
function announce(host: PlantHost, seed: number, file: string | undefined): void {
  if (file === undefined) return;
  const { modbus, mqtt } = host.addresses;
  const ready = { run: host.session.run, seed, pid: process.pid, modbus, mqtt };
  writeWhole(file, `${JSON.stringify(ready, undefined, 2)}\n`);
}

function footer(report: RunReport | Grade): string {
  if (!('hash' in report)) return '';
  const split = Object.entries(report.split_s)
    .map(([part, seconds]) => `${part} ${(seconds as number).toFixed(1)} s`)
    .join(', ');
  return (
    `hash ${report.hash} at tick ${report.tick}\n` +
    `${report.wallSeconds.toFixed(1)} s wall, ×${Math.round(report.speed)} (${split})\n` +
    `again: plant47 replay ${report.run}` +
    (report.capture === undefined ? '' : `\nwire: ${report.capture}`)
  );
}

function inMemory(
  name: string,
  seed: number,
  flags: RunFlags,
  output: Output,
  onGraded: (input: GradeInput) => void,
): RunReport {
  const scenario = readScenario(name).value;
  const until_s = parseDuration(flags.until ?? '') ?? scenario.duration;
  const only = flags.only?.split(',');
  const record = recordMemory(resolve(flags.state), name, seed, only);
  const start = performance.now();
  const days = until_s / 86_400;
  const result = runInMemory({
    scenario,
    until_s,
    plant: readPlant(scenario.plant).value,
    seed,
    ...(only !== undefined && { only }),
    ...(flags.variant !== undefined && { variants: [flags.variant as EngineVariant] }),
    onDay: (day) => output.progress(`day ${day}`, day / days),
  });
  const wallSeconds = (performance.now() - start) / 1000;
  record.close(result);
  onGraded(result.graded[0]!.input);
  return {
    run: record.run,
    ...result.graded[0]!.grade,
    wallSeconds,
    speed: until_s / wallSeconds,
    tick: result.tick,
    hash: result.hash,
    split_s: { world: 0, waveforms: 0, wire: 0, modbusPolls: 0, engine: 0 },
    transport: 'memory',
  };
}
