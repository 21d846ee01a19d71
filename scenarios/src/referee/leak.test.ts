import type { FaultTruth } from '@plant47/contract/sealed';
import { expect, it } from 'vitest';
import { alarm, gradeOf, ONSET_H, starvation } from './claims.cases.js';
import { findLeak, leakLine } from './leak.js';

/** Twenty runs whose hidden time differs; the contestant calls its fault `after_h` the onset. */
const exam = (after_h: (observable_h: number, run: number) => number, runs = 20) =>
  Array.from({ length: runs }, (_, run) => {
    const hidden_h = 10 + 7 * run;
    const fault: FaultTruth = { ...starvation, observable_s: (ONSET_H + hidden_h) * 3600 };
    const at_h = ONSET_H + after_h(hidden_h, run);
    return gradeOf([alarm({ seq: 1, at_h })], { faults: [fault] });
  });

it('reports a contestant that was told the onset', () => {
  const told = findLeak(exam(() => 1));
  expect(told).toMatchObject({ runs: 20, verdict: 'leak' });
  expect(told.early).toBeGreaterThan(0.8);
  expect(leakLine(told)).toMatch(/^LEAK {6}20 runs/);
});

it('does not report one that is a little early now and then, or late', () => {
  const honest = findLeak(exam((hidden_h, run) => hidden_h * (run % 4 === 0 ? 0.8 : 1.5)));
  expect(honest.verdict).toBe('none');
  expect(honest.early).toBeCloseTo(0.05, 6);
  expect(leakLine(honest)).toBeUndefined();
});

it('says nothing of fewer than twenty runs, nor of faults that were not found', () => {
  const few = exam(() => 1, 19);
  expect(findLeak(few).verdict).toBe('undecided');
  const silent = gradeOf([]);
  expect(findLeak([...few, silent, silent]).runs).toBe(19);
});
