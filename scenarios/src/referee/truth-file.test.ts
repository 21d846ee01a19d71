import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaimLog, writeClaimLog } from './claim-log.js';
import {
  ASSETS,
  alarm,
  EPOCH,
  gradeOf,
  oracle,
  RUN,
  starvation,
  story,
  UNTIL_H,
} from './claims.cases.js';
import type { GradeInput } from './grade.js';
import { gradeLog, readTruth, writeTruth } from './truth-file.js';

const input: GradeInput = {
  scenario: story,
  seed: 1,
  manifest: { run: RUN, epoch: EPOCH, assets: ASSETS.map((asset) => ({ asset })) },
  truth: { faults: [starvation], events: [], duration_s: UNTIL_H * 3600 },
  claims: [],
};
const written = writeTruth(input);

describe('a truth file', () => {
  it('beside a log gives the grade of the run, byte for byte', () => {
    const at = fc.integer({ min: 1, max: 999 });
    const some = fc.array(at, { maxLength: 8 });
    fc.assert(
      fc.property(some, (hours) => {
        const extra = hours.map((at_h, i) => alarm({ seq: 900 + i, at_h, alarmId: `e${i}` }));
        const claims = [...oracle(), ...extra];
        const log = readClaimLog(writeClaimLog(claims), 'claims.ndjson');
        const again = gradeLog(log, readTruth(written, 'truth.json'));
        expect(JSON.stringify(again)).toBe(JSON.stringify(gradeOf(claims)));
      }),
      { numRuns: 30 },
    );
  });

  it('comes back as it was written, fields that nobody knows included', () => {
    const more = { ...JSON.parse(written), later: { is: 'allowed' } };
    const read = readTruth(JSON.stringify(more), 'truth.json');
    expect(read['later']).toEqual({ is: 'allowed' });
    expect(read.truth.faults[0]).toEqual(starvation);
  });

  it('takes the claims of one team alone where it is named', () => {
    const text = writeClaimLog(oracle().map((received) => ({ ...received, team: 'mine' })));
    const log = readClaimLog(text, 'claims.ndjson');
    const truth = readTruth(written, 'truth.json');
    expect(gradeLog(log, truth, 'mine').detections).toHaveLength(1);
    expect(gradeLog(log, truth, 'other').detections).toHaveLength(0);
  });

  it('of another version, or with holes, is refused with every hole', () => {
    const { epoch: _, ...holed } = { ...JSON.parse(written), schema: 'plant47/truth/2' };
    const read = () => readTruth(JSON.stringify(holed), 'truth.json');
    expect(read).toThrow(/E_TRUTH_FILE truth\.json schema/);
    expect(read).toThrow(/E_TRUTH_FILE truth\.json epoch/);
    expect(() => readTruth('nonsense', 'truth.json')).toThrow(/E_TRUTH_FILE/);
  });
});
