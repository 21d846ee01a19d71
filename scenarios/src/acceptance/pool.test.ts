import { describe, expect, it } from 'vitest';
import { alarm, gradeOf, LEARNING_H, life, oracle, starvation } from '../referee/claims.cases.js';
import type { Grade } from '../referee/grade.js';
import { type Line, poolLines } from './pool.js';
import type { RunRecord, Variant } from './record.js';

const record = (grade: Grade, variant: Variant = 'full', scenario = 'motor-47-starvation') =>
  ({ scenario, seed: 1, variant, transport: 'memory', wall_s: 1, grade }) satisfies RunRecord;

const named = (lines: readonly Line[], line: string, word = ''): Line | undefined =>
  lines.find((entry) => entry.line === line && entry.what.includes(word));

describe('lines of the acceptance', () => {
  it('hold for one who knows the truth, who is only too sure of it', () => {
    const lines = poolLines([record(gradeOf(oracle()))]).filter(({ line }) => line !== 'A3a');
    const failed = lines.filter(({ passed }) => !passed).map(({ what }) => what);
    expect(failed).toEqual(['P10–P90 covers']);
    expect(named(lines, 'A3b')?.measured).toBe('1 of 1, least lead 300 h');
  });

  it('fail silence on detection and on the remaining life it does not tell', () => {
    const lines = poolLines([record(gradeOf([]))]);
    expect(named(lines, 'A3b')?.passed).toBe(false);
    expect(named(lines, 'A3c', 'P50')?.passed).toBe(false);
  });

  it('count `unavailable` as a miss at 72 h and leave it out earlier', () => {
    const only72 = [alarm({ seq: 1, at_h: 600 }), life(2, 827, 73)];
    const first = poolLines([record(gradeOf(only72))]);
    expect(named(first, 'A3c', 'covers')?.measured).toBe('100 % (n 1, 0 unavailable at 72 h)');
    const never = [alarm({ seq: 1, at_h: 600 }), life(2, 700, 200), life(3, 820, null)];
    const second = poolLines([record(gradeOf(never))]);
    expect(named(second, 'A3c', 'covers')?.measured).toBe('67 % (n 3, 1 unavailable at 72 h)');
  });

  it('want a named diagnosis 72 h ahead, not only a message', () => {
    const late = [
      alarm({ seq: 1, at_h: 500, p: 0.3 }),
      alarm({ seq: 2, at_h: 850, state: 'updated' }),
    ];
    expect(named(poolLines([record(gradeOf(late))]), 'A3b')?.passed).toBe(false);
  });

  it('pool false alarms over runs and count echoes with them', () => {
    const echo = { asset: 'motor-48', fault: 'bearing.outer-race' };
    const lines = poolLines([record(gradeOf([alarm({ seq: 1, at_h: 700, ...echo })]))]);
    expect(named(lines, 'A3e', 'machine-month')?.passed).toBe(false);
    expect(named(lines, 'A3e', 'crosstalk')?.passed).toBe(false);
  });

  it('want each plain detector to miss something', () => {
    const good = record(gradeOf(oracle()), 'kurtosis-4');
    expect(named(poolLines([good]), 'A3a', 'kurtosis-4')?.passed).toBe(false);
    const noisy = record(gradeOf([alarm({ seq: 1, at_h: LEARNING_H + 1 })]), 'kurtosis-4');
    expect(named(poolLines([good, noisy]), 'A3a', 'kurtosis-4')?.passed).toBe(true);
  });

  it('report runs whose fault never failed, and leave them out of every count', () => {
    const grade = gradeOf([], { faults: [{ ...starvation, failure_s: null }] });
    const lines = poolLines([record(gradeOf(oracle())), record(grade)]);
    expect(named(lines, 'A3f')?.passed).toBe(false);
    expect(named(lines, 'A3b')?.measured).toBe('1 of 1, least lead 300 h');
  });
});
