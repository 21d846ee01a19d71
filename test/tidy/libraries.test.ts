import { expect, it } from 'vitest';
import { importsOf, sourcesIn } from './sources.js';

const uses = (library: string, folder: string): string[] =>
  sourcesIn(folder)
    .filter((source) => importsOf(source).some(({ from, types }) => from === library && !types))
    .map((source) => source.path);

it.each([
  ['jsmodbus', 'simulator/src/endpoints', 'serves writes, identification and RTU'],
  ['aedes', 'simulator/src/endpoints', 'is the broker'],
  ['jsmodbus', 'engine/src', 'is the poller'],
  ['xstate', 'engine/src', 'is the life of an alarm'],
  ['simple-statistics', 'engine/src', 'serves baselines'],
  ['three', 'twin-ui/src', 'draws'],
  ['@react-three/fiber', 'twin-ui/src', 'composes the scene'],
  ['react', 'twin-ui/src', 'composes the page'],
])('%s in %s %s', (library, folder) => {
  expect(uses(library, folder)).not.toEqual([]);
});

it('keeps xstate out of the world', () => {
  expect(uses('xstate', 'simulator/src')).toEqual([]);
});
