import type { Command, Input } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { advance } from './advance.js';
import { compile, type World } from './compile.js';
import { keyOfSeed } from './key.js';
import { plantOf } from './plant.cases.js';
import { read } from './read.js';
import { begin, fork, hash, restore, type State, snapshot } from './state.js';

const HOUR = 3600 * 20;
const key = keyOfSeed(1);
const plant = plantOf();

/** Inputs in their order, one sequence number each. */
function inputsOf(...asked: (readonly [tick: number, command: Command])[]): Input[] {
  return asked.map(([tick, command], seq) => ({ tick, source: 'scenario', seq, command }));
}

function supply(asset: string, voltage: number): Command {
  return { type: 'supply', asset, voltage };
}

function action(asset: string, action: string, component = 'motor', value?: number): Command {
  return { type: 'action', asset, component, action, ...(value === undefined ? {} : { value }) };
}

const starvation: Command = {
  type: 'fault',
  id: 'f1',
  asset: 'a',
  component: 'bearing-de',
  fault: 'bearing.starvation',
  severity: 1,
  ramp_s: 86_400,
};

const busy = inputsOf(
  [2 * HOUR + 777, starvation],
  [5 * HOUR + 13, action('b', 'stop')],
  [6 * HOUR + 4321, action('b', 'start')],
  [9 * HOUR + 1, action('a', 'regrease', 'bearing-de')],
  [20 * HOUR, action('b', 'load', 'pump', 0.5)],
);

function runTo(world: World, toTick: number, inputs: readonly Input[] = []): State {
  const state = begin(world);
  advance(state, toTick, inputs);
  return state;
}

describe('a run', () => {
  it.each([undefined, 60, 600])('goes on bit for bit from a snapshot, macro %s s', (macro_s) => {
    const world = compile(plant, key, macro_s === undefined ? {} : { macro_s });
    const end = (macro_s === undefined ? 1 : 26) * HOUR;
    const cut = (macro_s === undefined ? 0.25 : 8) * HOUR;
    const whole = hash(runTo(world, end, busy));
    const state = runTo(world, cut, busy);
    const from = snapshot(state);
    const twin = fork(world, state);
    advance(state, end, busy);
    expect(hash(state)).toBe(whole);
    advance(twin, end, busy);
    expect(hash(twin)).toBe(whole);
    restore(state, from);
    advance(state, end, busy);
    expect(hash(state)).toBe(whole);
    expect(state.events).toEqual(twin.events);
  });

  it('is the same whoever asks it to stop on its grid on the way', () => {
    const world = compile(plant, key, { macro_s: 600 });
    const state = begin(world);
    for (let tick = 12_000; tick <= 26 * HOUR; tick += 12_000) advance(state, tick, busy);
    expect(hash(state)).toBe(hash(runTo(world, 26 * HOUR, busy)));
  });

  it('leads each train where it goes in the whole plant, compiled alone', () => {
    const all = compile(plant, key, { macro_s: 600 });
    const alone = compile(plant, key, { macro_s: 600, only: ['b'] });
    expect(alone.trains[0]?.unitBase).toBe(2);
    const whole = runTo(all, 30 * HOUR, busy);
    const one = runTo(alone, 30 * HOUR, busy);
    for (const [component, output] of [
      ['motor', 'speed'],
      ['motor', 'winding-temperature'],
      ['motor', 'energy'],
      ['bearing-de', 'temperature'],
      ['pump', 'flow'],
    ] as const) {
      const value = read(one, 0, component, output);
      expect(value).toBe(read(whole, 1, component, output));
    }
  });

  it('has a golden hash', () => {
    const world = compile(plant, key, { macro_s: 600 });
    expect(hash(runTo(world, 26 * HOUR, busy))).toBe('60662c8b38aee7e8');
  });
});

describe('macro-steps', () => {
  it('agree with ticks to 0.01 K and 0.01 % of energy in two hours', () => {
    const ticked = compile(plant, key);
    const leapt = compile(plant, key, { macro_s: 60 });
    const fine = runTo(ticked, 2 * HOUR);
    const coarse = runTo(leapt, 2 * HOUR);
    for (const train of [0, 1, 2]) {
      const both = (component: string, output: string): [number, number] => [
        read(fine, train, component, output),
        read(coarse, train, component, output),
      ];
      const [w, W] = both('motor', 'winding-temperature');
      expect(Math.abs(w - W)).toBeLessThan(0.01);
      const [b, B] = both('bearing-de', 'temperature');
      expect(Math.abs(b - B)).toBeLessThan(0.01);
      const [e, E] = both('motor', 'energy');
      expect(Math.abs(e / E - 1)).toBeLessThan(1e-4);
    }
  });

  it('converge with second order', () => {
    const at = (macro_s: number): number[] => {
      const world = compile(plant, key, { macro_s });
      const state = runTo(world, 12 * HOUR);
      return [
        read(state, 0, 'motor', 'winding-temperature'),
        read(state, 0, 'bearing-de', 'temperature'),
        read(state, 1, 'motor', 'winding-temperature'),
        1e4 * read(state, 0, 'bearing-de', 'lubrication'),
      ];
    };
    const [coarse, middle, fine] = [480, 240, 120].map(at) as [number[], number[], number[]];
    for (const [k, x] of middle.entries()) {
      const ratio = ((coarse[k] as number) - x) / (x - (fine[k] as number));
      expect(ratio, `quantity ${k}`).toBeGreaterThan(3);
      expect(ratio, `quantity ${k}`).toBeLessThan(6);
    }
  });

  it('end where a supply is cut inside one: the shaft coasts down at once, others go on', () => {
    const world = compile(plant, key, { macro_s: 600 });
    const cut = 3 * HOUR + 5000;
    const state = runTo(world, 3 * HOUR + 12_000, inputsOf([cut, supply('a', 0)]));
    expect(read(state, 0, 'motor', 'speed')).toBeLessThan(1);
    expect(read(state, 0, 'pump', 'flow')).toBe(0);
    expect(read(state, 1, 'motor', 'speed')).toBeGreaterThan(100);
    const trip = state.events.find(({ event }) => event === 'trip');
    expect(trip).toMatchObject({ asset: 'a', component: 'motor', detail: 'undervoltage' });
    // The relay looks once a second.
    expect((trip?.tick ?? 0) - cut).toBeLessThanOrEqual(20);
    expect(state.block.every(Number.isFinite)).toBe(true);
    const undisturbed = runTo(world, 3 * HOUR + 12_000);
    expect(read(state, 1, 'motor', 'energy')).toBe(read(undisturbed, 1, 'motor', 'energy'));
  });

  it('are not clipped: a tick off the grid is an error with a code', () => {
    const world = compile(plant, key, { macro_s: 600 });
    expect(() => advance(begin(world), 12_001, [])).toThrow(/^E_OFF_GRID advance: /);
  });
});

describe('nights', () => {
  it('stop a train at 22:00 and start it at 05:00', () => {
    const world = compile(plant, key, { macro_s: 600 });
    const state = runTo(world, 36 * HOUR);
    const seen = state.events.filter(({ asset }) => asset === 'c');
    expect(seen.map(({ event }) => event)).toEqual(['stop', 'start', 'started']);
    expect(seen.map(({ tick }) => Math.floor(tick / HOUR))).toEqual([22, 29, 29]);
  });
});
