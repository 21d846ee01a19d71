import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ASSETS,
  alarm,
  FAILURE_H,
  gradeOf,
  LEARNING_H,
  life,
  ONSET_H,
  oracle,
  starvation,
  UNTIL_H,
  verdictOf,
} from './claims.cases.js';
import { exitCodeOf } from './grade.js';
import type { ReceivedClaim } from './intake.js';

describe('grade', () => {
  it('gives silence no detection and no pass', () => {
    const graded = gradeOf([]);
    expect(graded.detections).toEqual([]);
    expect(graded.falseAlarms).toBe(0);
    expect(graded.passed).toBe(false);
    expect(exitCodeOf(graded)).toBe(1);
  });

  it('passes one who knows the truth', () => {
    const graded = gradeOf(oracle());
    expect(graded.passed).toBe(true);
    expect(graded.detections[0]?.lead_h).toBe(300);
    expect(graded.detections[0]?.correct).toBe(true);
    expect(graded.rul.map((sample) => sample.p50_h)).toEqual([168, 120, 72]);
  });

  it('fails who alarms all the time: false before the onset, and not a detection after it', () => {
    const always = ASSETS.map((asset, i) => alarm({ seq: i, at_h: LEARNING_H + 1, asset }));
    const graded = gradeOf(always);
    expect(graded.falseAlarms).toBe(ASSETS.length);
    expect(graded.detections).toEqual([]);
    expect(verdictOf(graded, 'false alarms')).toBe(false);
  });

  it('takes a standing alarm raised in learning as false from the end of learning', () => {
    const graded = gradeOf([alarm({ seq: 1, at_h: 5, asset: 'motor-48' })]);
    expect(graded.falseAlarmEpisodes[0]?.from_h).toBe(LEARNING_H);
  });

  it('ignores what was raised and cleared while learning', () => {
    const graded = gradeOf([
      alarm({ seq: 1, at_h: 5 }),
      alarm({ seq: 2, at_h: 6, state: 'cleared' }),
    ]);
    expect(graded.falseAlarms).toBe(0);
    expect(graded.otherEpisodes[0]?.reason).toBe('LEARNING');
  });

  it('counts a masked fault from a new hypothesis, and the standing alarm as false', () => {
    const graded = gradeOf([
      alarm({ seq: 1, at_h: 250, fault: 'train.looseness' }),
      alarm({ seq: 2, at_h: 400, state: 'updated', fault: 'train.looseness' }),
      alarm({ seq: 3, at_h: 500, state: 'updated', fault: 'bearing.starvation' }),
    ]);
    expect(graded.detections[0]?.lead_h).toBe(FAILURE_H - 500);
    expect(graded.falseAlarms).toBe(1);
  });

  it('credits a back-dated message at its arrival', () => {
    const graded = gradeOf([alarm({ seq: 1, at_h: 400, arrived_h: FAILURE_H - 10 })]);
    expect(graded.detections[0]?.lead_h).toBe(10);
    expect(verdictOf(graded, 'lead')).toBe(false);
  });

  it('refuses a message dated after its arrival', () => {
    const graded = gradeOf([alarm({ seq: 1, at_h: 500, arrived_h: 400 })]);
    expect(graded.invalidMessages).toBe(1);
    expect(graded.detections).toEqual([]);
  });

  it('is not changed by duplicates', () => {
    const claims = oracle();
    const twice = gradeOf([...claims, ...claims]);
    expect(twice.duplicateMessages).toBe(claims.length);
    expect({ ...twice, duplicateMessages: 0 }).toEqual(gradeOf(claims));
  });

  it('reads the diagnosis at the first message that names one', () => {
    const graded = gradeOf([
      alarm({ seq: 1, at_h: 400, fault: 'bearing.starvation', p: 0.3 }),
      alarm({ seq: 2, at_h: 450, state: 'updated', fault: 'bearing.starvation' }),
    ]);
    expect(graded.detections[0]).toMatchObject({ at_h: 400, named_h: 450, correct: true });
  });

  it('takes an even split for no name, and reads the diagnosis once one leads', () => {
    const { claim, arrivedTs } = alarm({ seq: 1, at_h: 400, p: 0.46 });
    if (claim.schema !== 'alarm/1') throw new Error('not an alarm');
    const hypotheses = [{ fault: 'sensor.drift', p: 0.46 }, ...claim.hypotheses];
    const split = { claim: { ...claim, hypotheses }, arrivedTs };
    expect(gradeOf([split]).detections[0]).toMatchObject({ mode: 'unknown', correct: false });
    const later = alarm({ seq: 2, at_h: 430, state: 'updated' });
    const graded = gradeOf([split, later]);
    expect(graded.detections[0]).toMatchObject({ at_h: 400, named_h: 430, correct: true });
  });

  it('takes a race for starvation only once the spall exists, and only on its own bearing', () => {
    const race = { fault: 'bearing.outer-race' };
    expect(gradeOf([alarm({ seq: 1, at_h: 500, ...race })]).detections[0]?.correct).toBe(false);
    expect(gradeOf([alarm({ seq: 1, at_h: 700, ...race })]).detections[0]?.correct).toBe(true);
    const other = alarm({ seq: 1, at_h: 700, component: 'bearing-nde', ...race });
    expect(gradeOf([other]).detections[0]?.correct).toBe(false);
  });

  it('does not take an alarm on another asset for the fault', () => {
    const graded = gradeOf([alarm({ seq: 1, at_h: 500, asset: 'motor-50', fault: 'motor.x' })]);
    expect(graded.detections).toEqual([]);
    expect(graded.falseAlarms).toBe(1);
  });

  it('holds an alarm at a shaken neighbour neither for nor against', () => {
    const echo = { asset: 'motor-48', fault: 'bearing.outer-race' };
    const during = gradeOf([alarm({ seq: 1, at_h: 700, ...echo })]);
    expect(during.falseAlarms).toBe(0);
    expect(during.otherEpisodes[0]?.reason).toBe('NEUTRAL_AFFECTED');
    expect(gradeOf([alarm({ seq: 1, at_h: 260, ...echo })]).falseAlarms).toBe(1);
  });

  it('joins alarms less than half an hour apart, and counts a further episode as chatter', () => {
    const graded = gradeOf([
      alarm({ seq: 1, at_h: 400 }),
      alarm({ seq: 2, at_h: 410, state: 'cleared' }),
      alarm({ seq: 3, at_h: 410.4, alarmId: 'b' }),
      alarm({ seq: 4, at_h: 420, alarmId: 'b', state: 'cleared' }),
      alarm({ seq: 5, at_h: 421, alarmId: 'c' }),
    ]);
    expect(graded.detections[0]).toMatchObject({ at_h: 400, cleared_h: 420 });
    expect(graded.otherEpisodes.map((episode) => episode.reason)).toEqual(['CHATTER']);
  });

  it('prefers the episode with the right diagnosis to an earlier wrong one', () => {
    const graded = gradeOf([
      alarm({ seq: 1, at_h: 400, component: 'pump', fault: 'pump.strainer-clog' }),
      alarm({ seq: 2, at_h: 500 }),
    ]);
    expect(graded.detections[0]).toMatchObject({ at_h: 500, correct: true });
  });

  it('brings a claim of remaining life forward to the instant at which it is read', () => {
    const graded = gradeOf([life(1, FAILURE_H - 82, 90)]);
    const at72 = graded.rul.find((sample) => sample.hoursLeft === 72);
    expect(at72?.p50_h).toBeCloseTo(80, 9);
    expect(graded.rul.find((sample) => sample.hoursLeft === 120)?.status).toBe('unavailable');
  });

  it('does not count a run whose fault was to fail and did not', () => {
    const graded = gradeOf(oracle(), { faults: [{ ...starvation, failure_s: null }] });
    expect(graded.invalid).toHaveLength(1);
    expect(exitCodeOf(graded)).toBe(3);
    expect(graded.passed).toBe(false);
  });

  it('leaves a run undecided that was cut short before its failure', () => {
    const graded = gradeOf([], {
      faults: [{ ...starvation, failure_s: null }],
      duration_s: 400 * 3600,
    });
    expect(graded.undecided).toBe(true);
    expect(graded.passed).toBe(false);
    expect(exitCodeOf(graded)).toBe(4);
  });

  it('counts healthy months without learning and without the faulty stretch', () => {
    const months = (UNTIL_H - LEARNING_H) * 2 + (ONSET_H - LEARNING_H);
    expect(gradeOf([]).machineMonths).toBeCloseTo(months / 730.5, 9);
  });

  it('drops what another run says', () => {
    const { claim, arrivedTs } = alarm({ seq: 1, at_h: 500 });
    const graded = gradeOf([{ claim: { ...claim, run: 'other' }, arrivedTs }]);
    expect(graded.detections).toEqual([]);
    expect(graded.invalidMessages).toBe(1);
  });
});

