/** `plant47 acceptance`: every scenario of the suite on every seed, resumable. */
import type { Command } from 'commander';
import { runAcceptance } from '../acceptance/command.js';
import { FlagReader, jsonOption, SEED_MAX } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

interface Flags {
  readonly suite?: string;
  readonly transport: string;
  readonly jobs: string;
  readonly out: string;
  readonly scenario?: string;
  readonly seeds?: string;
  readonly only?: string;
  readonly json?: JsonFlag;
}

/** More runs at a time than this need more memory than machines have. */
const JOBS_MAX = 64;

export function addAcceptanceCommand(program: Command): void {
  program
    .command('acceptance')
    .description('run the acceptance suite on all its seeds; a broken-off one goes on')
    .option('--suite <name>', 'suite to run', 'acceptance')
    .option('--transport <how>', 'memory or sockets', 'memory')
    .option('--jobs <n>', 'runs at a time', '1')
    .option('--out <dir>', 'folder of results', '.plant47/acceptance')
    .option('--scenario <name>', 'only this scenario')
    .option('--seeds <n>', 'only seeds up to n')
    .option('--only <assets>', 'only these assets, comma-separated (a quick look)')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 acceptance --scenario motor-47-fatigue --seeds 3')
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const reader = new FlagReader();
  const jobs = reader.integer('--jobs', flags.jobs, 1, JOBS_MAX) ?? 1;
  const seeds = reader.integer('--seeds', flags.seeds, 0, SEED_MAX);
  reader.check();
  const output = openOutput(flags.json);
  const { lines, table, exitCode } = await runAcceptance(
    {
      transport: flags.transport,
      jobs,
      out: flags.out,
      ...(flags.suite !== undefined && { suite: flags.suite }),
      ...(flags.scenario !== undefined && { scenario: flags.scenario }),
      ...(seeds !== undefined && { seeds }),
      ...(flags.only !== undefined && { only: flags.only }),
    },
    (line) => output.say(line),
  );
  output.say(`\n${table}`);
  output.result({ passed: exitCode === 0, lines });
  process.exitCode = exitCode;
}
