/** A burst to be made, reduced to sinusoids, impulse trains and noise: plain data for a worker. */
import type { Stream } from '../physics/random.js';

/** A steady sinusoid of acceleration: a·cos(2π f t + phase). */
export interface Tone {
  readonly hz: number;
  /** Peak acceleration, m/s². */
  readonly a: number;
  readonly phase: number;
}

/** Repeated impacts that ring the structure. */
export interface ImpactTrain {
  /** Mean rate, 1/s. */
  readonly hz: number;
  /** Standard deviation of one interval over its mean (random walk of phase); Poisson where ≥ 1. */
  readonly slip: number;
  /** Standard deviation of an impact's time, s, that does not accumulate (locked to the shaft). */
  readonly jitter_s: number;
  /** Peak acceleration of an impact at the point, m/s². */
  readonly a: number;
  /** Relative scatter of amplitudes. */
  readonly scatter: number;
  /** Load zone: rate at which impacts pass it, Hz (0 = they stay in it), and its extent ε. */
  readonly zone_hz: number;
  readonly zone: number;
  /** Second impact of a large spall: delay, s, and relative size; 0 = none. */
  readonly exit_s: number;
  readonly exit: number;
  readonly stream: Stream;
}

/** A structural mode: an impact of 1 m/s² gives gain·e^(−ζωt)·sin(ω_d t). */
export interface Mode {
  readonly hz: number;
  readonly zeta: number;
  readonly gain: number;
}

/** Gaussian noise: a white floor, more of it at high and at low frequencies, its sway. */
export interface NoiseFloor {
  /** RMS in 1–10 kHz of the white part, m/s². */
  readonly rms: number;
  /** Amplitude added above `HIGH_CORNER`, in units of the white part. */
  readonly high: number;
  /** Amplitude added below `LOW_CORNER`, in units of the white part. */
  readonly low: number;
  /** Amplitude modulation: depth and rate. */
  readonly depth: number;
  readonly sway_hz: number;
  readonly stream: Stream;
}

export interface BurstJob {
  readonly seq: number;
  /** Simulated Unix time of the first sample, ms. */
  readonly simTs: number;
  readonly fs_hz: number;
  readonly samples: number;
  /** SI units per count. */
  readonly scale: number;
  readonly speed_hz: number;
  readonly unit: string;
  readonly tones: readonly Tone[];
  readonly impacts: readonly ImpactTrain[];
  readonly modes: readonly Mode[];
  readonly noise: NoiseFloor;
}
