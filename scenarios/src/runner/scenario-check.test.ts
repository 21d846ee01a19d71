import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlantError } from '@plant47/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { readScenario, readSuite } from './library.js';
import { scenarioIssues, suiteIssues } from './scenario-check.js';

const TEN = `schema: plant47/scenario/1
id: ten-mistakes
label: Ten mistakes
plant: waterworks
duration: 20d
learning: 3 weeks
colour: red
sampling: { scalars: 10min }
timeline:
  - { fault: bearing.starvation, asset: motor-99, at: 12d }
  - { fault: bearing.rust, asset: motor-47, component: bearing-de, at: 12d }
  - { fault: pump.strainer-clog, asset: motor-12, component: wing, at: 12d }
  - { sensor: sensor.bias, point: motor-12.pump.mood, at: 12d }
  - { action: dance, asset: motor-12, at: 12d }
  - { load: { factor: 1.2 }, area: nowhere, at: 12d }
  - { toxic: gremlin, at: 12d }
  - { fault: train.unbalance, asset: motor-12, at: 21d }
  - { weather: storm, at: 2d }
  - { ambient: { delta_K: [9, 3] }, at: 12d }
  - when: { signal: motor-12.pump.taste, below: 1 }
    events: [{ action: stop, asset: motor-12, at: 0s }]
requirements:
  - { name: a, metric: luck, max: 1 }
  - { name: b, metric: lead, min: 72h }
  - { name: c, of: client, metric: poll-interval, max: 2s }
`;

/** Processor time since `start`, ms: the same however busy the computer is. */
function milliseconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const head = (rest: string): string =>
  `schema: plant47/scenario/1\nid: x\nlabel: x\nplant: waterworks\n${rest}`;

describe('a scenario file', () => {
  it('has all its mistakes named at once, each with its code and line', () => {
    const issues = scenarioIssues(TEN, 'ten.yaml');
    const found = issues.map(({ code, path }) => `${/:(\d+)/.exec(path)?.[1]} ${code}`);
    expect(found).toEqual([
      '6 E_DURATION',
      '7 E_SCENARIO_FILE',
      '10 E_SCENARIO_ASSET',
      '11 E_SCENARIO_FAULT',
      '12 E_SCENARIO_COMPONENT',
      '13 E_SCENARIO_POINT',
      '14 E_SCENARIO_ACTION',
      '15 E_SCENARIO_AREA',
      '16 E_SCENARIO_TOXIC',
      '17 E_SCENARIO_TIME',
      '18 E_SCENARIO_EVENT',
      '19 E_SCENARIO_RANGE',
      '20 E_SCENARIO_SIGNAL',
      '23 E_METRIC',
      '24 E_LIMIT',
      '25 E_LIMIT',
    ]);
    expect(issues.every(({ remedy }) => remedy.length > 5)).toBe(true);
  });

  it.each([
    ['longer than a hundred years', 'duration: 1000000000d\n', 'E_DURATION', 5],
    ['negative', 'duration: -5d\n', 'E_DURATION', 5],
    ['zero', 'duration: 0s\n', 'E_DURATION', 5],
    ['a number of nothing', 'duration: 1e9\n', 'E_SCENARIO_FILE', 5],
    ['all learning', 'duration: 9d\nlearning: 9d\n', 'E_SCENARIO_TIME', 6],
    [
      'scanned in no time',
      'duration: 9d\nlearning: 1d\nsampling: { scalars: 0s }\n',
      'E_DURATION',
      7,
    ],
    [
      'over before its fault begins',
      'duration: 9d\nlearning: 1d\nsampling: { scalars: 10min }\ntimeline:\n' +
        '  - { fault: train.unbalance, asset: motor-47, at: 10d }\n',
      'E_SCENARIO_TIME',
      9,
    ],
    [
      'fuller than a second a fault',
      'duration: 9d\nlearning: 1d\nsampling: { scalars: 10min }\ntimeline:\n' +
        '  - { fault: train.unbalance, asset: motor-47, at: 2d, for: 0s }\n',
      'E_DURATION',
      9,
    ],
  ])('is refused in under a second where it is %s', (_what, rest, code, line) => {
    const start = process.cpuUsage();
    const issues = scenarioIssues(head(rest), 'x.yaml');
    expect(milliseconds(start)).toBeLessThan(1000);
    expect(issues.map((issue) => [issue.code, issue.path.split(' ')[0]])).toEqual([
      [code, `x.yaml:${line}`],
    ]);
  });

  it.each([
    [
      'comes and goes each second for a hundred years',
      '  - { fault: train.looseness, asset: motor-12, at: 2d, profile: intermittent, on: 1s, ' +
        'off: 1s }\n',
      'E_SCENARIO_INPUTS',
    ],
    [
      'waits for something each second for a hundred years',
      '  - when: { signal: motor-12.pump.flow, below: 0 }\n' +
        '    events: [{ action: stop, asset: motor-12, at: 0s }]\n',
      'E_SCENARIO_TIME',
    ],
  ])('is refused in under a second where it %s', (_what, events, code) => {
    const sampling = 'sampling: { scalars: 10s }\n';
    const text = head(`duration: 36500d\nlearning: 1d\n${sampling}timeline:\n${events}`);
    const start = process.cpuUsage();
    const [found] = scenarioIssues(text, 'x.yaml');
    expect(milliseconds(start)).toBeLessThan(1000);
    expect([found?.code, found?.path.split(' ')[0]]).toEqual([code, 'x.yaml:9']);
  });

  it('is refused with a thousand wrong events in under a second', () => {
    const events = Array.from({ length: 3000 }, () => '  - { wrong: 1 }').join('\n');
    const start = process.cpuUsage();
    const issues = scenarioIssues(head(`duration: 9d\nlearning: 1d\ntimeline:\n${events}\n`), 'x');
    expect(milliseconds(start)).toBeLessThan(1000);
    expect(issues.length).toBeGreaterThan(0);
  });
});

describe('a suite file', () => {
  const suite = (runs: string, engines = ''): string =>
    `schema: plant47/suite/1\nid: x\nlabel: x\n${engines}runs:\n${runs}`;

  it('has everything named that it names and that is not there', () => {
    const runs =
      '  - { scenario: nothing, seeds: [1, 2] }\n' +
      '  - { scenario: hot-days, seeds: [3, 1], assets: [motor-99] }\n';
    const issues = suiteIssues(suite(runs, 'engines: [genius]\n'), 'x.yaml');
    expect(issues.map(({ path }) => path)).toEqual([
      'x.yaml:4 engines.0',
      'x.yaml:6 runs.0.scenario',
      'x.yaml:7 runs.1.seeds',
      'x.yaml:7 runs.1.assets',
    ]);
  });

  it.each(['acceptance', 'smoke', 'standard'])('of ours is sound: %s', (name) => {
    const { text, path } = readSuite(name);
    expect(suiteIssues(text, path)).toEqual([]);
  });
});

describe('a file of a hundred megabytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is refused unread', () => {
    const path = join(folder, 'big.yaml');
    writeFileSync(path, 'a: 1\n');
    truncateSync(path, 100 * 1024 * 1024);
    const start = process.cpuUsage();
    expect(() => readScenario(path)).toThrow(PlantError);
    expect(() => readScenario(path)).toThrow(/E_FILE_SIZE/);
    expect(milliseconds(start)).toBeLessThan(100);
  });
});
