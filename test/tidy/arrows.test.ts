import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf, sourcesIn } from './sources.js';

/** Room of the simulator → rooms it may import, beside itself and the contract. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  physics: [],
  machines: ['physics'],
  control: ['physics'],
  world: ['physics', 'machines', 'control'],
  sensing: ['physics', 'machines', 'control', 'world'],
  devices: ['physics', 'machines', 'control', 'world', 'sensing'],
  chaos: ['physics', 'machines', 'control', 'world', 'sensing', 'devices'],
  endpoints: ['physics', 'machines', 'control', 'world', 'sensing', 'devices'],
  host: ['physics', 'machines', 'control', 'world', 'sensing', 'devices', 'endpoints', 'chaos'],
};
/** Our packages that each package may import. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'simulator/contract': [],
  simulator: ['@plant47/contract', '@plant47/contract/sealed'],
  engine: ['@plant47/contract'],
  scenarios: [
    '@plant47/contract',
    '@plant47/contract/sealed',
    '@plant47/simulator',
    '@plant47/engine',
  ],
  'twin-ui': ['@plant47/contract'],
};

it('lets rooms of the simulator import only along the arrows', () => {
  const wrong: string[] = [];
  for (const source of sourcesIn('simulator/src')) {
    const room = source.path.split('/')[2] ?? '';
    for (const { from } of importsOf(source)) {
      if (!from.startsWith('.')) continue;
      const target = posix.join(posix.dirname(source.path), from);
      const to = target.split('/')[2] ?? '';
      if (to === room || !ARROWS[room]) continue;
      const allowed = ARROWS[room].includes(to);
      if (!allowed) wrong.push(`${source.path} imports ${from}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('lets packages import only what the tree allows, and nothing sealed into engine and twin', () => {
  const wrong: string[] = [];
  for (const [folder, allowed] of Object.entries(PACKAGES)) {
    for (const source of sourcesIn(`${folder}/src`)) {
      for (const { from, types } of importsOf(source)) {
        const ours = from.startsWith('@plant47/');
        const instructor = folder === 'twin-ui' && types && source.path.includes('instructor');
        if (ours && !allowed.includes(from) && !(instructor && from.endsWith('/sealed'))) {
          wrong.push(`${source.path} imports ${from}`);
        }
        const outside =
          from.startsWith('.') &&
          !posix.join(posix.dirname(source.path), from).startsWith(`${folder}/src`);
        if (outside) wrong.push(`${source.path} reaches out to ${from}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

it('keeps plant knowledge out of the engine', () => {
  const wrong = sourcesIn('engine/src').flatMap((source) =>
    [...source.text.matchAll(/motor-\d+|waterworks|any-bearing|healthy-30d/g)].map(
      (hit) => `${source.path}: ${hit[0]}`,
    ),
  );
  expect(wrong).toEqual([]);
});
