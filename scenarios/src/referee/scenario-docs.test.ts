import { readFileSync } from 'node:fs';
import { CLIENT_METRICS, scenario, TIMELINE_EVENTS } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scenarioIssues } from '../runner/scenario-check.js';
import { parseSuite } from './scenario-file.js';

const text = readFileSync(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| '));
const cell = (row: string, at: number): string => row.split('|')[at + 1]?.trim() ?? '';
const quoted = (words: string): string[] => [...words.matchAll(/`([^`]+)`/g)].map((hit) => hit[1]!);

/** Fields of an event beside its kind, as an author may write them. */
function fieldsOf(kind: keyof typeof TIMELINE_EVENTS): string[] {
  interface Shape {
    readonly properties?: Record<string, unknown>;
    readonly oneOf?: readonly { readonly properties: Record<string, unknown> }[];
    readonly $defs?: Readonly<Record<string, Shape>>;
  }
  const whole = z.toJSONSchema(TIMELINE_EVENTS[kind], { io: 'input' }) as Shape;
  const schema = whole.$defs?.[kind] ?? whole;
  // Of toxics: what all of them have.
  const shapes = (schema.oneOf ?? []).map(({ properties }) => properties);
  const names = schema.properties
    ? Object.keys(schema.properties)
    : Object.keys(shapes[0] ?? {}).filter((name) => shapes.every((shape) => name in shape));
  return names.filter((name) => name !== kind).sort((a, b) => (a < b ? -1 : 1));
}

describe('the page on scenarios', () => {
  it.each(Object.keys(TIMELINE_EVENTS) as (keyof typeof TIMELINE_EVENTS)[])(
    'names every field of %s, and no other',
    (kind) => {
      const row = rows.find((line) => cell(line, 0) === `\`${kind}\``);
      const named = quoted(cell(row ?? '', 1)).sort((a, b) => (a < b ? -1 : 1));
      expect(named).toEqual(fieldsOf(kind));
    },
  );

  it('names every field of the head', () => {
    const named = new Set(rows.flatMap((row) => quoted(cell(row, 0))));
    for (const field of Object.keys(scenario.shape)) expect(named).toContain(field);
  });

  it('names every metric of clients', () => {
    for (const metric of Object.keys(CLIENT_METRICS)) expect(text).toContain(`\`${metric}\``);
  });

  it('shows files that are sound', () => {
    const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((hit) => hit[1]!);
    const scenarios = blocks.filter((block) => block.includes('plant47/scenario/1'));
    const suites = blocks.filter((block) => block.includes('plant47/suite/1'));
    expect([scenarios.length, suites.length]).toEqual([1, 1]);
    for (const block of scenarios) expect(scenarioIssues(block, 'docs')).toEqual([]);
    for (const block of suites) expect(parseSuite(block, 'docs').runs).toHaveLength(2);
  });
});
