/** A measuring point: the structure round an accelerometer, and how each bearing reaches it. */
import type { BearingEntry } from '@plant47/contract';
import type { Mode, VibrationSettings } from '@plant47/contract/sealed';
import { cageOrder, innerRaceOrder, outerRaceOrder } from '../physics/bearing-kinematics.js';
import { cos, exp, pow, sin } from '../physics/dmath.js';
import { streamOf, uniform } from '../physics/random.js';
import { type FloorCourse, floorCourse } from './floor-course.js';

/** What sensing needs of a train: what the plant file says of the place, and the machine there. */
export interface SiteSettings extends Omit<VibrationSettings, 'crosstalk'> {
  /** Place of the train in the plant file, from 1: names its draws, whatever it is called. */
  readonly unitBase: number;
  readonly power_kW: number;
  readonly speed_rpm: number;
  /** DE, NDE, pump DE, pump NDE. */
  readonly bearings: readonly Omit<BearingEntry, 'component' | 'designation'>[];
}

/** A bearing as a measuring point hears it. */
export interface HeardBearing {
  /** Gain of its impacts, and of slow shaking by its last stage. */
  readonly gain: number;
  readonly shake: number;
  /** Orders: over shaft frequency, kinematic. */
  readonly outer: number;
  readonly inner: number;
  readonly cage: number;
  readonly Dw_mm: number;
  readonly Dpw_mm: number;
  /** Mean slip at full load, and the standard deviation of one interval. */
  readonly meanSlip: number;
  readonly slip: number;
}

/** 0 = motor drive end, 1 = pump drive end. */
export type MeasuringPoint = 0 | 1;

export interface Site {
  readonly settings: SiteSettings;
  readonly point: MeasuringPoint;
  readonly modes: readonly Mode[];
  readonly bearings: readonly HeardBearing[];
  readonly course: FloorCourse;
  /** Rate of the floor's modulation over shaft frequency, or in Hz where below zero. */
  readonly sway: number;
  /** 2× and 3× over 1×, and their phases. */
  readonly orders: readonly {
    readonly k: number;
    readonly share: number;
    readonly phase: number;
  }[];
  /** Electrical pick-up: it stays when the machine stands. */
  readonly pickup: readonly { readonly hz: number; readonly a: number }[];
  /** Impact energy ∫h² and ∫h⁴ of the modes, s; and Σ gain/ω, s. */
  readonly ring2: number;
  readonly ring4: number;
  readonly slow: number;
}

/** Impact gains of DE, NDE, pump DE, pump NDE at the two points. Judgement: one casting passes
 *  4 dB, a coupling or bedplate 20 dB. */
const IMPACT_GAIN: readonly (readonly number[])[] = [
  [1, 0.62, 0.1, 0.06],
  [0.1, 0.05, 1, 0.7],
];
const SHAKE_GAIN: readonly (readonly number[])[] = [
  [1, 0.8, 0.35, 0.3],
  [0.35, 0.25, 1, 0.85],
];
/** Modes of a 15 kW machine: Hz, damping, gain (class-typical, judgement); pumps ring lower. */
const MODES: readonly Mode[] = [
  { hz: 1900, zeta: 0.06, gain: 0.4 },
  { hz: 3500, zeta: 0.05, gain: 1 },
  { hz: 7800, zeta: 0.04, gain: 0.5 },
];
const PUMP_PITCH = 0.93;

/** The measuring point of a train: fixed for a run. */
export function siteOf(key: readonly number[], set: SiteSettings, point: MeasuringPoint): Site {
  const draws = streamOf(key, set.unitBase, 'site', point);
  const draw = (index: number): number => uniform(draws, index);
  // Larger frames ring lower: about the cube root of size, hence power^-0.15 (judgement).
  const pitch = pow(15 / set.power_kW, 0.15) * (point === 1 ? PUMP_PITCH : 1);
  const modes = (set.modes ?? MODES).map(({ hz, zeta, gain }, m) => ({
    hz: hz * pitch * (0.95 + 0.1 * draw(m)),
    zeta: zeta * (0.9 + 0.2 * draw(m + 4)),
    gain,
  }));
  return {
    settings: set,
    point,
    modes,
    bearings: set.bearings.map((_, b) => hear(key, set, point, b)),
    course: floorCourse(key, set.unitBase, set.restless),
    sway: draw(8) < 0.5 ? 1 : -(0.7 + 2.3 * draw(9)),
    orders: [
      { k: 1, share: point === 1 ? 0.7 + 0.4 * draw(10) : 1, phase: 6.28 * draw(11) },
      { k: 2, share: 0.15 + 0.2 * draw(12), phase: 6.28 * draw(13) },
      { k: 3, share: 0.04 + 0.08 * draw(14), phase: 6.28 * draw(15) },
    ],
    pickup: [16, 18].map((i) => ({ hz: 1200 + 3200 * draw(i), a: 0.01 + 0.02 * draw(i + 1) })),
    ...energies(modes),
  };
}

function hear(
  key: readonly number[],
  set: SiteSettings,
  point: MeasuringPoint,
  index: number,
): HeardBearing {
  const { Z, Dw_mm, Dpw_mm, angle_deg } = set.bearings[index]!;
  const draws = streamOf(key, set.unitBase, 'bearing', index);
  const c = cos((angle_deg * Math.PI) / 180);
  return {
    gain: IMPACT_GAIN[point]![index]!,
    shake: SHAKE_GAIN[point]![index]!,
    outer: outerRaceOrder(Z, Dw_mm, Dpw_mm, c),
    inner: innerRaceOrder(Z, Dw_mm, Dpw_mm, c),
    cage: cageOrder(Dw_mm, Dpw_mm, c),
    Dw_mm,
    Dpw_mm,
    meanSlip: set.slip?.mean ?? 0.003 + 0.003 * uniform(draws, 0),
    slip: set.slip?.scatter ?? 0.01 + 0.008 * uniform(draws, 0, 1),
  };
}

/** Shares of ∫h² and ∫h⁴ that pass the transmitter's band of 1–10 kHz: fitted to synthesised
 *  bursts of the three shipped sizes (statistics.test.ts states the tolerance). */
const BAND2 = 0.95;
const BAND4 = 0.72;
const RING_HZ = 102_400;

/** ∫h² and ∫h⁴ in 1–10 kHz of h = Σ gain·e^(−ζωt)·sin(ω_d t), and ∫h, s. */
export function energies(modes: readonly Mode[]): { ring2: number; ring4: number; slow: number } {
  const turns = modes.map(({ hz, zeta, gain }) => {
    const w = (2 * Math.PI * hz) / RING_HZ;
    const turn = w * Math.sqrt(1 - zeta * zeta);
    const shrink = exp(-zeta * w);
    return { c: shrink * cos(turn), s: shrink * sin(turn), p: gain, q: 0 };
  });
  let ring2 = 0;
  let ring4 = 0;
  let slow = 0;
  for (let i = 0; i < 2048; i++) {
    let h = 0;
    for (const turn of turns) {
      h += turn.q;
      const next = turn.c * turn.p - turn.s * turn.q;
      turn.q = turn.s * turn.p + turn.c * turn.q;
      turn.p = next;
    }
    ring2 += h * h;
    ring4 += h * h * h * h;
    slow += h;
  }
  return {
    ring2: (BAND2 * ring2) / RING_HZ,
    ring4: (BAND4 * ring4) / RING_HZ,
    slow: slow / RING_HZ,
  };
}
