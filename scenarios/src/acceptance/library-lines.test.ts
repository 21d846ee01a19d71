import { expect, it } from 'vitest';
import { alarm, gradeOf, oracle } from '../referee/claims.cases.js';
import type { Grade } from '../referee/grade.js';
import { readSuite } from '../runner/library.js';
import { libraryLines } from './library-lines.js';
import { jobsOf } from './plan.js';
import type { RunRecord, Variant } from './record.js';

const ENGINES = ['off', 'always-on'];
const well = gradeOf(oracle());
const silent = gradeOf([]);
const late = gradeOf([alarm({ seq: 1, at_h: 895 })]);

function record(scenario: string, variant: Variant, grade: Grade): RunRecord {
  return { scenario, seed: 1, variant, transport: 'memory', wall_s: 1, grade };
}
const known = (grade: Grade): Grade => ({
  ...grade,
  requirements: grade.requirements.map((verdict) =>
    verdict.passed ? verdict : { ...verdict, knownMiss: 'too slow' },
  ),
});

it('takes a miss that the scenario states, and no other', () => {
  const of = (grade: Grade) =>
    libraryLines([record('a', 'full', grade), record('a', 'off', silent)], ENGINES)[0];
  expect(of(well)?.passed).toBe(true);
  expect(of(late)?.passed).toBe(false);
  expect(of(known(late))).toMatchObject({ passed: true });
  expect(of(known(late))?.measured).toContain('known miss: lead');
});

it('wants each scenario to fail one crippled engine, and each crippled engine to fail one', () => {
  const records = [
    record('a', 'full', well),
    record('a', 'off', silent),
    record('a', 'always-on', well),
    record('b', 'full', well),
    record('b', 'off', well),
    record('b', 'always-on', well),
  ];
  const lines = libraryLines(records, ENGINES).filter(({ line }) => line !== 'whole');
  expect(lines.map(({ what, passed }) => [what, passed])).toEqual([
    ['a', true],
    ['b', false],
    ['off fails the suite', true],
    ['always-on fails the suite', false],
  ]);
});

it('does not hold against a crippled engine what the whole one misses too', () => {
  const records = [record('a', 'full', known(late)), record('a', 'off', late)];
  expect(libraryLines(records, ['off'])[1]?.passed).toBe(false);
});

it('runs crippled engines on the first seed of each scenario, on the machines that are named', () => {
  const jobs = jobsOf(readSuite('standard').value, () => []);
  const first = jobs.find(({ scenario, seed }) => scenario === 'one-of-five' && seed === 1);
  const second = jobs.find(({ scenario, seed }) => scenario === 'one-of-five' && seed === 2);
  expect(first?.variants).toEqual(['full', 'off', 'always-on', 'shuffled', 'rul-constant']);
  expect(second?.variants).toEqual(['full']);
  expect(first?.only).toContain('motor-44');
});
