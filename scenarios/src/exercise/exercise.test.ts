import { expect, it } from 'vitest';
import { createExercise } from './exercise.js';

const at = (h: number): number => h * 3_600_000;
const asset = 'motor-47';

function started() {
  const exercise = createExercise(() => undefined);
  exercise.send({ type: 'injected', asset, simTs: at(1), text: 'bearing.starvation' });
  return exercise;
}
const marked = (exercise: ReturnType<typeof started>, sealed: boolean): string[] =>
  exercise
    .view(sealed)
    .marks.filter((mark) => mark.simTs !== null)
    .map((mark) => mark.mark);

it('waits in briefing until a fault is injected', () => {
  const exercise = createExercise(() => undefined);
  exercise.send({ type: 'action', asset, simTs: at(1), text: 'regrease' });
  expect(exercise.view(true)).toMatchObject({ state: 'briefing', asset: null });
});

it('keeps the injection from the trainee until the debrief', () => {
  const exercise = started();
  exercise.send({ type: 'observable', simTs: at(2), text: '' });
  expect(exercise.view(false)).toMatchObject({ state: 'running', asset: null });
  expect(marked(exercise, false)).toEqual([]);
  expect(marked(exercise, true)).toEqual(['injected', 'observable']);
});

it('ends when an acknowledged and diagnosed fault is acted upon, with all six marks', () => {
  const exercise = started();
  exercise.send({ type: 'observable', simTs: at(2), text: '' });
  exercise.send({ type: 'alarm', asset, simTs: at(3), text: 'bearing is hot' });
  exercise.send({ type: 'acknowledged', asset, simTs: at(4), text: '' });
  exercise.send({ type: 'diagnosed', asset, simTs: at(5), text: 'bearing.starvation' });
  exercise.send({ type: 'action', asset, simTs: at(6), text: 'regrease' });
  const view = exercise.view(false);
  expect(view.state).toBe('debrief');
  expect(view.asset).toBe(asset);
  expect(view.marks.map((mark) => mark.simTs)).toEqual([1, 2, 3, 4, 5, 6].map(at));
});

it('does not take a stop for a repair, nor work on another machine', () => {
  const exercise = started();
  exercise.send({ type: 'acknowledged', asset, simTs: at(4), text: '' });
  exercise.send({ type: 'diagnosed', asset, simTs: at(5), text: 'unknown' });
  exercise.send({ type: 'action', asset, simTs: at(6), text: 'stop' });
  exercise.send({ type: 'action', asset: 'motor-3', simTs: at(7), text: 'regrease' });
  expect(exercise.view(true).state).toBe('running');
  exercise.send({ type: 'finish', simTs: at(8) });
  expect(exercise.view(true).state).toBe('debrief');
});
