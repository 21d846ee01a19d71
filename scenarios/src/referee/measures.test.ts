import { describe, expect, it } from 'vitest';
import { alarm, FAILURE_H, gradeOf, life, ONSET_H, starvation } from './claims.cases.js';
import { gradePlant, randomAlarms, seer, TRAINS } from './contestants.cases.js';
import { massUpTo } from './forecast.js';
import { measuresOf } from './measures.js';

const whole = gradePlant(seer()).measures;

describe('measures of one who knows the truth', () => {
  it('find each fault at once and cry no wolf', () => {
    const { detection, calls } = whole;
    expect(detection).toMatchObject({ faults: 4, found: 4, f1: 1 });
    expect(detection.recall.value).toBe(1);
    expect(detection.recall.low).toBeCloseTo(0.5101, 4);
    expect(detection.delay_h).toEqual({ median: 0, p90: 0 });
    expect(detection.nab).toBeGreaterThan(99);
    expect(calls.perMachineYear.value).toBe(0);
    expect(calls.perMachineYear.high).toBeCloseTo(3.6889 / calls.machineYears, 3);
    expect(calls.precision.value).toBe(1);
  });

  it('name each fault first, as surely as they say', () => {
    const { diagnosis } = whole;
    expect(diagnosis.top1.value).toBe(1);
    expect(diagnosis.macroF1).toBe(1);
    // p = 0.8 and always right: (1 − 0.8)² + 0.2² for the rest; the gap of the bin is 0.2.
    expect(diagnosis.brier).toBeCloseTo(0.08, 12);
    expect(diagnosis.ece).toBeCloseTo(0.2, 12);
    expect(diagnosis.first.every(({ truth, said }) => truth === said)).toBe(true);
  });

  it('forecast life inside every bound until the end', () => {
    const { rul } = whole;
    expect(rul.alphaLambda.map(({ passed }) => passed.value)).toEqual([1, 1, 1]);
    expect(rul.coverage.value).toBe(1);
    expect(rul.rmse).toBeCloseTo(0, 9);
    expect(rul.cmapss).toBeCloseTo(0, 9);
    expect(rul.horizon_h).toBeCloseTo((600 + 388) / 2, 6);
  });
});

describe('measures of silence', () => {
  it('say that nothing was found, and nothing of how it was named', () => {
    const { detection, diagnosis, rul } = gradePlant([]).measures;
    expect(detection.recall.value).toBe(0);
    expect(detection.nab).toBe(0);
    expect(diagnosis.first.every(({ said }) => said === 'missed')).toBe(true);
    expect(diagnosis.brier).toBeNull();
    expect(rul.reads).toBe(0);
    expect(rul.horizon_h).toBe(0);
  });
});

describe('remaining life', () => {
  const claims = (factor: number) =>
    Array.from({ length: 100 }, (_, i) => life(10 + i, 600 + 3 * i, factor * (300 - 3 * i)));
  const found = alarm({ seq: 1, at_h: 600 });

  it('lies straight between the quantiles, and nowhere beyond the last', () => {
    const quantiles = [
      { q: 0.1, s: 70 },
      { q: 0.5, s: 100 },
      { q: 0.9, s: 140 },
    ];
    expect(massUpTo(quantiles, 35)).toBeCloseTo(0.05, 12);
    expect(massUpTo(quantiles, 85)).toBeCloseTo(0.3, 12);
    expect(massUpTo(quantiles, 120)).toBeCloseTo(0.7, 12);
    expect(massUpTo(quantiles, 1e9)).toBe(0.9);
  });

  it('counts an error in % of life, an overestimate as worse', () => {
    const long = gradeOf([found, ...claims(1.5)]).measures.rul;
    const short = gradeOf([found, ...claims(0.5)]).measures.rul;
    // The mean of 0.5·left over the even grid of 300 h is 75 h.
    expect(long.mae).toBeCloseTo((100 * 75) / (FAILURE_H - ONSET_H), 0);
    expect(long.cmapss ?? 0).toBeGreaterThan(short.cmapss ?? 0);
    expect(long.alphaLambda.map(({ passed }) => passed.value)).toEqual([0, 0, 0]);
  });

  it('has a horizon only from where it stays inside to the end', () => {
    const good = Array.from({ length: 100 }, (_, i) =>
      life(10 + i, 600 + 3 * i, 300 - 3 * i, { spread: 0.1 }),
    );
    const spoilt = [...good.slice(0, 60), life(500, 779, 9999), ...good.slice(60)];
    const before = gradeOf([found, ...good]).measures.rul.horizon_h;
    const after = gradeOf([found, ...spoilt]).measures.rul.horizon_h;
    expect(before).toBe(300);
    expect(after).toBe(120);
  });
});

