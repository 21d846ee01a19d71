/** The referee tried on contestants whose worth is known beforehand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaimLog, writeClaimLog } from './claim-log.js';
import { alarm } from './claims.cases.js';
import {
  alwaysOn,
  FAULTS,
  generator,
  gradePlant,
  randomAlarms,
  seer,
  shuffled,
  TRAINS,
  whirling,
} from './contestants.cases.js';
import type { Grade } from './grade.js';
import type { ReceivedClaim } from './intake.js';

const scoreOf = (claims: readonly ReceivedClaim[]): number =>
  gradePlant(claims).composite.score ?? Number.NaN;

/** The grade without what tells how often a message came. */
const essence = (grade: Grade) => ({ ...grade, duplicateMessages: 0 });

describe('composite score', () => {
  it('gives 0 to silence', () => {
    expect(scoreOf([])).toBe(0);
  });

  it('gives 100 to one who knows the truth', () => {
    const { composite } = gradePlant(seer());
    expect(composite.parts).toEqual({ detection: 35, falseAlarms: 25, diagnosis: 20, rul: 20 });
    expect(composite.score).toBe(100);
  });

  it('gives nothing to one who alarms all the time, whose alarms mask the faults', () => {
    const graded = gradePlant(alwaysOn());
    expect(graded.composite.score).toBeLessThanOrEqual(0);
    expect(graded.detections).toEqual([]);
    expect(graded.falseAlarms).toBe(TRAINS.length);
    const masked = graded.falseAlarmEpisodes.filter(({ reason }) => reason === 'MASKED');
    expect(masked.map(({ asset }) => asset).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      FAULTS.map(({ asset }) => asset).sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('gives nothing to a standing alarm that says something else each day', () => {
    expect(scoreOf(whirling())).toBeLessThanOrEqual(3);
  });

  it.each([
    ['clear after an hour', 1],
    ['clear after a day', 24],
    ['never clear', Number.POSITIVE_INFINITY],
  ])('gives 0 ± 3 to one random alarm a machine-day; alarms %s', (_, stand_h) => {
    const scores = Array.from({ length: 20 }, (_none, i) => scoreOf(randomAlarms(i + 1, stand_h)));
    for (const score of scores) expect(Math.abs(score)).toBeLessThanOrEqual(3);
  });

  it('asks the lead that the plant allows, where it allows less than the scenario asks', () => {
    const { scoring } = gradePlant(seer());
    expect(scoring.faults.map(({ required_h }) => required_h)).toEqual([72, 72, 72, 72]);
    const late = gradePlant([
      alarm({ seq: 1, at_h: 864, asset: 'motor-47', component: 'bearing-de' }),
    ]);
    expect(late.scoring.faults[0]).toMatchObject({ lead_h: 36, timeliness: 0.5, diagnosis: 1 });
    expect(late.composite.parts.detection).toBeCloseTo(35 * (0.5 / 4), 12);
    expect(late.composite.parts.falseAlarms).toBeCloseTo(25 / 4, 12);
  });

  it('discounts what the own false alarms would have hit by chance', () => {
    const wrong = Array.from({ length: 76 }, (_, i) =>
      alarm({ seq: 900 + i, at_h: 245 + i, asset: 'motor-60', alarmId: `w${i}` }),
    ).flatMap((raised, i) => {
      if (raised.claim.schema !== 'alarm/1') return [];
      const cleared = { ...raised.claim, state: 'cleared' as const, seq: 2000 + i };
      cleared.dataTs += 60_000;
      return [raised, { claim: cleared, arrivedTs: cleared.dataTs }];
    });
    const { scoring, composite } = gradePlant([...seer(), ...wrong]);
    expect(scoring.unmatched).toBe(76);
    const rate = 76 / scoring.machineHours;
    const [first] = scoring.faults;
    expect(first?.window_h).toBeCloseTo(612 + 1 / 6, 9);
    expect(first?.chance).toBeCloseTo(1 - Math.exp(-rate * (612 + 1 / 6)), 12);
    // 76 in about 59 machine-months at 0.1 a month: far over the limit, so the floor of −0.1.
    expect(composite.parts.falseAlarms).toBeCloseTo(-2.5, 12);
  });
});

describe('one false alarm more', () => {
  it('never raises the score', () => {
    const hour = fc.integer({ min: 241, max: 990 });
    const junk = fc.array(fc.tuple(hour, fc.integer({ min: 51, max: 58 })), { maxLength: 12 });
    const wolf = ([at_h, train]: readonly [number, number], i: number) =>
      alarm({ seq: 5000 + i, at_h, asset: `motor-${train}`, alarmId: `w${i}` });
    fc.assert(
      fc.property(junk, hour, fc.integer({ min: 0, max: 171 }), (others, at_h, kept) => {
        const claims = [...seer().slice(0, kept), ...others.map(wolf)];
        const more = wolf([at_h, 60], 999);
        expect(scoreOf([...claims, more])).toBeLessThanOrEqual(scoreOf(claims) + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('claims that come late, early, twice or in disorder', () => {
  it('are credited at arrival where they are dated back', () => {
    const honest = gradePlant([alarm({ seq: 1, at_h: 880 })]);
    const back = gradePlant([alarm({ seq: 1, at_h: 300, arrived_h: 880 })]);
    expect(back.detections[0]?.at_h).toBe(880);
    expect(back.composite).toEqual(honest.composite);
  });

  it('do not count where they are dated ahead', () => {
    const graded = gradePlant([alarm({ seq: 1, at_h: 400 + 2 / 3600, arrived_h: 400 })]);
    expect(graded.refused.future).toBe(1);
    expect(graded.detections).toEqual([]);
    expect(graded.composite.score).toBe(0);
  });

  it('change nothing when they are delivered again', () => {
    const claims = seer();
    const again = claims.map((received) => ({
      ...received,
      arrivedTs: received.arrivedTs + 10_000,
    }));
    const twice = gradePlant([...shuffled(again, 7), ...claims]);
    expect(twice.duplicateMessages).toBe(claims.length);
    expect(JSON.stringify(essence(twice))).toBe(JSON.stringify(gradePlant(claims)));
  });

  it('give one grade in any order of arrival within half a minute', () => {
    const claims = randomAlarms(3, 5);
    const wanted = JSON.stringify(gradePlant(claims));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const draw = generator(seed);
        const late = claims.map((received) => ({
          ...received,
          arrivedTs: received.arrivedTs + Math.floor(30_000 * draw()),
        }));
        const arrived = [...late].sort((a, b) => a.arrivedTs - b.arrivedTs);
        expect(JSON.stringify(gradePlant(arrived))).toBe(wanted);
      }),
      { numRuns: 20 },
    );
  });

  it('give one grade at ×1 and at ×1000 in lock-step, where only the wall clock differs', () => {
    const line = (rate: number) => (received: ReceivedClaim, i: number) =>
      `${JSON.stringify({ team: 't', ...received, wallTs: 1e12 + (i * 3_600_000) / rate })}\n`;
    const log = (rate: number) =>
      readClaimLog(seer().map(line(rate)).join(''), 'claims.ndjson').claims;
    expect(log(1)).toEqual(log(1000));
    expect(JSON.stringify(gradePlant(log(1)))).toBe(JSON.stringify(gradePlant(log(1000))));
  });

  it('forgive honest latency in free run, and no more', () => {
    const latency_ms = 120_000;
    const late = [alarm({ seq: 1, at_h: 880, arrived_h: 880 + 100 / 3600 })];
    expect(gradePlant(late, latency_ms).detections[0]?.at_h).toBe(880);
    expect(gradePlant(late).detections[0]?.at_h).toBeCloseTo(880 + 100 / 3600, 9);
  });

  it('begin a new count with each hello of their sender', () => {
    const [first, second] = [
      alarm({ seq: 0, at_h: 300 }),
      alarm({ seq: 0, at_h: 400, asset: 'motor-9' }),
    ];
    const hello = `${JSON.stringify({ team: '', arrivedTs: 0, claim: { schema: 'hello/1' } })}\n`;
    const text = hello + writeClaimLog([first]) + hello + writeClaimLog([second]);
    const { claims } = readClaimLog(text, 'claims.ndjson');
    expect(gradePlant(claims).duplicateMessages).toBe(0);
    expect(gradePlant([first, second]).duplicateMessages).toBe(1);
  });
});

describe('a log of claims', () => {
  it('comes back as it was written', () => {
    const claims = randomAlarms(5, 2);
    const read = readClaimLog(writeClaimLog(claims), 'claims.ndjson');
    expect(JSON.stringify(gradePlant(read.claims))).toBe(JSON.stringify(gradePlant(claims)));
    expect(read.unread).toEqual({ unknownSchema: 0, misfit: 0 });
  });

  it('counts schemas it does not know and records that do not fit theirs', () => {
    const record = (claim: object) => JSON.stringify({ team: 't', arrivedTs: 1, claim });
    const text = [
      record({ schema: 'alarm/2' }),
      record({ schema: 'alarm/1', seq: 1 }),
      record({ schema: 'heartbeat/1', watermark: 5, extra: true }),
    ].join('\n');
    const { claims, beats, unread } = readClaimLog(text, 'claims.ndjson');
    expect(claims).toEqual([]);
    expect(beats).toHaveLength(1);
    expect(unread).toEqual({ unknownSchema: 1, misfit: 1 });
  });

  it('is refused with the number of each line that is no record', () => {
    const refused = expect(() => readClaimLog('{}\nnonsense\n', 'claims.ndjson'));
    refused.toThrow(/E_CLAIM_LOG claims\.ndjson:1(.|\n)*E_CLAIM_LOG claims\.ndjson:2/);
  });
});
