import { readdirSync, readFileSync } from 'node:fs';
import { PlantError } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { parseScenario, parseSuite } from './scenario-file.js';

const home = (path: string) => new URL(`../../${path}`, import.meta.url);

function issuesOf(text: string) {
  try {
    parseScenario(text, 'x.yaml');
  } catch (error) {
    if (error instanceof PlantError) return error.issues;
  }
  return [];
}

const HEAD = 'schema: plant47/scenario/1\nid: x\nlabel: x\nplant: waterworks\n';

describe('scenario file', () => {
  it('reads durations as seconds and fills what is not stated', () => {
    const read = parseScenario(`${HEAD}duration: 54d\n`, 'x.yaml');
    expect(read.duration).toBe(54 * 86_400);
    expect(read.learning).toBe(10 * 86_400);
    expect(read.sampling.scalars).toBe(1);
  });

  it('names the line and the value of every mistake at once', () => {
    const issues = issuesOf(`${HEAD}duration: 54\ncolour: red\nlearning: 3 weeks\n`);
    expect(issues.map((issue) => issue.path.split(' ')[0])).toContain('x.yaml:5');
    expect(issues.map((issue) => issue.path.split(' ')[0])).toContain('x.yaml:7');
    expect(issues).toHaveLength(3);
    expect(issues.some((issue) => issue.message.includes('3 weeks'))).toBe(true);
  });

  it('explains a timeline event by the kind that its author meant', () => {
    const event = 'timeline:\n  - fault: bearing.starvation\n    asset: motor-47\n    at: 12\n';
    const issues = issuesOf(`${HEAD}duration: 54d\n${event}`);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.path).toBe('x.yaml:9 timeline.0.at');
  });

  it('refuses a metric that nobody measures, and a limit without its clock', () => {
    const wrong =
      '  - { name: a, metric: luck, max: 1 }\n  - { name: b, metric: lead, min: 72h }\n';
    const issues = issuesOf(`${HEAD}duration: 54d\nrequirements:\n${wrong}`);
    expect(issues.map(({ code }) => code)).toEqual(['E_METRIC', 'E_LIMIT']);
    expect(issues[1]?.remedy).toContain('72h sim');
  });

  it('refuses text that is not YAML', () => {
    expect(issuesOf('a: [1')[0]?.code).toBe('E_SCENARIO_FILE');
  });
});

describe('library', () => {
  const names = readdirSync(home('library')).filter((name) => name.endsWith('.yaml'));

  it.each(names)('%s is sound and named after its file', (name) => {
    const read = parseScenario(readFileSync(home(`library/${name}`), 'utf8'), name);
    expect(`${read.id}.yaml`).toBe(name);
    expect(read.sampling.scalars).toBe(600);
  });

  it.each(['acceptance', 'standard', 'smoke'])('has every scenario that %s runs', (suite) => {
    const text = readFileSync(home(`suites/${suite}.yaml`), 'utf8');
    for (const run of parseSuite(text, suite).runs) expect(names).toContain(`${run.scenario}.yaml`);
  });

  it('is run as a whole by the standard suite, but for the plants of exams', () => {
    const text = readFileSync(home('suites/standard.yaml'), 'utf8');
    const run = new Set(parseSuite(text, 'standard').runs.map(({ scenario }) => scenario));
    const left = names.filter((name) => !run.has(name.replace('.yaml', '')));
    expect(left.filter((name) => !name.startsWith('exam-'))).toEqual([]);
  });
});
