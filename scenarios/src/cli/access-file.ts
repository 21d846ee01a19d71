/** The access file of `up --access`, and the command that makes its secrets. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlantError } from '@plant47/contract';
import { type AccessList, hashSecret, readAccess } from '@plant47/simulator';
import type { Command } from 'commander';
import { parse } from 'yaml';

const failure = (path: string, message: string): PlantError =>
  new PlantError([
    {
      code: 'E_ACCESS_FILE',
      path,
      message,
      remedy: 'see "Beyond this computer" in docs/connecting.md',
    },
  ]);

/** Reads users and addresses; throws E_ACCESS_FILE with every mistake. */
export function readAccessFile(file: string): AccessList {
  const path = resolve(file);
  if (!existsSync(path)) throw failure(file, 'there is no such file');
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw failure(file, (error as Error).message.split('\n', 1)[0] ?? 'not YAML');
  }
  return readAccess(data, file);
}

/** Adds the command that hashes a password for the file. */
export function addSecretCommand(program: Command): void {
  program
    .command('secret')
    .description('hash the password on standard input for an access file')
    .addHelpText('after', "\nExample:\n  printf %s 'a long password' | plant47 secret")
    .action(async () => {
      const password = readFileSync(0, 'utf8').replace(/\r?\n$/, '');
      if (password === '') throw failure('standard input', 'there is no password on it');
      process.stdout.write(`${await hashSecret(password)}\n`);
    });
}
