/** Files and folders that a command is to write: looked at before the work, not after it. */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Issue, PlantError } from '@plant47/contract';
import { writeWhole } from '@plant47/simulator';

/** Flags that name a file to write, by command; `''` = by any command. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  '': ['json', 'junit', 'summary', 'html', 'pcap', 'log'],
  run: ['truth'],
  capture: ['out'],
  import: ['out'],
  export: ['out'],
  leaderboard: ['out'],
  transfer: ['out'],
};
/** Flags that name a folder to write in; it and those above it are made. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  '': [],
  run: ['state'],
  up: ['state'],
  exam: ['out'],
  dataset: ['out'],
};
/** What the system says of a file that cannot be used. */
const SYSTEM = /^E(ACCES|PERM|ROFS|NOSPC|DQUOT|FBIG|NOENT|NOTDIR|ISDIR|NAMETOOLONG|MFILE|NFILE)$/;

/** Of these, what is said without a path, while an open file is written. */
const DISK = /^E(NOSPC|DQUOT|FBIG|ROFS)$/;

/** Throws E_FILE, all at once, for the flags of a command that name what cannot be written. */
export function checkWritten(command: string, flags: Readonly<Record<string, unknown>>): void {
  const issues: Issue[] = [];
  const look = (name: string, check: (path: string) => void): void => {
    const text = flags[name];
    if (typeof text !== 'string') return;
    try {
      check(resolve(text));
    } catch (error) {
      const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      issues.push(fileIssue(error as NodeJS.ErrnoException, flag, text));
    }
  };
  const of = (table: typeof FILES) => [...(table[''] ?? []), ...(table[command] ?? [])];
  for (const name of of(FILES)) look(name, checkFile);
  for (const name of of(FOLDERS)) look(name, checkFolder);
  if (issues.length > 0) throw new PlantError(issues);
}

/** Writes a file whole or not at all; what is no file, such as a pipe, is written to as it is. */
export function writeFile(name: string, text: string): void {
  const path = resolve(name);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) writeWhole(path, text);
  else writeFileSync(path, text);
}

/** The issue of an error of the file system; undefined for any other error. */
export function systemIssue(error: unknown): Issue | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined || !SYSTEM.test(code)) return undefined;
  if (path === undefined && !DISK.test(code)) return undefined;
  return fileIssue(error as NodeJS.ErrnoException, path ?? 'disk', '');
}

function fileIssue({ message }: NodeJS.ErrnoException, path: string, name: string): Issue {
  const why = message.replace(/, .*$/, '');
  return {
    code: 'E_FILE',
    path,
    message: `it cannot be used (${name === '' ? '' : `${name}: `}${why})`,
    remedy: 'name another, make its folder, or free it for this user',
  };
}

/** A file is drafted beside its place: the folder has to be there and to take files. */
function checkFile(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw new Error('EISDIR: it is a folder');
  if (there === undefined || there.isFile()) probe(dirname(path));
}

/** The nearest folder that is there has to take files. */
function checkFolder(path: string): void {
  let folder = path;
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw new Error('ENOTDIR: a file is in its way');
  probe(folder);
}

/** Rights alone do not tell: a disk may be full or read-only, so a byte is written. */
function probe(folder: string): void {
  const file = join(folder, `.plant47-${process.pid}.part`);
  try {
    writeFileSync(file, '\n');
  } finally {
    rmSync(file, { force: true });
  }
}
