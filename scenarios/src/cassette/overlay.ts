/**
 * A simulated fault over recorded values: the difference of two simulated runs, one with the fault
 * and one without, added to what was recorded. The recorded machine itself never had the fault.
 */
import { PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import {
  createPlantModel,
  keyOfSeed,
  type PlantModel,
  scalarPoints,
  TICKS_PER_SECOND,
} from '@plant47/simulator';
import { readPlant } from '../runner/plant-file.js';
import { type CassetteRecord, isMqtt } from './cassette.js';

export interface OverlayPlan {
  readonly fault: string;
  /** `<simulated point>` or `<recorded>=<simulated point>`. */
  readonly points: readonly string[];
  readonly plant: string;
  readonly seed: number;
  readonly component: string | undefined;
  readonly severity: number;
  readonly ramp_s: number;
  /** After the first record, s. */
  readonly at_s: number;
}

export interface Overlay {
  /** What is laid over, in one sentence. */
  readonly text: string;
  /** The record with the fault in it. */
  readonly apply: (record: CassetteRecord) => CassetteRecord;
}

interface Target {
  /** Topic before `#`; undefined = any. */
  readonly topic: string | undefined;
  /** Path in the message, or the name of a value. */
  readonly path: readonly string[];
  readonly column: number;
  readonly resolution: number;
}

/** Both runs are looked at this often, s; between two looks the difference is a straight line. */
const STEP_S = 60;

/** Makes the two runs; `begin` is the time of the first record, ms. Throws E_OVERLAY. */
export function createOverlay(plan: OverlayPlan, begin: number): Overlay {
  const simulated = plan.points.map((text) => text.slice(text.lastIndexOf('=') + 1));
  const [asset = ''] = (simulated[0] ?? '').split('.');
  if (simulated.some((id) => id.split('.')[0] !== asset)) {
    throw refusal(
      plan.points.join(', '),
      'the points are of several machines',
      'name those of one',
    );
  }
  const twins = twinsOf(plan, asset, simulated[0] ?? '');
  const { healthy } = twins;
  const points = healthy.devices.flatMap(scalarPoints);
  const targets = plan.points.map((text, i): Target => {
    const column = points.findIndex(({ id }) => id === simulated[i]);
    const point = points[column];
    if (!point) throw refusal(text, 'the simulated plant has no such point', 'see `plant47 map`');
    return { ...placeOf(text), column, resolution: point.resolution };
  });
  const difference = differences(twins);
  const { fault, severity, at_s, plant } = plan;
  return {
    text:
      `recorded values plus the difference of two simulated runs of ${asset} of ${plant}, one with ` +
      `${fault} (severity ${severity}, from ${at_s} s) and one without; ` +
      'the recorded machine never had this fault',
    apply: (record) => {
      const rise = difference((record.t - begin) / 1000);
      return rise === undefined ? record : laidOver(record, targets, rise);
    },
  };
}

interface Twins {
  readonly healthy: PlantModel;
  readonly faulty: PlantModel;
  readonly input: Input;
}

function twinsOf(plan: OverlayPlan, asset: string, first: string): Twins {
  const plant = readPlant(plan.plant).value;
  const room = plan.fault.split('.')[0] ?? '';
  const own = first.split('.')[1] ?? '';
  const component =
    plan.component ?? (room !== 'bearing' ? room : own.includes('bearing') ? own : 'bearing-de');
  const burst = { samples: 256, fs_hz: 12_800, every_s: 3600 };
  const sampling = { scalars_s: STEP_S, scan: burst, line: burst };
  const model = (): PlantModel =>
    createPlantModel(plant, keyOfSeed(plan.seed), sampling, { only: [asset] });
  const { fault, severity, ramp_s, at_s } = plan;
  const input: Input = {
    tick: Math.round(at_s * TICKS_PER_SECOND),
    source: 'scenario',
    seq: 0,
    command: { type: 'fault', id: 'overlay', asset, component, fault, severity, ramp_s },
  };
  const twins = { healthy: model(), faulty: model(), input };
  const probe = model();
  probe.advance(probe.nextScanTick(0), [{ ...input, tick: 0 }]);
  if (probe.state.faults.length > 0) return twins;
  throw refusal(
    `${fault} on ${component}`,
    'the simulated plant has no such fault there',
    'see `plant47 list faults`, and name the part with --component',
  );
}

/** Difference of the means at a time since the first record; undefined before the fault. */
function differences({ healthy, faulty, input }: Twins) {
  const known: Float64Array[] = [];
  const look = (): Float64Array => {
    const tick = known.length * STEP_S * TICKS_PER_SECOND;
    healthy.advance(tick, []);
    faulty.advance(tick, [input]);
    const [without, within] = [healthy.means(0), faulty.means(0)];
    return without.map((mean, i) => within[i]! - mean);
  };
  return (s: number): Float64Array | undefined => {
    if (s * TICKS_PER_SECOND < input.tick) return undefined;
    const k = Math.floor(s / STEP_S);
    while (known.length <= k + 1) known.push(look());
    const [low, high] = [known[k]!, known[k + 1]!];
    const share = s / STEP_S - k;
    return low.map((value, i) => value + share * (high[i]! - value));
  };
}

/** `topic#/path/in/json`, or the name of a point. */
function placeOf(text: string): Pick<Target, 'topic' | 'path'> {
  const recorded = text.includes('=') ? text.slice(0, text.lastIndexOf('=')) : text;
  const hash = recorded.indexOf('#');
  if (hash < 0) return { topic: undefined, path: [recorded] };
  const path = recorded
    .slice(hash + 1)
    .split('/')
    .filter((part) => part !== '');
  return { topic: recorded.slice(0, hash), path };
}

function laidOver(
  record: CassetteRecord,
  targets: readonly Target[],
  rise: Float64Array,
): CassetteRecord {
  if (!isMqtt(record)) {
    const values = { ...record.values };
    for (const target of targets) {
      const [name = ''] = target.path;
      const value = values[name];
      if (typeof value === 'number') values[name] = raised(value, target, rise);
    }
    return { ...record, values };
  }
  if (record.payload === undefined) return record;
  let body: unknown;
  try {
    body = JSON.parse(record.payload);
  } catch {
    return record;
  }
  const changed = targets
    .filter(({ topic }) => topic === undefined || topic === record.topic)
    .reduce((data, target) => withRise(data, target, rise), body);
  return changed === body ? record : { ...record, payload: JSON.stringify(changed) };
}

/** A message with one of its numbers raised; the message itself where it has no such number. */
function withRise(body: unknown, target: Target, rise: Float64Array): unknown {
  if (target.topic !== undefined) return raisedAt(body, target.path, target, rise);
  // Messages of our own: `points: { name: [value, quality] }`.
  return raisedAt(body, ['points', ...target.path, '0'], target, rise);
}

function raisedAt(
  data: unknown,
  path: readonly string[],
  target: Target,
  rise: Float64Array,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return typeof data === 'number' ? raised(data, target, rise) : data;
  if (typeof data !== 'object' || data === null || !(key in data)) return data;
  const inner = (data as Record<string, unknown>)[key];
  const changed = raisedAt(inner, rest, target, rise);
  if (changed === inner) return data;
  if (Array.isArray(data)) return data.map((one, i) => (String(i) === key ? changed : one));
  return { ...data, [key]: changed };
}

/** Rounded as the simulated point is. */
function raised(value: number, { column, resolution }: Target, rise: Float64Array): number {
  const perUnit = Math.round(1 / resolution);
  const sum = value + rise[column]!;
  return perUnit > 0 ? Math.round(sum * perUnit) / perUnit : sum;
}

function refusal(value: string, message: string, remedy: string): PlantError {
  const path = '--overlay';
  return new PlantError([{ code: 'E_OVERLAY', path, message: `${message} (${value})`, remedy }]);
}
