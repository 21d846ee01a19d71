import { describe, expect, it } from 'vitest';
import { alarm, gradeOf, life, oracle, starvation } from '../referee/claims.cases.js';
import { gradePlant, randomAlarms, seer } from '../referee/contestants.cases.js';
import { htmlReport } from './html.js';
import { junitReport } from './junit.js';
import { summaryReport } from './summary.js';
import { scaleOf, ticksOf } from './svg.js';
import { terminalReport } from './terminal.js';
import { worstMoment } from './worst-moment.js';

describe('the page of a report', () => {
  const page = htmlReport([gradeOf(oracle())]);

  it('asks for nothing else and runs nothing', () => {
    const asked = /https?:|\bsrc=|\bhref=|url\(|@import|<(script|link|iframe|img|object)/i;
    expect(page).not.toMatch(asked);
    expect(page).toContain("default-src 'none'");
  });

  it('is equal byte for byte for equal claims', () => {
    expect(htmlReport([gradeOf(oracle())])).toBe(page);
  });

  it('shows the timeline, the forecasts, what was named and every measure', () => {
    for (const title of ['Score', 'Requirements', 'Timeline', 'Remaining life (α–λ)']) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    expect(page).toContain('aria-label="timeline"');
    expect(page).toContain('aria-label="forecast of remaining life"');
    expect(page).toContain('aria-label="calibration"');
    expect(page).toContain('class="matrix"');
    expect(page).toContain('false alarms a machine-year');
    expect(page).toContain('score = detection + falseAlarms + diagnosis + rul');
  });

  it('holds thousands of episodes in a page that opens', () => {
    const long = htmlReport([gradePlant(randomAlarms(1, 1))]);
    expect(long.length).toBeLessThan(1_000_000);
    expect(long).toContain('more assets with alarms');
  });

  it('writes what a contestant says as text', () => {
    const evil = alarm({ seq: 1, at_h: 500, component: '<script>x</script>', fault: '"><img>' });
    const shown = htmlReport([gradeOf([evil])]);
    expect(shown).not.toContain('<script>');
    expect(shown).not.toContain('<img>');
  });

  it('puts several runs under one score', () => {
    const both = htmlReport([gradePlant(seer()), gradePlant([])]);
    expect(both).toContain('<h1>2 runs</h1>');
    expect(both).toContain('Measures, all runs');
  });

  it('says which misses are known, and gives no parts of a score that there is not', () => {
    const grade = gradeOf([alarm({ seq: 1, at_h: 895 })]);
    const [first] = grade.requirements.filter(({ passed }) => !passed);
    const knownMiss = 'too <slow>';
    const page = htmlReport([{ ...grade, requirements: [{ ...first!, knownMiss }] }]);
    expect(page).toContain('known miss: too &#60;slow&#62;');
    const healthy = htmlReport([gradeOf([], { faults: [] })]);
    expect(healthy).toContain('no score');
    expect(healthy).not.toContain('<h2>Score</h2>');
  });

  it('stands also for a healthy run and for one cut short', () => {
    expect(htmlReport([gradeOf([], { faults: [] })])).toContain('no fault and no alarm');
    const faults = [{ ...starvation, failure_s: null }];
    const short = htmlReport([gradeOf([], { faults, duration_s: 400 * 3600 })]);
    expect(short).toContain('UNDECIDED');
  });
});

describe('the worst moment', () => {
  it('is a missed fault before all else, with the command that goes there', () => {
    const moment = worstMoment(gradeOf([alarm({ seq: 1, at_h: 250, asset: 'motor-46' })]));
    expect(moment?.what).toContain('failed without a call');
    expect(moment?.command).toBe('plant47 run story --seed 1 --until 900h');
  });

  it('is then a false alarm, a wrong name, a late call and the worst forecast', () => {
    const at = (claims: Parameters<typeof gradeOf>[0]) => worstMoment(gradeOf(claims))?.what;
    const wolf = alarm({ seq: 900, at_h: 250, asset: 'motor-46' });
    expect(at([...oracle(), wolf])).toContain('False alarm on motor-46');
    expect(at([alarm({ seq: 1, at_h: 500, fault: 'pump.cavitation' })])).toContain('was called');
    expect(at([alarm({ seq: 1, at_h: 890 })])).toContain('72 h were asked');
    const bad = life(5, 850, 500);
    expect(at([alarm({ seq: 1, at_h: 400 }), bad])).toContain('the forecast said');
  });

  it('names the command it is told where scenario and seed do not lead back', () => {
    const sealed = { ...gradeOf([]), again: 'plant47 verify result.json' };
    expect(worstMoment(sealed)?.command).toBe('plant47 verify result.json');
    expect(htmlReport([sealed])).toContain('<code>plant47 verify result.json</code>');
    expect(junitReport([sealed])).toContain('>plant47 verify result.json<');
    expect(htmlReport([{ ...sealed, again: '' }])).not.toContain('plant47 run story');
  });

  it('is none where nothing went wrong', () => {
    expect(worstMoment(gradeOf([], { faults: [] }))).toBeUndefined();
  });
});

describe('the other reports', () => {
  const graded = gradePlant(seer());

  it('print the score with its parts and its formula', () => {
    const text = terminalReport(graded);
    expect(text).toContain('score     100.0 of 100');
    expect(text).toContain('detection 35.0 of 35.0, falseAlarms 25.0 of 25.0');
    expect(text).toContain('chance = 1 − exp(−λ·w)');
    expect(summaryReport([graded])).toContain('| **100** | 35 of 35 |');
  });

  it('give JUnit a case for each fault that a requirement is about', () => {
    const text = junitReport([{ ...graded, invalid: [] }]);
    expect(text).toContain('motor-47.bearing-de bearing.starvation: lead ≥ 72h sim');
    expect(text).toContain('<property name="score" value="100"/>');
    expect(text.match(/<testcase /g)).toHaveLength(4 + 4 + 2);
  });

  it('leave out of JUnit what nobody could have told', () => {
    const sudden = { ...starvation, id: 'fault-2', asset: 'motor-46', observable_s: null };
    const text = junitReport([gradeOf(oracle(), { faults: [starvation, sudden] })]);
    expect(text).toContain('<skipped message="no ideal reader could have told it in time"/>');
  });
});

it('draws axes with round ticks', () => {
  expect(ticksOf(scaleOf(0, 41.7, 0, 100), 10)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
  expect(ticksOf(scaleOf(0, 0.37, 0, 100), 5)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticksOf(scaleOf(0, 0, 0, 100), 5)).toEqual([0]);
});
