/** The condition of a train as its vibration shows it: plain numbers, fit to cross a thread. */
import { isEnergised, MODES } from '../control/starter.js';
import { read } from './read.js';
import type { State } from './state.js';

/** Condition of one bearing. */
export interface BearingState {
  /** Spall areas, mm². */
  readonly outer_mm2: number;
  readonly inner_mm2: number;
  /** Lubrication state, 1 fresh to 0 dry. */
  readonly lube: number;
  /** Friction multiplier, 1 healthy. */
  readonly friction: number;
  /** Radial load, N. */
  readonly F_r: number;
  /** Progress of the last stage, 0–1: lines drown, noise and 1× rise. */
  readonly stage4: number;
  /** Amplitude of impacts over that of unrounded edges. */
  readonly healing: number;
}

/** Share of the failed area at which the last stage begins (judgement). */
const LAST_STAGE = 0.3;
const BEARINGS = ['bearing-de', 'bearing-nde', 'pump-bearing-de', 'pump-bearing-nde'] as const;

/** The condition of a train, now. */
export function condition(state: State, train: number) {
  const get = (component: string, output: string): number => read(state, train, component, output);
  const { shaft, supply } = state.net;
  const omega = shaft.omega[train];
  const bearing = (component: (typeof BEARINGS)[number]): BearingState => {
    const outer_mm2 = get(component, 'outer-spall');
    const inner_mm2 = get(component, 'inner-spall');
    const share = Math.max(outer_mm2, inner_mm2) / 100;
    return {
      outer_mm2,
      inner_mm2,
      lube: get(component, 'lubrication'),
      friction: get(component, 'friction'),
      F_r: get(component, 'load'),
      stage4: Math.max(0, Math.min((share - LAST_STAGE) / (1 - LAST_STAGE), 1)),
      healing: get(component, 'healing'),
    };
  };
  const [de, nde, pumpDe, pumpNde] = BEARINGS;
  return {
    tick: state.tick,
    shaft_hz: omega / (2 * Math.PI),
    supply_hz: supply.on[train] * supply.f[train],
    running: isEnergised(MODES[state.train.mode[train]]),
    load: (shaft.load[train] * omega) / (shaft.T_N[train] * 50 * Math.PI),
    bearings: [bearing(de), bearing(nde), bearing(pumpDe), bearing(pumpNde)] as const,
    unbalance: get('train', 'unbalance'),
    looseness: get('train', 'looseness'),
    cavitation: get('pump', 'cavitation'),
    flowRatio: get('pump', 'flow-ratio'),
    supplyUnbalance: get('motor', 'voltage-unbalance'),
  };
}

export type TrainCondition = ReturnType<typeof condition>;
