import { PlantError } from '@plant47/contract';
import { type Scenario, samplingOf } from '@plant47/contract/sealed';
import { createPlantModel, keyOfSeed, type PlantModel, TICKS_PER_SECOND } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../runner/library.js';
import { readPlant } from '../runner/plant-file.js';
import { isOver } from './ending.js';
import { observableFaults } from './observable.js';
import { outcomesOf } from './outcome.js';
import { parseScenario } from './scenario-file.js';
import { drawFault, timelineOf } from './timeline.js';
import { truthOf } from './truth.js';

const plant = readPlant('waterworks').value;
const HOUR = 3600;

function modelOf(scenario: Scenario, seed: number, only?: string[]): PlantModel {
  const options = only === undefined ? {} : { only };
  return createPlantModel(plant, keyOfSeed(seed), samplingOf(scenario), options);
}

/** Runs only the faulty train, to the end of the run. */
function play(scenario: Scenario, seed: number) {
  const timeline = timelineOf(scenario, modelOf(scenario, seed));
  const assets = [...new Set(timeline.faults.map(({ asset }) => asset))];
  const model = modelOf(scenario, seed, assets);
  const until = scenario.duration * TICKS_PER_SECOND;
  for (let tick = 0; tick <= until; tick = model.nextScanTick(tick)) {
    model.advance(tick, timeline.inputs);
    if (isOver(scenario, timeline.faults, model)) break;
  }
  return { ...timeline, model, until_s: model.state.tick / TICKS_PER_SECOND };
}

describe('timeline', () => {
  it('plants the fault of the hero at its tick', () => {
    const { value } = readScenario('motor-47-starvation');
    const { inputs, faults } = timelineOf(value, modelOf(value, 1));
    expect(inputs).toHaveLength(1);
    expect(inputs[0]?.tick).toBe(12 * 24 * HOUR * TICKS_PER_SECOND);
    expect(faults[0]).toMatchObject({ asset: 'motor-47', component: 'bearing-de' });
  });

  it('draws every mode, side and end, the same for the same seed', () => {
    const { value } = readScenario('any-bearing');
    const event = value.timeline.find((one) => 'draw' in one);
    if (event === undefined || !('draw' in event)) throw new Error('no draw in any-bearing');
    const { assets } = modelOf(value, 1);
    const draw = (seed: number) => drawFault(event, 'f', keyOfSeed(seed), assets);
    const drawn = Array.from({ length: 60 }, (_, seed) => draw(seed));
    const modes = new Set(drawn.map((fault) => fault?.command.fault ?? 'none'));
    expect(modes.size).toBe(4);
    expect(new Set(drawn.map((fault) => fault?.command.component)).size).toBe(5);
    expect(new Set(drawn.map((fault) => fault?.command.asset)).size).toBeGreaterThan(20);
    expect(draw(3)).toEqual(drawn[3]);
  });

  it.each([1, 2, 3, 4])('lets a drawn fault fail inside the scenario (seed %i)', (seed) => {
    const { value } = readScenario('any-bearing');
    const { faults, model } = play(value, seed);
    for (const { id, onset_s } of faults) {
      const failure = model.state.faults.find((record) => record.id === id)?.failure;
      expect(failure).not.toBeNull();
      const life_h = ((failure ?? 0) / TICKS_PER_SECOND - onset_s) / HOUR;
      expect(life_h).toBeGreaterThan(300);
      expect(life_h).toBeLessThan(870);
    }
  });

  it('names everything that does not fit the plant', () => {
    const { value } = readScenario('motor-47-starvation');
    const event = { fault: 'bearing.rust', asset: 'motor-99', at: 1, severity: 1, ramp: 0 };
    const late = { ...event, asset: 'motor-47', component: 'wing', at: 1e9 };
    const wrong: Scenario = { ...value, timeline: [event, late] };
    let codes: string[] = [];
    try {
      timelineOf(wrong, modelOf(value, 1));
    } catch (error) {
      if (error instanceof PlantError) codes = error.issues.map(({ code }) => code);
    }
    expect(codes).toEqual([
      'E_SCENARIO_ASSET',
      'E_SCENARIO_FAULT',
      'E_SCENARIO_COMPONENT',
      'E_SCENARIO_FAULT',
      'E_SCENARIO_TIME',
    ]);
  });
});

