import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { advance } from './advance.js';
import { compile } from './compile.js';
import { keyOfSeed } from './key.js';
import { plantOf } from './plant.cases.js';
import { reader } from './read.js';
import { begin } from './state.js';

const FILE = new URL('../../../scenarios/plants/waterworks.yaml', import.meta.url);
const plant = plantOf(parse(readFileSync(fileURLToPath(FILE), 'utf8')));
const world = compile(plant, keyOfSeed(1), { macro_s: 600 });

describe('the water works', () => {
  it('has 60 trains in four areas, a quarter on converters, a fifth idle every second night', () => {
    expect(world.trains).toHaveLength(60);
    expect(new Set(world.trains.map(({ area }) => area)).size).toBe(4);
    expect(world.trains.filter(({ nameplate }) => nameplate.drive)).toHaveLength(15);
    expect(world.duty.filter(({ nights }) => nights === 2)).toHaveLength(12);
  });

  it('has motor-47 as its 47th train: 15 kW, two 6309 and two 6310', () => {
    const hero = world.trains[46];
    expect(hero).toMatchObject({ asset: 'motor-47', unitBase: 47, type: 'medium' });
    expect(hero?.bearings.map(({ designation }) => designation)).toEqual([
      '6309',
      '6309',
      '6310',
      '6310',
    ]);
    expect(hero?.vibration.pathGain).toBe(0.2);
    expect(hero?.neighbours.map(({ train }) => train)).toEqual(expect.arrayContaining([45, 47]));
    for (const { gain } of hero?.neighbours ?? []) {
      expect(gain).toBeGreaterThanOrEqual(0.05);
      expect(gain).toBeLessThanOrEqual(0.1);
    }
  });

  it('is so varied that no one temperature tells a starved motor-47 from a healthy fleet', () => {
    const state = begin(world);
    const seen = world.trains.map(() => [] as number[]);
    const read = world.trains.map((_, t) => reader(world, t, 'bearing-de', 'temperature'));
    for (let tick = 72_000; tick <= 7 * 86_400 * 20; tick += 72_000) {
      advance(state, tick, []);
      seen.forEach((list, t) => {
        list.push((read[t]?.(state) ?? 0) - 273.15);
      });
    }
    const high = seen.map(
      (list) => list.sort((a, b) => a - b)[Math.floor(0.99 * list.length)] ?? 0,
    );
    expect(high[46]).toBeLessThanOrEqual(62);
    expect(Math.min(...high)).toBeLessThan(60);
    expect(Math.max(...high)).toBeGreaterThan(80);
    // A starved motor-47 stands 13 K above its own best: many healthy machines are warmer.
    expect(high.filter((x) => x > (high[46] ?? 0) + 13).length).toBeGreaterThan(3);
    expect(state.faults).toEqual([]);
    expect(state.events.filter(({ event }) => event === 'trip' || event === 'failure')).toEqual([]);
  });
});
