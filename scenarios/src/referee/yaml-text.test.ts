import { PlantError } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { FILE_MAX, readYaml } from './yaml-text.js';

/** The issues of a text, found within a second. */
function issuesOf(text: string) {
  const start = process.cpuUsage();
  try {
    readYaml(text, 'x.yaml', 'E_X');
    return [];
  } catch (error) {
    if (error instanceof PlantError) return error.issues;
    throw error;
  } finally {
    // Processor time: the same however busy the computer is.
    const { user, system } = process.cpuUsage(start);
    expect(user + system).toBeLessThan(1e6);
  }
}

/** Ten levels of nine aliases each: four thousand million values from one page. */
const LAUGHS = Array.from({ length: 10 }, (_, k) =>
  k === 0
    ? 'a0: &a0 [1]'
    : `a${k}: &a${k} [${Array(9)
        .fill(`*a${k - 1}`)
        .join(', ')}]`,
).join('\n');

describe('YAML text', () => {
  it('is refused where its aliases come to too much', () => {
    const [issue] = issuesOf(LAUGHS);
    expect(issue?.code).toBe('E_YAML_ALIAS');
    expect(issue?.message).toContain('50000');
  });

  it('is refused where an anchor holds itself, with the line of the alias', () => {
    const issues = issuesOf('b: 1\na: &a\n  c: [1, *a]\n');
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['E_YAML_ALIAS', 'x.yaml:3']]);
  });

  it('may use a handful of aliases', () => {
    const read = readYaml('a: &a { x: 1 }\nb: [*a, *a]\n', 'x.yaml', 'E_X');
    expect(read.data).toEqual({ a: { x: 1 }, b: [{ x: 1 }, { x: 1 }] });
  });

  it.each([
    ['longer than any file of ours', 'x'.repeat(FILE_MAX + 1), 'E_FILE_SIZE'],
    ['nested too deeply', '['.repeat(FILE_MAX), 'E_YAML_DEPTH'],
    ['nothing but dashes', '- '.repeat(FILE_MAX / 2), 'E_YAML_DEPTH'],
    ['one list without an end', '- a\n'.repeat(FILE_MAX / 4), 'E_FILE_SIZE'],
  ])('is refused in under a second where it is %s', (_what, text, code) => {
    expect(issuesOf(text).map((issue) => issue.code)).toEqual([code]);
  });

  it('is read in under a second with some thousand keys', () => {
    const keys = Array.from({ length: 3_000 }, (_, k) => `k${k}: 1`).join('\n');
    expect(issuesOf(keys)).toEqual([]);
  });

  it('names the line of a key that is there twice', () => {
    const issues = issuesOf('a: 1\nb: 2\na: 3\n');
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['E_X', 'x.yaml:3']]);
  });
});
