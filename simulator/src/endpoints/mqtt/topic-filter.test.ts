import { expect, it } from 'vitest';
import { covers, FilterSet } from './topic-filter.js';

const selects = (filters: readonly string[], topic: string): boolean =>
  new FilterSet(filters).selects(topic, topic.split('/'));

it.each([
  ['a/b/c', 'a/b/c', true],
  ['a/b/c', 'a/b', false],
  ['a/+/c', 'a/b/c', true],
  ['a/+', 'a/b/c', false],
  ['a/+', 'a/', true],
  ['+/+', '/a', true],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['#', 'a/b', true],
  ['#', '$SYS/a', false],
  ['+/a', '$SYS/a', false],
  ['$SYS/#', '$SYS/a', true],
])('the filter %s selects %s: %s', (filter, topic, expected) => {
  expect(selects([filter], topic)).toBe(expected);
  expect(selects(['x/y', filter, 'z/+'], topic)).toBe(expected);
});

it.each([
  ['a/b', 'a/b', true],
  ['a/+', 'a/b', true],
  ['a/+', 'a/+', true],
  ['a/b', 'a/+', false],
  ['a/#', 'a', true],
  ['a/#', 'a/+/c', true],
  ['a/#', 'a/#', true],
  ['a/+', 'a/#', false],
  ['a/b', '#', false],
  ['#', '#', true],
  ['#', '$SYS/#', false],
])('the filter %s covers %s: %s', (wide, filter, expected) => {
  expect(covers(wide, filter)).toBe(expected);
});
