import type { Command, Input } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../machines/registry.js';
import { advance } from './advance.js';
import { compile } from './compile.js';
import { condition } from './condition.js';
import { keyOfSeed } from './key.js';
import { outputs } from './outputs.cases.js';
import { plantOf } from './plant.cases.js';
import { read } from './read.js';
import { begin, type State } from './state.js';
import { truth } from './truth.js';

const HOUR = 3600 * 20;
const world = compile(plantOf(), keyOfSeed(3), { macro_s: 600, only: ['a'] });

/** A state advanced with commands given as [hour, command]. */
function after(hours: number, ...asked: (readonly [hour: number, command: Command])[]): State {
  const state = begin(world);
  const inputs: Input[] = asked.map(([hour, command], seq) => ({
    tick: Math.round(hour * HOUR),
    source: 'scenario',
    seq,
    command,
  }));
  advance(state, hours * HOUR, inputs);
  return state;
}

function fault(
  component: string,
  name: string,
  severity = 1,
  more: { ramp_s?: number; growth?: number } = {},
): Command {
  const ramp_s = more.ramp_s ?? 0;
  const growth = more.growth ?? 1;
  return { type: 'fault', id: 'f', asset: 'a', component, fault: name, severity, ramp_s, growth };
}

function act(action: string, component = 'motor', value?: number): Command {
  return {
    type: 'action',
    asset: 'a',
    component,
    action,
    ...(value === undefined ? {} : { value }),
  };
}

const get = (state: State, component: string, output: string): number =>
  read(state, 0, component, output);
const events = (state: State): string[] =>
  state.events.map(({ event, detail }) => `${event} ${detail}`.trim());

/** Where each fault is injected. */
const PLACE: Readonly<Record<string, string>> = {
  motor: 'motor',
  bearing: 'bearing-de',
  pump: 'pump',
  train: 'train',
};

describe('faults', () => {
  const ids = KINDS.flatMap(({ family, faults }) =>
    Object.values(faults).map(({ id }) => [PLACE[family] ?? '', id as string] as const),
  );

  it('are ten, each with its unit, code, indicator and accepted diagnosis', () => {
    expect(ids.map(([, id]) => id).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'bearing.inner-race',
      'bearing.outer-race',
      'bearing.over-grease',
      'bearing.starvation',
      'motor.blocked-cooling',
      'motor.supply-unbalance',
      'pump.impeller-wear',
      'pump.strainer-clog',
      'train.looseness',
      'train.unbalance',
    ]);
  });

  it.each(ids)('%s %s gives finite states at any severity and voltage', (component, id) => {
    for (const severity of [0, 0.3, 1]) {
      for (const voltage of [0, 200, 400, 520]) {
        const supply: Command = { type: 'supply', asset: 'a', voltage };
        const state = after(3, [0.5, fault(component, id, severity)], [1, supply]);
        expect(state.block.every(Number.isFinite), `${severity} ${voltage} V`).toBe(true);
      }
    }
  });

  it.each([
    ['bearing-de', 'bearing.starvation', 'bearing-de', 'temperature', 1],
    ['bearing-de', 'bearing.over-grease', 'bearing-de', 'temperature', 1],
    ['bearing-nde', 'bearing.inner-race', 'bearing-nde', 'inner-spall', 1],
    ['motor', 'motor.blocked-cooling', 'motor', 'winding-temperature', 1],
    ['motor', 'motor.supply-unbalance', 'motor', 'winding-temperature', 1],
    ['pump', 'pump.strainer-clog', 'pump', 'suction-pressure', -1],
    ['pump', 'pump.impeller-wear', 'pump', 'discharge-pressure', -1],
    ['train', 'train.unbalance', 'bearing-de', 'load', 1],
  ] as const)('%s %s moves %s %s with its severity', (place, id, component, output, sign) => {
    const values = [0, 0.12, 0.24, 0.36, 0.48].map((severity) =>
      get(after(6, [0.5, fault(place, id, severity)]), component, output),
    );
    for (let k = 1; k < values.length; k++) {
      expect(sign * ((values[k] as number) - (values[k - 1] as number))).toBeGreaterThan(0);
    }
  });

  it('let starvation take the lubricant to 0.4 at once and to 0 over its ramp', () => {
    const asked = fault('bearing-de', 'bearing.starvation', 1, { ramp_s: 86_400 });
    expect(get(after(2, [1, asked]), 'bearing-de', 'lubrication')).toBeCloseTo(
      0.4 * (1 - 1 / 24),
      4,
    );
    const late = after(25, [1, asked]);
    expect(get(late, 'bearing-de', 'lubrication')).toBe(0);
    expect(truth(late)[0]).toMatchObject({ now: 1, physical: 0, failure: null });
    expect(truth(after(13, [1, asked]))[0]?.now).toBeCloseTo(0.5, 8);
  });

  it('end a spall in a failure, after which the train stands until the bearing is replaced', () => {
    const state = after(
      60,
      [1, fault('bearing-de', 'bearing.outer-race', 1, { growth: 60 })],
      [40, act('reset')],
      [41, act('start')],
      [42, act('replace-bearing', 'bearing-de')],
      [48, act('start')],
    );
    const record = truth(state)[0]!;
    expect(record.failure).toBeGreaterThan(2 * HOUR);
    expect(record.failure).toBeLessThan(40 * HOUR);
    expect(record.repair).toBe(46 * HOUR);
    expect(events(state)).toEqual([
      'failure spall',
      'trip failure',
      'reset',
      'refused start',
      'action replace-bearing',
      'done replace-bearing',
      expect.stringMatching(/^repair .*bearing\.outer-race/),
      'start',
      'started',
    ]);
    expect(get(state, 'bearing-de', 'outer-spall')).toBe(0);
    expect(get(state, 'motor', 'running')).toBe(1);
  });

  it('stop where they are cleared', () => {
    const clear: Command = {
      type: 'clear',
      asset: 'a',
      component: 'pump',
      fault: 'pump.strainer-clog',
    };
    const state = after(6, [1, fault('pump', 'pump.strainer-clog')], [3, clear]);
    expect(truth(state)[0]).toMatchObject({ now: 0, repair: 3 * HOUR });
    expect(get(state, 'pump', 'suction-pressure')).toBeCloseTo(
      get(after(6), 'pump', 'suction-pressure'),
      0,
    );
  });
});

