import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlantError } from '@plant47/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWritten, systemIssue, writeFile } from './written-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plant47-written-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function refused(command: string, flags: Readonly<Record<string, unknown>>): string[] {
  try {
    checkWritten(command, flags);
  } catch (error) {
    return (error as PlantError).issues.map(({ code, path }) => `${code} ${path}`);
  }
  return [];
}

describe('files that a command is to write', () => {
  it('are refused before the work where they cannot be written, all at once', () => {
    writeFileSync(join(folder, 'file'), '');
    const flags = {
      html: join(folder, 'none', 'page.html'),
      json: folder,
      junit: join(folder, 'file', 'junit.xml'),
      out: join(folder, 'file', 'results'),
    };
    const all = ['E_FILE --json', 'E_FILE --junit', 'E_FILE --html', 'E_FILE --out'];
    expect(refused('exam', flags)).toEqual(all);
  });

  it('may be new, may be there already, and may be a device', () => {
    writeFileSync(join(folder, 'old.json'), '{}');
    const out = join(folder, 'a', 'b');
    expect(refused('dataset', { json: join(folder, 'old.json'), out })).toEqual([]);
    expect(refused('run', { html: join(folder, 'new.html'), junit: '/dev/null' })).toEqual([]);
    expect(refused('run', { json: true, truth: undefined })).toEqual([]);
    expect(readdirSync(folder)).toEqual(['old.json']);
  });

  it('keep what they held where the new text cannot be written', () => {
    writeFile(join(folder, 'page.html'), 'first');
    writeFile(join(folder, 'page.html'), 'second');
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toBe('second');
    mkdirSync(join(folder, 'taken'));
    expect(() => writeFile(join(folder, 'taken'), 'text')).toThrow(/EISDIR/);
    expect(readdirSync(folder).sort((a, b) => (a < b ? -1 : 1))).toEqual(['page.html', 'taken']);
  });
});

it('tells an error of the file system from one of our own', () => {
  try {
    readFileSync(join(folder, 'none'));
  } catch (error) {
    expect(systemIssue(error)?.code).toBe('E_FILE');
    expect(systemIssue(error)?.path).toBe(join(folder, 'none'));
  }
  const full = Object.assign(new Error('ENOSPC: no space left, write'), { code: 'ENOSPC' });
  expect(systemIssue(full)?.path).toBe('disk');
  const port = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  expect(systemIssue(port)).toBeUndefined();
  expect(systemIssue(new TypeError('x is not a function'))).toBeUndefined();
});