/** The commands of a timeline, written as a file would. */
function commandsOf(events: string, seed = 1) {
  const text =
    'schema: plant47/scenario/1\nid: x\nlabel: x\nplant: waterworks\nduration: 20d\n' +
    `learning: 8d\nsampling: { scalars: 10min }\ntimeline:\n${events}`;
  const scenario = parseScenario(text, 'x.yaml');
  return timelineOf(scenario, modelOf(scenario, seed));
}
const hoursOf = (timeline: ReturnType<typeof commandsOf>) =>
  timeline.inputs.map(({ tick, command }) => [tick / TICKS_PER_SECOND / HOUR, command.type]);

describe('composed events', () => {
  it('count from the instant of their group', () => {
    const { inputs, faults } = commandsOf(
      '  - group: g\n    at: 10d\n    events:\n' +
        '      - { fault: train.unbalance, asset: motor-12, at: 0h }\n' +
        '      - { fault: train.looseness, asset: motor-12, at: 24h }\n',
    );
    expect(inputs.map(({ tick }) => tick / TICKS_PER_SECOND / HOUR)).toEqual([240, 264]);
    expect(faults.map(({ id }) => id)).toEqual(['fault-1.1', 'fault-1.2']);
  });

  it('come and go as one fault, and clear at the end', () => {
    const timeline = commandsOf(
      '  - { fault: train.looseness, asset: motor-12, at: 10d, profile: intermittent, on: 6h, ' +
        'off: 18h, for: 48h }\n',
    );
    expect(hoursOf(timeline)).toEqual([
      [240, 'fault'],
      [246, 'fault'],
      [264, 'fault'],
      [270, 'fault'],
      [288, 'clear'],
    ]);
    expect(timeline.faults).toHaveLength(1);
    expect(timeline.faults[0]).toMatchObject({ profile: 'intermittent', onset_s: 240 * HOUR });
  });

  it('stop a machine for a planned piece of work, and start it afterwards', () => {
    const { inputs } = commandsOf(
      '  - { maintenance: balance, asset: motor-12, component: train, at: 10d }\n',
    );
    const actions = inputs.map(({ command }) => 'action' in command && command.action);
    expect(actions).toEqual(['stop', 'balance', 'start']);
    expect((inputs[2]?.tick ?? 0) - (inputs[1]?.tick ?? 0)).toBe((10_800 + 900) * TICKS_PER_SECOND);
  });

  it('reach every machine of an area, and let go again', () => {
    const timeline = commandsOf(
      '  - { load: { factor: 1.2 }, area: boosters, at: 10d, for: 2h }\n' +
        '  - { ambient: { delta_K: 8 }, asset: motor-12, at: 11d }\n',
    );
    const kinds = timeline.inputs.map(({ command }) => command.type);
    expect(kinds.filter((kind) => kind === 'load')).toHaveLength(12);
    expect(kinds.filter((kind) => kind === 'release')).toHaveLength(12);
    expect(kinds.filter((kind) => kind === 'ambient')).toHaveLength(1);
    expect(timeline.faults).toEqual([]);
  });

  it('hand a toxic of the table on, with its parameters', () => {
    const { inputs, faults } = commandsOf(
      '  - { toxic: word-order, asset: motor-12, device: energy, at: 10d, for: 2h, order: BADC }\n',
    );
    expect(inputs[0]?.command).toMatchObject({
      toxic: 'word-order',
      target: { asset: 'motor-12', device: 'energy' },
      params: { order: 'BADC' },
    });
    expect(inputs[1]?.command).toMatchObject({ type: 'toxic', clear: true });
    expect(faults).toEqual([]);
  });

  it('begin when a true value has been beyond its limit, a fault before it included', () => {
    const condition =
      '  - when: { signal: motor-31.pump.suction-pressure, below: -60000, for: 2h }\n';
    const act =
      '    events: [{ action: clean-strainer, asset: motor-31, component: pump, at: 12h }]\n';
    const clog = '  - { fault: pump.strainer-clog, asset: motor-31, at: 10d, ramp: 96h }\n';
    expect(commandsOf(condition + act).inputs).toEqual([]);
    const { inputs } = commandsOf(condition + act + clog);
    const fired_h = (inputs[1]?.tick ?? 0) / TICKS_PER_SECOND / HOUR;
    expect(inputs[1]?.command).toMatchObject({ action: 'clean-strainer' });
    expect(fired_h).toBeGreaterThan(240 + 60 + 12);
    expect(fired_h).toBeLessThan(240 + 96 + 24);
    expect(commandsOf(condition + act + clog).inputs).toEqual(inputs);
  });

  it('are drawn by the seed: which, where, when and how strong', () => {
    const events =
      '  - choose: one\n    of:\n      - []\n' +
      '      - { fault: train.unbalance, asset: any, at: [9d, 11d], severity: [0.5, 1] }\n' +
      '      - [{ action: stop, asset: [motor-12, motor-13], at: [1h, 5h] }]\n';
    const drawn = Array.from({ length: 30 }, (_, seed) => commandsOf(events, seed).inputs);
    const kinds = drawn.map(([first]) => first?.command.type ?? 'nothing');
    expect(new Set(kinds)).toEqual(new Set(['nothing', 'fault', 'action']));
    const faults = drawn.flatMap((inputs) => inputs.filter((one) => one.command.type === 'fault'));
    expect(
      new Set(faults.map(({ command }) => 'asset' in command && command.asset)).size,
    ).toBeGreaterThan(3);
    for (const { tick, command } of faults) {
      expect(tick % (60 * TICKS_PER_SECOND)).toBe(0);
      expect(tick / TICKS_PER_SECOND / HOUR).toBeGreaterThanOrEqual(216);
      expect(tick / TICKS_PER_SECOND / HOUR).toBeLessThanOrEqual(264);
      expect('severity' in command && command.severity).toBeGreaterThanOrEqual(0.5);
    }
    expect(commandsOf(events, 3).inputs).toEqual(drawn[3]);
  });
});