describe('an operator', () => {
  it('stops, locks, unlocks and starts a train', () => {
    const state = after(
      6,
      [1, act('stop')],
      [2, act('lock')],
      [2.5, act('start')],
      [3, act('unlock')],
      [4, act('start')],
    );
    expect(events(state)).toEqual(['stop', 'lock', 'refused start', 'unlock', 'start', 'started']);
    expect(get(state, 'motor', 'speed')).toBeGreaterThan(150);
  });

  it('finds a stopped train cold, at rest and without flow', () => {
    const state = after(24, [1, act('stop')]);
    expect(get(state, 'motor', 'speed')).toBe(0);
    expect(get(state, 'pump', 'flow')).toBe(0);
    expect(get(state, 'motor', 'power')).toBe(0);
    const air = get(state, 'train', 'ambient-temperature');
    expect(Math.abs(get(state, 'motor', 'winding-temperature') - air)).toBeLessThan(4);
  });

  it('sets the load by hand and gives it back', () => {
    const low = after(5, [1, act('load', 'pump', 0.4)]);
    const free = after(5, [1, act('load', 'pump', 0.4)], [2, act('load', 'pump', 0)]);
    expect(get(low, 'pump', 'flow') * 3600).toBeCloseTo(41, -0.5);
    expect(get(free, 'pump', 'flow')).toBeGreaterThan(1.5 * get(low, 'pump', 'flow'));
  });

  it('cures starvation by regreasing, and a clogged strainer by cleaning', () => {
    const state = after(
      40,
      [1, fault('bearing-de', 'bearing.starvation', 0.6)],
      [8, act('regrease', 'bearing-de')],
    );
    expect(get(state, 'bearing-de', 'lubrication')).toBeGreaterThan(0.99);
    expect(get(state, 'bearing-de', 'temperature')).toBeLessThan(
      get(after(40), 'bearing-de', 'temperature') + 0.2,
    );
    expect(truth(state)[0]?.repair).toBe(8 * HOUR + 600 * 20);
    const strained = after(
      6,
      [1, fault('pump', 'pump.strainer-clog')],
      [3, act('clean-strainer', 'pump')],
    );
    expect(get(strained, 'pump', 'cavitation')).toBe(0);
  });

  it('may not work on a turning machine', () => {
    expect(events(after(2, [1, act('replace-bearing', 'bearing-de')]))).toEqual([
      'refused replace-bearing',
    ]);
  });
});

describe('what a train shows', () => {
  it('grows with load: current, slip, temperature', () => {
    const at = [0.4, 0.6, 0.8, 1].map((u) => after(8, [0.5, act('load', 'pump', u)]));
    for (const [component, output, sign] of [
      ['motor', 'current-1', 1],
      ['motor', 'speed', -1],
      ['motor', 'winding-temperature', 1],
      ['bearing-de', 'temperature', 1],
      ['bearing-de', 'kappa', -1],
    ] as const) {
      const values = at.map((state) => get(state, component, output));
      for (let k = 1; k < values.length; k++) {
        expect(sign * ((values[k] as number) - (values[k - 1] as number)), output).toBeGreaterThan(
          0,
        );
      }
    }
  });

  it('is finite for every output, and within its range', () => {
    const state = after(2);
    for (const { component, output, range } of outputs(world)) {
      const value = get(state, component, output);
      expect(value, `${component} ${output}`).toBeGreaterThanOrEqual(range[0]);
      expect(value, `${component} ${output}`).toBeLessThanOrEqual(range[1]);
    }
    expect(get(state, 'motor', 'nothing')).toBeNaN();
  });

  it('reaches sensing as plain numbers', () => {
    const state = after(2, [1, fault('bearing-de', 'bearing.outer-race')]);
    const seen = condition(state, 0);
    expect(structuredClone(seen)).toEqual(seen);
    expect(seen.bearings[0].outer_mm2).toBeGreaterThan(0.19);
    expect(seen).toMatchObject({ running: true, supply_hz: 50, unbalance: 0 });
    expect(seen.load).toBeGreaterThan(0.6);
  });
});
