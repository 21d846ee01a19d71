/** The plant47 command. */
import { formatIssue, PlantError } from '@plant47/contract';
import { Command, CommanderError } from 'commander';
import { addAcceptanceCommand } from './acceptance-command.js';
import { addBenchCommand } from './bench-command.js';
import { addCatalogueCommands } from './catalogue-commands.js';
import { addCheckCommand } from './check-command.js';
import { addControlCommands } from './control-commands.js';
import { addEngineCommand } from './engine-command.js';
import { addHashCommand } from './hash-command.js';
import { addPrepareCommand } from './prepare-command.js';
import { addRunCommand } from './run-command.js';
import { addUpCommand } from './up-command.js';

/** Exit code of our own bugs. */
const EXIT_BUG = 70;

function report(error: unknown, debug: boolean): number {
  if (error instanceof PlantError) {
    for (const issue of error.issues) process.stderr.write(`${formatIssue(issue)}\n`);
    if (debug) process.stderr.write(`${error.stack}\n`);
    return error.exitCode;
  }
  const { message, stack } = error as Error;
  const line = `E_BUG plant47: ${message} — report it with the output of --debug`;
  process.stderr.write(`${line}\n${debug ? `${stack}\n` : ''}`);
  return EXIT_BUG;
}

/** Commander has said what is wrong; its codes become ours: 0 for help, 2 for bad input. */
const commanderExit = (error: CommanderError): number => (error.exitCode === 0 ? 0 : 2);

function program(): Command {
  const root = new Command('plant47')
    .description('The plant you can put in a test: simulator, predictive engine, twin, referee.')
    .version('0.1.0')
    .option('--debug', 'stack traces')
    .addHelpText('after', '\nExample:\n  plant47 up --scenario motor-47-starvation');
  addUpCommand(root);
  addRunCommand(root);
  addHashCommand(root);
  addCatalogueCommands(root);
  addCheckCommand(root);
  addControlCommands(root);
  addEngineCommand(root);
  addBenchCommand(root);
  addAcceptanceCommand(root);
  addPrepareCommand(root);
  for (const command of [root, ...root.commands]) {
    command.exitOverride();
    command.configureOutput({
      outputError: (text, write) =>
        write(`E_USAGE plant47: ${text.replace(/^error: /, '').trim()} — see --help\n`),
    });
  }
  for (const command of root.commands) command.option('--debug', 'stack traces');
  return root;
}

const debug = process.argv.includes('--debug');
try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? commanderExit(error) : report(error, debug);
}