const message = fc.record({
  at_h: fc.integer({ min: 1, max: 999 }),
  asset: fc.constantFrom(...ASSETS),
  component: fc.constantFrom('bearing-de', 'bearing-nde', 'pump'),
  state: fc.constantFrom('raised' as const, 'updated' as const, 'cleared' as const),
  fault: fc.constantFrom('bearing.starvation', 'bearing.outer-race', 'unknown', 'pump.x'),
});
const log = fc
  .array(message, { maxLength: 40 })
  .map((specs): ReceivedClaim[] => specs.map((spec, seq) => alarm({ seq, ...spec })));

describe('grade of any claims', () => {
  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(log, fc.integer(), (claims, turn) => {
        const k = claims.length === 0 ? 0 : Math.abs(turn) % claims.length;
        const turned = [...claims.slice(k), ...claims.slice(0, k)].reverse();
        expect(JSON.stringify(gradeOf(turned))).toBe(JSON.stringify(gradeOf(claims)));
      }),
    );
  });

  it('calls masked what stands at the onset, and detects no fault outside its window', () => {
    fc.assert(
      fc.property(log, (claims) => {
        const graded = gradeOf(claims);
        const masked = graded.falseAlarmEpisodes.filter(({ reason }) => reason === 'MASKED');
        expect(graded.detections.length).toBeLessThanOrEqual(1);
        for (const { asset, from_h, to_h } of masked) {
          expect(asset).toBe('motor-47');
          expect(from_h).toBeLessThan(ONSET_H);
          expect(to_h ?? UNTIL_H).toBeGreaterThan(ONSET_H);
        }
        for (const found of graded.detections) {
          expect(found.at_h).toBeGreaterThanOrEqual(ONSET_H);
          expect(found.at_h).toBeLessThanOrEqual(FAILURE_H + 1);
        }
      }),
    );
  });

  it('never rewards one more alarm on a healthy component', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: LEARNING_H + 1, max: 999 }), (claims, at_h) => {
        const more = alarm({
          seq: 1000,
          at_h,
          asset: 'motor-48',
          component: 'motor',
          fault: 'motor.x',
        });
        const before = gradeOf(claims);
        const after = gradeOf([...claims, more]);
        expect(after.falseAlarms).toBeGreaterThanOrEqual(before.falseAlarms);
        expect(after.detections).toEqual(before.detections);
      }),
    );
  });
});
