/** plant47 bench: the benchmark suite of the test workspace, where it is there. */
import { spawn } from 'node:child_process';
import { PlantError } from '@plant47/contract';
import type { Command } from 'commander';
import { benchEntry } from '../runner/places.js';

/** Adds the command. */
export function addBenchCommand(program: Command): void {
  program
    .command('bench [name...]')
    .description('the benchmark suite; figures are ratios taken on this computer')
    .option('--json [file]', 'one JSON document, to standard output or to a file')
    .option('--peers', 'compare with peers that are installed')
    .addHelpText('after', '\nExample:\n  plant47 bench --json bench.json')
    .action(async (names: string[], flags: { json?: string | boolean; peers?: boolean }) => {
      const entry = benchEntry();
      if (entry === undefined) {
        throw new PlantError([
          {
            code: 'E_NO_BENCH',
            path: 'bench',
            message: 'the test workspace is not here',
            remedy: 'run it in a checkout, after `npm ci && npm run build`',
          },
        ]);
      }
      const json = flags.json === true ? ['--json'] : flags.json ? ['--json', flags.json] : [];
      const peers = flags.peers ? ['--peers'] : [];
      const args = [entry, ...names, ...json, ...peers];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      process.exitCode = await new Promise<number>((resolve) => {
        child.once('close', (code) => resolve(code ?? 70));
      });
    });
}
