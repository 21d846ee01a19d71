import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listRuns, Recorder, readJournal } from './recorder.js';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'plant47-recorder-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

it('reads back what was appended, and leaves out a line that a crash cut short', () => {
  const recorder = new Recorder(state, 'run-1');
  recorder.append('claims', { seq: 0 });
  recorder.append('claims', { seq: 1 });
  recorder.close();
  const file = join(state, 'runs', 'run-1', 'claims.ndjson');
  appendFileSync(file, '{"seq":2,"hal');
  expect(readJournal(file)).toEqual([{ seq: 0 }, { seq: 1 }]);
});

it('keeps the newest twenty runs', () => {
  for (let k = 0; k < 25; k++) mkdirSync(join(state, 'runs', `old-${k}`), { recursive: true });
  new Recorder(state, 'new').close();
  expect(readdirSync(join(state, 'runs'))).toHaveLength(20);
  expect(listRuns(state)).toContain('new');
});

it('removes no run that is under way', () => {
  const live = new Recorder(state, 'live');
  live.write('run.json', '{\n  "end": null\n}\n');
  for (let k = 0; k < 25; k++) mkdirSync(join(state, 'runs', `later-${k}`), { recursive: true });
  new Recorder(state, 'new').close();
  expect(listRuns(state)).toContain('live');
  live.append('inputs', { tick: 0 });
  live.close();
});

it('writes nothing without a folder', () => {
  const recorder = new Recorder(undefined, 'run-1');
  recorder.append('inputs', { tick: 0 });
  recorder.write('definition.yaml', 'x');
  recorder.close();
  expect(existsSync(join(state, 'runs'))).toBe(false);
});
