/** The plant47 command. */
import { formatIssue, PlantError } from '@plant47/contract';
import { Command, CommanderError } from 'commander';
import { checkWritten, systemIssue } from './written-files.js';

/** Adds one or more commands to the program. */
type Add = (program: Command) => void;

/** Commands and where they lie; only what is asked for is loaded, `--help` loads all. */
const COMMANDS: readonly { readonly names: string; readonly load: () => Promise<Add> }[] = [
  { names: 'up', load: async () => (await import('./up-command.js')).addUpCommand },
  { names: 'secret', load: async () => (await import('./access-file.js')).addSecretCommand },
  { names: 'run', load: async () => (await import('./run-command.js')).addRunCommand },
  { names: 'grade', load: async () => (await import('./grade-command.js')).addGradeCommand },
  { names: 'hash', load: async () => (await import('./hash-command.js')).addHashCommand },
  { names: 'dataset', load: async () => (await import('./dataset-command.js')).addDatasetCommand },
  { names: 'capture', load: async () => (await import('./capture-command.js')).addCaptureCommand },
  {
    names: 'transfer',
    load: async () => (await import('./transfer-command.js')).addTransferCommand,
  },
  { names: 'replay', load: async () => (await import('./replay-command.js')).addReplayCommand },
  {
    names: 'list map',
    load: async () => (await import('./catalogue-commands.js')).addCatalogueCommands,
  },
  { names: 'import', load: async () => (await import('./import-command.js')).addImportCommand },
  { names: 'export', load: async () => (await import('./export-command.js')).addExportCommand },
  { names: 'check', load: async () => (await import('./check-command.js')).addCheckCommand },
  {
    names: 'inject act clock snapshot restore fork',
    load: async () => (await import('./control-commands.js')).addControlCommands,
  },
  { names: 'toxic', load: async () => (await import('./toxic-commands.js')).addToxicCommands },
  { names: 'proxy', load: async () => (await import('./proxy-command.js')).addProxyCommand },
  { names: 'engine', load: async () => (await import('./engine-command.js')).addEngineCommand },
  {
    names: 'sweep information',
    load: async () => (await import('./sweep-command.js')).addInformationCommands,
  },
  { names: 'exam', load: async () => (await import('./exam-command.js')).addExamCommand },
  {
    names: 'verify compare leaderboard',
    load: async () => (await import('./result-commands.js')).addResultCommands,
  },
  { names: 'bench', load: async () => (await import('./bench-command.js')).addBenchCommand },
  {
    names: 'acceptance',
    load: async () => (await import('./acceptance-command.js')).addAcceptanceCommand,
  },
  { names: 'prepare', load: async () => (await import('./prepare-command.js')).addPrepareCommand },
];

/** Exit code of our own bugs. */
const EXIT_BUG = 70;
/** Exit code of bad input; a file that cannot be used is one. */
const EXIT_INPUT = 2;

function report(error: unknown, debug: boolean): number {
  if (error instanceof PlantError) {
    for (const issue of error.issues) process.stderr.write(`${formatIssue(issue)}\n`);
    if (debug) process.stderr.write(`${error.stack}\n`);
    return error.exitCode;
  }
  const { message, stack } = error as Error;
  const issue = systemIssue(error);
  if (issue !== undefined) {
    process.stderr.write(`${formatIssue(issue)}\n${debug ? `${stack}\n` : ''}`);
    return EXIT_INPUT;
  }
  const line = `E_BUG plant47: ${message} — report it with the output of --debug`;
  process.stderr.write(`${line}\n${debug ? `${stack}\n` : ''}`);
  return EXIT_BUG;
}

/** Commander has said what is wrong; its codes become ours: 0 for help, 2 for bad input. */
const commanderExit = (error: CommanderError): number => (error.exitCode === 0 ? 0 : 2);

async function program(args: readonly string[]): Promise<Command> {
  const root = new Command('plant47')
    .description('The plant you can put in a test: simulator, predictive engine, twin, referee.')
    .version('0.1.0')
    .option('--debug', 'stack traces')
    .addHelpText('after', '\nExample:\n  plant47 up --scenario motor-47-starvation');
  const wanted = args.find((arg) => !arg.startsWith('-')) ?? '';
  const named = COMMANDS.filter(({ names }) => names.split(' ').includes(wanted));
  for (const { load } of named.length > 0 ? named : COMMANDS) (await load())(root);
  for (const command of [root, ...root.commands, ...root.commands.flatMap((c) => c.commands)]) {
    command.exitOverride();
    command.configureOutput({
      outputError: (text, write) =>
        write(`E_USAGE plant47: ${text.replace(/^error: /, '').trim()} — see --help\n`),
    });
  }
  for (const command of root.commands) command.option('--debug', 'stack traces');
  root.hook('preAction', (_, command) => checkWritten(command.name(), command.opts()));
  return root;
}

// A reader such as `head` may leave early; the work goes on, its files and exit code count.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const debug = process.argv.includes('--debug');
try {
  await (await program(process.argv.slice(2))).parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? commanderExit(error) : report(error, debug);
}