describe('calls', () => {
  it('are counted on repaired faults that go on: stale', () => {
    const repaired = { ...starvation, failure_s: null, repair_s: 700 * 3600 };
    const graded = gradeOf([alarm({ seq: 1, at_h: 400 })], { faults: [repaired] });
    expect(graded.alarmLoad.stale).toBe(1);
    expect(graded.episodes[0]).toMatchObject({ reason: 'TP', stale: true });
    const later = [
      alarm({ seq: 1, at_h: 400 }),
      alarm({ seq: 2, at_h: 410, state: 'cleared' }),
      alarm({ seq: 3, at_h: 600, alarmId: 'b' }),
    ];
    expect(gradeOf(later, { faults: [repaired] }).episodes[1]?.reason).toBe('STALE');
  });

  it('during something harmless are false alarms that carry its reason', () => {
    const distractors = [{ kind: 'load', asset: 'motor-46', from_s: 250 * 3600, to_s: 274 * 3600 }];
    const claims = [alarm({ seq: 1, at_h: 260, asset: 'motor-46', fault: 'motor.overload' })];
    const graded = gradeOf(claims, { distractors });
    expect(graded.falseAlarmEpisodes.map(({ reason }) => reason)).toEqual(['FP_DISTRACTOR']);
    expect(graded.falseAlarms).toBe(1);
  });

  it('of a harmless fault neither help nor harm', () => {
    const over = { ...starvation, mode: 'bearing.over-grease', failure_s: null, harmless: true };
    const silent = gradeOf([], { faults: [over] });
    expect(silent.composite.score).toBeNull();
    expect(silent.measures.detection.faults).toBe(0);
    expect(gradeOf([alarm({ seq: 1, at_h: 400 })], { faults: [over] }).falseAlarms).toBe(0);
  });

  it('on a fault that gives no time to act are neither asked for nor missed', () => {
    const sudden = { ...starvation, observable_s: FAILURE_H * 3600 - 60 };
    const graded = gradeOf([], { faults: [sudden] });
    expect(graded.measures.detection).toMatchObject({ faults: 0, undetectable: 1 });
    expect(graded.composite.score).toBeNull();
  });

  it('name two faults of one train by one alarm only where both are listed', () => {
    const second = {
      ...starvation,
      id: 'fault-2',
      mode: 'train.looseness',
      component: 'train',
      acceptedDiagnoses: [{ fault: 'train.looseness', credit: 1, from_s: 0, components: [] }],
    };
    const one = alarm({ seq: 1, at_h: 400 });
    if (one.claim.schema !== 'alarm/1') throw new Error('not an alarm');
    const both = {
      ...one,
      claim: {
        ...one.claim,
        hypotheses: [
          { fault: 'bearing.starvation', p: 0.5 },
          { fault: 'train.looseness', p: 0.4 },
        ],
      },
    };
    const faults = [starvation, second];
    expect(gradeOf([one], { faults }).detections).toHaveLength(1);
    const found = gradeOf([both], { faults }).detections;
    expect(found.map(({ correct }) => correct)).toEqual([true, true]);
  });
});

describe('measures of several runs', () => {
  it('pool the faults, the machine-time and the calls', () => {
    const [good, bad] = [gradePlant(seer()), gradePlant(randomAlarms(1, 1))];
    const { detection, calls } = measuresOf([good, bad]);
    expect(detection.faults).toBe(8);
    expect(calls.falseAlarms).toBe(bad.falseAlarms);
    expect(calls.machineYears).toBeCloseTo((good.machineMonths + bad.machineMonths) / 12, 9);
    expect(bad.measures.operations.raised).toBeGreaterThan(30 * TRAINS.length);
  });
});
