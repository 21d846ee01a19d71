/** plant47 acceptance: every scenario on every seed; goes on where it was broken off. */
import type { Command } from 'commander';
import { runAcceptance } from '../acceptance/command.js';
import { FlagReader, jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

interface Flags {
  readonly suite?: string;
  readonly transport?: string;
  readonly jobs?: string;
  readonly out?: string;
  readonly scenario?: string;
  readonly seeds?: string;
  readonly only?: string;
  readonly json?: JsonFlag;
}

/** Adds the command. */
export function addAcceptanceCommand(program: Command): void {
  program
    .command('acceptance')
    .description('all runs of the acceptance suite; takes hours, and goes on where broken off')
    .option('--suite <name>', 'suite')
    .option('--transport <way>', 'memory or sockets')
    .option('--jobs <n>', 'runs at a time')
    .option('--out <dir>', 'folder of results')
    .option('--scenario <name>', 'this scenario alone')
    .option('--seeds <n>', 'seeds up to this one')
    .option('--only <assets>', 'these assets alone, by commas; in memory only')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 acceptance --jobs 2')
    .action(async (flags: Flags) => {
      const reader = new FlagReader();
      const jobs = reader.integer('--jobs', flags.jobs, 1, 64);
      const seeds = reader.integer('--seeds', flags.seeds, 1, 10_000);
      reader.check();
      const output = openOutput(flags.json);
      const { suite, transport, out, scenario, only } = flags;
      const result = await runAcceptance(
        {
          ...(suite !== undefined && { suite }),
          ...(transport !== undefined && { transport }),
          ...(out !== undefined && { out }),
          ...(scenario !== undefined && { scenario }),
          ...(only !== undefined && { only }),
          ...(jobs !== undefined && { jobs }),
          ...(seeds !== undefined && { seeds }),
        },
        output.say,
      );
      output.say(result.table);
      output.result(result.lines);
      process.exitCode = result.exitCode;
    });
}
