import { expect, it } from 'vitest';
import { History } from './history.js';

const scan = (k: number): Float64Array => Float64Array.of(k, k % 2 === 0 ? Number.NaN : -k);

function filled(count: number): History {
  const history = new History();
  history.declare(0, ['a', 'b']);
  for (let k = 0; k < count; k++) history.scan(0, 1000 * k, scan(k), 600);
  return history;
}

it('gives the scans of a point between two instants, without a value where there was none', () => {
  expect(filled(10).trend('b', 3000, 6000, 100)).toEqual({
    id: 'b',
    simTs: [3000, 4000, 5000, 6000],
    values: [-3, null, -5, null],
  });
});

it('forgets the oldest scans', () => {
  const trend = filled(6000).trend('a', 0, Number.POSITIVE_INFINITY, 10_000);
  expect(trend?.simTs).toHaveLength(5760);
  expect(trend?.simTs[0]).toBe(240_000);
});

it('thins evenly and keeps the newest', () => {
  const trend = filled(1000).trend('a', 0, Number.POSITIVE_INFINITY, 100);
  expect(trend?.values.length).toBeLessThanOrEqual(100);
  expect(trend?.values.at(-1)).toBe(999);
});

it('knows no other points', () => {
  expect(filled(1).trend('c', 0, 1, 1)).toBeUndefined();
});
