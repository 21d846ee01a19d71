import { expect, it } from 'vitest';
import { toxicBody, toxicSpec } from './toxic-spec.js';
import { TOXICS } from './toxics.js';

it('names every toxic once, and every parameter with a default inside its range', () => {
  const ids = TOXICS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const toxic of TOXICS) {
    const names = toxic.params.map(({ name }) => name);
    expect(new Set([...names, ...toxic.aims]).size).toBe(names.length + toxic.aims.length);
    for (const param of toxic.params) {
      if ('range' in param) {
        expect(param.default).toBeGreaterThanOrEqual(param.range[0]);
        expect(param.default).toBeLessThanOrEqual(param.range[1]);
      } else if (param.kind === 'choice') expect(param.of).toContain(param.default);
    }
  }
});

it('puts defaults in and tells the target from the parameters', () => {
  expect(toxicSpec.parse({ toxic: 'gap', asset: 'motor-1', device: 'process' })).toEqual({
    toxic: 'gap',
    target: { asset: 'motor-1', device: 'process' },
    params: { backfill: 'burst', buffer: 3600 },
  });
  expect(toxicBody.parse({ toxic: 'clock-skew', shift: '-90s', for: '10min' })).toEqual({
    toxic: 'clock-skew',
    target: {},
    params: { shift: -90, drift: 0 },
    for: 600,
  });
});

it('refuses what the table does not declare', () => {
  const wrong = (body: unknown): string[] => {
    const parsed = toxicSpec.safeParse(body);
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };
  expect(wrong({ toxic: 'gremlins' })).toEqual(['toxic']);
  expect(wrong({ toxic: 'unit-mixup' })).toEqual(['point']);
  expect(wrong({ toxic: 'drop', p: 2 })).toEqual(['p']);
  expect(wrong({ toxic: 'latency', delay: 5 })).toEqual(['delay']);
  expect(wrong({ toxic: 'latency', delay: '-1s' })).toEqual(['delay']);
  expect(wrong({ toxic: 'gap', topic: '#' })).toEqual(['']);
});
