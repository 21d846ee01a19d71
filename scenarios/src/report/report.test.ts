import { describe, expect, it } from 'vitest';
import { alarm, gradeOf, oracle, starvation } from '../referee/claims.cases.js';
import { withKnownMisses } from '../referee/known-miss.js';
import { junitReport } from './junit.js';
import { summaryReport } from './summary.js';
import { terminalReport } from './terminal.js';

const passed = gradeOf(oracle());
const failed = gradeOf([alarm({ seq: 1, at_h: 895 })]);
const invalid = gradeOf(oracle(), { faults: [{ ...starvation, failure_s: null }] });

describe('reports', () => {
  it('are equal byte for byte for equal claims', () => {
    const again = gradeOf(oracle());
    expect(junitReport([again])).toBe(junitReport([passed]));
    expect(terminalReport(again)).toBe(terminalReport(passed));
    expect(summaryReport([again])).toBe(summaryReport([passed]));
  });

  it('give JUnit a suite a run with its failures and its errors', () => {
    const text = junitReport([passed, failed, invalid]);
    expect(text.match(/<testsuite /g)).toHaveLength(3);
    expect(text).toContain('name="story seed 1" tests="4" failures="0" errors="0"');
    expect(text).toContain('errors="4"');
    expect(text).toContain('measured 5 h, limit ≥ 72h sim, seed 1');
    expect(text).toContain('plant47 run story --seed 1');
  });

  it('say on the terminal what was found, how early, and what failed', () => {
    const text = terminalReport(failed);
    expect(text).toContain('lead 5 h, right');
    expect(text).toMatch(/FAIL {2}lead\s+5 h\s+≥ 72h sim/);
    expect(text.endsWith('FAILED')).toBe(true);
    expect(terminalReport(invalid).endsWith('DOES NOT COUNT')).toBe(true);
  });

  it('say that a miss is known, and count it as a miss all the same', () => {
    const miss = { requirement: 'lead', reason: 'too slow' };
    const known = { ...failed, requirements: withKnownMisses(failed.requirements, [miss]) };
    expect(terminalReport(known)).toMatch(/FAIL {2}lead.*known miss: too slow/);
    expect(terminalReport(known).endsWith('FAILED')).toBe(true);
    expect(summaryReport([known])).toContain('**FAIL** (known miss: too slow)');
    expect(junitReport([known])).toMatch(/<failure message="measured 5 h.*known miss: too slow/);
    expect(withKnownMisses(passed.requirements, [miss])).toEqual(passed.requirements);
  });

  it('tell a measured time with its unit, and no parts of a score that there is not', () => {
    const polls = { name: 'polls', metric: 'poll-interval', passed: false, measured: 2.64 };
    const verdict = { ...polls, limit: '≤ 500ms wall' };
    const quiet = { ...gradeOf([], { faults: [] }), requirements: [verdict] };
    expect(terminalReport(quiet)).toMatch(/FAIL {2}polls {2}2\.64 s {2}≤ 500ms wall/);
    expect(junitReport([quiet])).toContain('measured 2.64 s, limit ≤ 500ms wall');
    expect(summaryReport([quiet])).toContain('| polls | 2.64 s | ≤ 500ms wall |');
    for (const text of [terminalReport(quiet), summaryReport([quiet])]) {
      expect(text).toContain('none');
      expect(text).not.toContain('chance =');
    }
  });

  it('give a pull request one row a requirement', () => {
    expect(summaryReport([failed])).toContain('| story | 1 | lead | 5 h | ≥ 72h sim | **FAIL** |');
    expect(summaryReport([passed, failed])).toContain('1 of 2 runs passed.');
  });
});
