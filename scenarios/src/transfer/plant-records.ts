/** The same sorts of records from the plant: short worlds in memory, one machine each. */
import type { Command, Input } from '@plant47/contract/sealed';
import {
  createPlantModel,
  keyOfSeed,
  type PlantModel,
  type Sampling,
  scalarPoints,
  synthesize,
  TICKS_PER_SECOND,
} from '@plant47/simulator';
import { readPlant } from '../runner/plant-file.js';
import { lifeSeries } from './life.js';
import { burstSeries } from './segments.js';
import type { Family, Series, Waveform } from './series.js';

/** First seed of the worlds; record k of a family takes the k-th after it. */
export const PLANT_SEED = 4_700;
const DAY = 86_400;
const BURST = { samples: 65_536, fs_hz: 12_800, every_s: 6 * 3600 };
/** Machines without a converter and without nightly stops, as the rigs are. */
const MACHINES = ['motor-47', 'motor-46', 'motor-45', 'motor-48'] as const;

/** A command at a time, s. */
type Event = readonly [number, Command];

/** The four families from worlds with fixed seeds. */
export function plantFamilies(): readonly Family[] {
  return [
    { id: 'bursts', label: 'outer race, inner race, starvation', series: bursts() },
    { id: 'lives', label: 'starvation, outer race, inner race to failure', series: lives() },
    { id: 'process', label: 'valve, strainer, supply, looseness, unbalance', series: trials() },
    { id: 'temperature', label: 'a stop, blocked cooling, starvation', series: temperatures() },
  ];
}

function world(asset: string, seed: number, scalars_s: number): PlantModel {
  const sampling: Sampling = { scalars_s, scan: BURST, line: BURST };
  const plant = readPlant('waterworks').value;
  return createPlantModel(plant, keyOfSeed(seed), sampling, { only: [asset] });
}

const inputsOf = (events: readonly Event[]): Input[] =>
  events.map(([s, command], seq) => {
    return { tick: s * TICKS_PER_SECOND, source: 'scenario', seq, command };
  });

function fault(
  asset: string,
  component: string,
  name: string,
  shape: { severity?: number; ramp_s?: number; growth?: number } = {},
): Command {
  const { severity = 1, ramp_s = 0, growth = 1 } = shape;
  const id = 'fault-1';
  return { type: 'fault', id, asset, component, fault: name, severity, ramp_s, growth };
}

/**
 * The same machine without and with a defect, at one hour of the day as the rig has one load.
 * Spalls are a day from failure: the rig's defects are plain to see, fresh spalls are not.
 */
function bursts(): Series[] {
  const modes = ['bearing.outer-race', 'bearing.inner-race', 'bearing.starvation'];
  return modes.flatMap((mode, m) =>
    MACHINES.map((asset, k) => {
      const seed = PLANT_SEED + 4 * m + k;
      const spall = mode !== 'bearing.starvation';
      const severity = spall ? 1 : DRY;
      const inputs = inputsOf([[3 * DAY, fault(asset, 'bearing-de', mode, { severity })]]);
      const days = spall ? Math.floor(failureOf(world(asset, seed, 600), inputs) / DAY) - 1 : 5;
      const model = world(asset, seed, 600);
      const at = (day: number): Waveform => {
        const tick = (day + NOON) * DAY * TICKS_PER_SECOND;
        while (model.state.tick < tick) advanceOne(model, inputs);
        return waveformOf(model, asset);
      };
      const [learn, healthy] = [at(1), at(2)];
      return burstSeries(`${mode} ${asset}`, { learn, healthy, faulty: at(Math.max(5, days)) });
    }),
  );
}

/** No machine stands still at noon. */
const NOON = 0.5;
/** Severity of the starved bearings that stand in for a worn rolling element. */
const DRY = 0.6;

function advanceOne(model: PlantModel, inputs: readonly Input[]): void {
  model.advance(model.nextScanTick(model.state.tick), inputs);
}

/** First failure of a world, s; the longest life where there is none. */
function failureOf(model: PlantModel, inputs: readonly Input[]): number {
  const last = LONGEST * TICKS_PER_SECOND;
  while (model.state.tick < last) {
    advanceOne(model, inputs);
    const failure = model.state.events.find(({ event }) => event === 'failure');
    if (failure) return failure.tick / TICKS_PER_SECOND;
  }
  return LONGEST;
}

function waveformOf(model: PlantModel, asset: string): Waveform {
  const due = model.requestBurst(`${asset}.bearing-de.vibration`, { name: 'line', ...BURST });
  const bearing = model.assets[0]?.bearings.find(({ component }) => component === 'bearing-de');
  if (!due || !bearing) throw new Error(`${asset} has no waveform of its drive-end bearing`);
  const { samples, fs_hz, scale, speed_hz } = synthesize(due.job);
  return { samples, fs_hz, scale, shaft_hz: speed_hz, bearing };
}

const VIBRATION = [
  'bearing-de.velocity',
  'bearing-de.acceleration',
  'bearing-de.kurtosis',
  'pump-bearing-de.velocity',
  'pump-bearing-de.acceleration',
  'pump-bearing-de.kurtosis',
];
/** A life that does not end is cut off here, s. */
const LONGEST = 60 * DAY;