describe('truth', () => {
  it('of a starvation: observable soon after its onset, spalled, failed, its neighbours named', () => {
    const { value } = readScenario('motor-47-starvation');
    const { faults, inputs, until_s } = play(value, 1);
    const near = modelOf(value, 1, ['motor-46', 'motor-47', 'motor-48']);
    near.advance(0, []);
    const whole = modelOf(value, 1);
    const { sampling, world } = whole;
    const start = performance.now();
    const observable = observableFaults({ plant, key: world.key, sampling, inputs, until_s });
    // Known before `up` begins to pace; the bound is loose, for busy machines.
    expect(performance.now() - start).toBeLessThan(15_000);
    const alone = play(value, 1).model;
    const record = truthOf({
      faults,
      ...outcomesOf(alone, faults, inputs),
      neighbours: (asset) => outcomesOf(whole, [], []).neighbours(asset),
      duration_s: until_s,
      observable,
    });
    const [fault] = record.faults;
    if (fault === undefined || fault.observable_s === null) throw new Error('no fault in truth');
    expect(fault.onset_s).toBe(288 * HOUR);
    expect(fault.observable_s).toBeGreaterThan(fault.onset_s);
    expect(fault.observable_s).toBeLessThan(fault.onset_s + 48 * HOUR);
    expect(fault.failure_s).toBeGreaterThan(fault.onset_s + 300 * HOUR);
    expect(fault.affectedAssets).toContain('motor-46');
    const races = fault.acceptedDiagnoses.filter((one) => one.fault === 'bearing.outer-race');
    expect(races.map((one) => one.credit)).toEqual([0.5, 1]);
    expect(races[1]?.from_s).toBeGreaterThan(fault.onset_s);
    expect(fault.severity[0]?.x).toBeLessThan(0.01);
    expect(fault.severity.at(-1)?.x).toBeCloseTo(1, 6);
  });

  it('of a healthy plant holds no fault', () => {
    const { value } = readScenario('healthy-30d');
    const { inputs, faults } = timelineOf(value, modelOf(value, 1));
    expect(inputs).toEqual([]);
    expect(faults).toEqual([]);
  });
});
