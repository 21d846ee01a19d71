/** Fault × symptom matrix as log-odds (form of ISO 13379-1; weights: judgement, physics.md §8). */
import type { FaultId } from '@plant47/contract';

/** What can be seen on a component, each with a strength 0–1. */
export type Symptom =
  | 'heat'
  | 'heat-fast'
  | 'heat-plain'
  | 'winding-heat'
  | 'high-frequency'
  | 'outer-lines'
  | 'inner-lines'
  | 'ball-lines'
  | 'cage-lines'
  | 'shaft-impacts'
  | 'once-per-turn'
  | 'multiples'
  | 'suction-low'
  | 'head-low'
  | 'power-high'
  | 'current-unbalance'
  | 'voltage-unbalance'
  | 'sensor-step'
  | 'sensor-stuck'
  | 'no-witness';

export type Symptoms = Partial<Record<Symptom, number>>;

interface Entry {
  readonly prior: number;
  /** Symptom → log-odds when fully present, and when absent. */
  readonly weights: Partial<Record<Symptom, readonly [number, number]>>;
}

const MATRIX: Partial<Record<FaultId, Entry>> = {
  'bearing.starvation': {
    prior: -3,
    weights: {
      heat: [4, -3],
      'heat-fast': [-4, 0],
      'sensor-step': [-6, 0],
      'sensor-stuck': [-6, 0],
      'no-witness': [-2.1, 0],
      'winding-heat': [-1, 0],
      'shaft-impacts': [-1, 0],
    },
  },
  'bearing.over-grease': {
    prior: -4,
    weights: { 'heat-fast': [7, -5], 'outer-lines': [-3, 0], 'inner-lines': [-3, 0] },
  },
  'bearing.outer-race': {
    prior: -3,
    weights: { 'outer-lines': [6, -4], 'inner-lines': [-2, 0], 'high-frequency': [0.5, 0] },
  },
  'bearing.inner-race': {
    prior: -3,
    weights: { 'inner-lines': [6, -4], 'outer-lines': [-2, 0], 'high-frequency': [0.5, 0] },
  },
  'bearing.rolling-element': { prior: -3.5, weights: { 'ball-lines': [5, -4] } },
  'bearing.cage': { prior: -4, weights: { 'cage-lines': [5, -4] } },
  'motor.blocked-cooling': {
    prior: -3,
    weights: { 'winding-heat': [5, -4], 'current-unbalance': [-1, 0], heat: [-1, 0] },
  },
  'motor.supply-unbalance': {
    prior: -3,
    weights: { 'voltage-unbalance': [5, -1], 'current-unbalance': [3, -2] },
  },
  'train.unbalance': {
    prior: -3,
    weights: { 'once-per-turn': [5, -4], multiples: [-2, 0], 'shaft-impacts': [-3, 0] },
  },
  'train.looseness': {
    prior: -3,
    weights: { multiples: [3, -1.5], 'shaft-impacts': [4, -1.5], 'once-per-turn': [0.3, 0] },
  },
  'pump.strainer-clog': { prior: -3, weights: { 'suction-low': [6, -4], 'head-low': [-0.5, 0] } },
  'pump.cavitation': {
    prior: -4,
    weights: { 'suction-low': [2.5, -1], 'high-frequency': [2.5, -2], 'head-low': [1, 0] },
  },
  'pump.impeller-wear': {
    prior: -3,
    weights: { 'head-low': [5.5, -4], 'suction-low': [-2, 0], 'power-high': [0.5, 0] },
  },
  'sensor.bias': { prior: -3, weights: { 'sensor-step': [8, -4] } },
  'sensor.stuck': { prior: -3, weights: { 'sensor-stuck': [8, -5] } },
  'sensor.drift': {
    prior: -3.9,
    weights: {
      heat: [3.2, -3],
      'no-witness': [2.9, -2.9],
      'heat-fast': [-4, 0],
      'sensor-step': [-3, 0],
    },
  },
};

/** Odds kept for what the matrix does not know. */
const UNKNOWN_ODDS = 0.25;

export interface Hypothesis {
  readonly fault: string;
  readonly p: number;
}

/** Rooms of faults that a component can have; its sensors are part of a bearing's picture. */
const SCOPES: readonly (readonly [part: string, rooms: readonly string[]])[] = [
  ['bearing', ['bearing', 'sensor']],
  ['motor', ['motor']],
  ['pump', ['pump']],
  ['train', ['train']],
];

function roomsOf(component: string): readonly string[] {
  return SCOPES.find(([part]) => component.includes(part))?.[1] ?? [];
}

/** Ranked hypotheses for a component; their sum is below one by the share of the unknown. */
export function diagnose(
  component: string,
  symptoms: Symptoms,
  claimable: readonly string[],
  count = 3,
): Hypothesis[] {
  const rooms = roomsOf(component);
  const odds: [string, number][] = [];
  let total = UNKNOWN_ODDS;
  for (const [fault, entry] of Object.entries(MATRIX)) {
    if (!claimable.includes(fault) || !rooms.includes(fault.split('.')[0]!)) continue;
    let log = entry.prior;
    for (const [symptom, [present, absent]] of Object.entries(entry.weights)) {
      const strength = symptoms[symptom as Symptom] ?? 0;
      log += strength * present + (1 - strength) * absent;
    }
    const o = Math.exp(log);
    odds.push([fault, o]);
    total += o;
  }
  odds.push(['unknown', UNKNOWN_ODDS]);
  odds.sort((a, b) => b[1] - a[1]);
  return odds
    .map(([fault, o]) => ({ fault, p: Math.round((1000 * o) / total) / 1000 }))
    .filter((h, i) => i === 0 || h.p >= 0.02)
    .slice(0, count);
}