function lives(): Series[] {
  const modes = ['bearing.starvation', 'bearing.outer-race', 'bearing.inner-race'];
  return Array.from({ length: 8 }, (_, k) => {
    const mode = modes[k % modes.length]!;
    const asset = MACHINES[k % MACHINES.length]!;
    const ramp_s = mode === 'bearing.starvation' ? 10 * DAY : 0;
    const model = world(asset, PLANT_SEED + 100 + k, 600);
    const events: Event[] = [[15 * DAY, fault(asset, 'bearing-de', mode, { ramp_s })]];
    const failed = (): boolean => model.state.events.some(({ event }) => event === 'failure');
    const rows = rowsOf(model, inputsOf(events), LONGEST, VIBRATION, failed);
    return lifeSeries(`${mode} ${asset}`, rows, [2, 5]);
  });
}

const PROCESS = [
  'bearing-de.acceleration',
  'pump-bearing-de.acceleration',
  'motor.current-1',
  'pump.discharge-pressure',
  'motor.winding-temperature',
  'bearing-de.temperature',
  'motor.voltage-1',
  'pump.flow',
];
/** As in the recorded set: learnt, healthy, faulty and healthy again, s. */
const TRIAL = { learn: 400, begin: 600, end: 1000, length: 1150 };

function trials(): Series[] {
  const closed = (asset: string): Event[] => {
    const load = (value: number): Command => {
      return { type: 'action', asset, component: 'train', action: 'load', value };
    };
    return [
      [TRIAL.begin, load(0.5)],
      [TRIAL.end, load(0)],
    ];
  };
  const upset = (asset: string, component: string, name: string, severity: number): Event[] => [
    [TRIAL.begin, fault(asset, component, name, { severity })],
    [TRIAL.end, { type: 'clear', asset, component, fault: name }],
  ];
  const plans: readonly ((asset: string) => Event[])[] = [
    closed,
    (asset) => upset(asset, 'pump', 'pump.strainer-clog', 0.7),
    closed,
    (asset) => upset(asset, 'motor', 'motor.supply-unbalance', 0.5),
    closed,
    (asset) => upset(asset, 'train', 'train.looseness', 0.5),
    closed,
    (asset) => upset(asset, 'train', 'train.unbalance', 0.5),
  ];
  return plans.map((plan, k) => {
    const asset = MACHINES[k % MACHINES.length]!;
    const model = world(asset, PLANT_SEED + 200 + k, 1);
    const rows = rowsOf(model, inputsOf(plan(asset)), TRIAL.length, PROCESS, () => false);
    const labels = rows.map((_, s) => {
      if (s < TRIAL.learn) return -1;
      return s >= TRIAL.begin && s < TRIAL.end ? 1 : 0;
    });
    return { name: `process ${k + 1} ${asset}`, rows, train: TRIAL.learn, labels, kurtosis: [] };
  });
}

/** Days of the four windows, each two days long. */
const WINDOWS = [12, 24, 45, 60] as const;
const MONTHS = 75 * DAY;
const TEMPERATURE_S = 300;
const TEMPERATURE_TRAIN = 0.15;

function temperatures(): Series[] {
  return MACHINES.slice(0, 3).map((asset, k) => {
    const model = world(asset, PLANT_SEED + 300 + k, TEMPERATURE_S);
    const act = (action: string): Command => {
      return { type: 'action', asset, component: 'train', action };
    };
    const episode = (day: number, component: string, name: string, severity: number): Event[] => [
      [day * DAY, fault(asset, component, name, { severity, ramp_s: DAY })],
      [(day + 2) * DAY, { type: 'clear', asset, component, fault: name }],
    ];
    const events: Event[] = [
      [(WINDOWS[0] + 0.7) * DAY, act('stop')],
      [(WINDOWS[0] + 1) * DAY, act('start')],
      ...episode(WINDOWS[1], 'motor', 'motor.blocked-cooling', 0.4),
      ...episode(WINDOWS[2], 'bearing-de', 'bearing.over-grease', 0.6),
      ...episode(WINDOWS[3], 'motor', 'motor.blocked-cooling', 0.7),
    ];
    const rows = rowsOf(model, inputsOf(events), MONTHS, ['bearing-de.temperature'], () => false);
    const train = Math.floor(TEMPERATURE_TRAIN * rows.length);
    const labels = rows.map((_, r) => {
      if (r < train) return -1;
      const day = (r * TEMPERATURE_S) / DAY;
      return WINDOWS.some((from) => day >= from && day < from + 2) ? 1 : 0;
    });
    return { name: `temperature ${asset}`, rows, train, labels, kurtosis: [] };
  });
}

/** Scans of the named points until the end, or until `over`; a value that fails is held. */
function rowsOf(
  model: PlantModel,
  inputs: readonly Input[],
  until_s: number,
  names: readonly string[],
  over: () => boolean,
): number[][] {
  const points = model.devices.flatMap(scalarPoints);
  const columns = names.map((name) => points.findIndex(({ id }) => id.endsWith(`.${name}`)));
  const rows: number[][] = [];
  let last = columns.map(() => 0);
  for (let t = 0; t <= until_s * TICKS_PER_SECOND && !over(); t = model.nextScanTick(t)) {
    model.advance(t, inputs);
    const values = model.scan().flatMap((scan) => [...scan.values]);
    last = columns.map((c, i) => (Number.isNaN(values[c]) ? last[i]! : values[c]!));
    rows.push(last);
  }
  return rows;
}
