import type { Command, Input } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { advance } from './advance.js';
import { compile } from './compile.js';
import { keyOfSeed } from './key.js';
import { plantOf } from './plant.cases.js';
import { begin, fork, hash, type State, snapshot } from './state.js';
import { truth } from './truth.js';

const HOUR = 3600 * 20;
const world = compile(plantOf(), keyOfSeed(1), { macro_s: 600 });

const at = (hour: number, command: Command): [number, Command] => [hour * HOUR, command];
function inputsOf(...asked: (readonly [tick: number, command: Command])[]): Input[] {
  return asked.map(([tick, command], seq) => ({ tick, source: 'scenario', seq, command }));
}
const load = (change: { factor: number } | { to: number }, ramp_s = 0): Command => ({
  type: 'load',
  asset: 'a',
  name: 'l',
  ramp_s,
  ...change,
});
const warm: Command = { type: 'ambient', asset: 'b', name: 'w', delta_K: 8, ramp_s: 7200 };
const release = (asset: string, name: string): Command => ({
  type: 'release',
  asset,
  name,
  ramp_s: 3600,
});

function runTo(hour: number, inputs: readonly Input[]): State {
  const state = begin(world);
  advance(state, hour * HOUR, inputs);
  return state;
}
const flow = (state: State, t: number): number => state.net.pipe.Q[t]!;
const air = (state: State, t: number): number => state.net.supply.ambient[t]!;

describe('a change of demand or air', () => {
  it('asks a train for a share of its demand, and no other', () => {
    const plain = runTo(6, []);
    const eased = runTo(6, inputsOf(at(2, load({ factor: 0.8 }))));
    expect(flow(eased, 0) / flow(plain, 0)).toBeCloseTo(0.8, 2);
    expect(flow(eased, 1)).toBe(flow(plain, 1));
  });

  it('rises over its ramp and is let go again', () => {
    const asked = inputsOf(at(2, warm), at(10, release('b', 'w')));
    const over = (hour: number): number =>
      air(runTo(hour, asked.slice(0, hour < 10 ? 1 : 2)), 1) - air(runTo(hour, []), 1);
    expect(over(3)).toBeCloseTo(4, 6);
    expect(over(6)).toBeCloseTo(8, 6);
    expect(over(10.5)).toBeCloseTo(4, 6);
    expect(over(12)).toBe(0);
  });

  it('draws demand to a level, within what a pump is run at', () => {
    const level = runTo(4, inputsOf(at(1, load({ to: 0.5 }))));
    const far = runTo(4, inputsOf(at(1, load({ factor: 3 }))));
    const top = runTo(4, inputsOf(at(1, load({ to: 1.1 }))));
    expect(flow(level, 0)).toBeLessThan(0.7 * flow(top, 0));
    expect(flow(far, 0)).toBe(flow(top, 0));
  });

  it('goes on bit for bit from a snapshot, and leaves a plant without it as it was', () => {
    const asked = inputsOf(at(2, load({ factor: 1.2 }, 7200)), at(9, release('a', 'l')));
    const state = runTo(3, asked);
    const twin = fork(world, snapshot(state));
    advance(state, 20 * HOUR, asked);
    advance(twin, 20 * HOUR, asked);
    expect(hash(twin)).toBe(hash(state));
    expect(hash(state)).not.toBe(hash(runTo(20, [])));
    expect(snapshot(runTo(1, []))).not.toHaveProperty('courses');
  });
});

it('a fault that comes and goes keeps one record', () => {
  const loose = (severity: number): Command => ({
    type: 'fault',
    id: 'f',
    asset: 'a',
    component: 'train',
    fault: 'train.looseness',
    severity,
    ramp_s: 0,
  });
  const asked = inputsOf(at(1, loose(1)), at(2, loose(0)), at(3, loose(1)));
  const now = (hour: number) => truth(runTo(hour, asked)).map((record) => record.now);
  expect(now(1.5)).toEqual([1]);
  expect(now(2.5)).toEqual([0]);
  expect(now(3.5)).toEqual([1]);
  expect(truth(runTo(4, asked))[0]).toMatchObject({ onset: HOUR, repair: null });
});
