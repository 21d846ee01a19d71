/** A burst to be made, reduced to sinusoids, impact trains and noise: plain data for a worker. */

/** A steady sinusoid of acceleration: a·cos(2π·hz·t + phase). */
export interface Tone {
  readonly hz: number;
  /** Peak acceleration, m/s². */
  readonly a: number;
  readonly phase: number;
}

/** Repeated impacts that ring the structure. */
export interface ImpactTrain {
  /** Tells its draws from those of other trains of the same burst; from 1. */
  readonly id: number;
  /** Mean rate, 1/s. */
  readonly hz: number;
  /** `walk`: the phase wanders; `locked`: it does not; `random`: Poisson. */
  readonly pace: 'walk' | 'locked' | 'random';
  /** Standard deviation of an interval (walk) or of an instant (locked) over the mean interval. */
  readonly slip: number;
  /** Peak acceleration of a mean impact at the point for a mode of gain 1, m/s². */
  readonly a: number;
  /** Standard deviation of amplitudes over their mean. */
  readonly scatter: number;
  /** Rate at which impacts travel round the load zone, Hz; 0 = they stay at its middle. */
  readonly zone_hz: number;
  /** Second impact where a ball leaves a large spall: its delay, s, and relative size; 0 = none. */
  readonly exit_s: number;
  readonly exit: number;
}

/** A structural mode: an impact of size a gives a·gain·e^(−ζωt)·sin(ω_d·t). */
export interface Mode {
  readonly hz: number;
  readonly zeta: number;
  readonly gain: number;
}

/** Gaussian noise: a white floor, more of it at high and low frequencies, and its sway. */
export interface NoiseFloor {
  /** RMS of the white part in 1–10 kHz, m/s². */
  readonly rms: number;
  /** Amplitude added above the high corner, over the white part's. */
  readonly high: number;
  /** Amplitude added below the low corner, over the white part's. */
  readonly low: number;
  /** Amplitude modulation: depth 0–1, and rate. */
  readonly depth: number;
  readonly sway_hz: number;
}

/** All that shakes a measuring point at an instant. */
export interface Excitation {
  readonly tones: readonly Tone[];
  readonly impacts: readonly ImpactTrain[];
  readonly modes: readonly Mode[];
  readonly noise: NoiseFloor;
}

export interface BurstJob extends Excitation {
  readonly seq: number;
  /** Simulated Unix time of the first sample, ms. */
  readonly simTs: number;
  readonly fs_hz: number;
  readonly samples: number;
  /** SI units per count. */
  readonly scale: number;
  /** Shaft speed as the device knows it, Hz; NaN = unknown. */
  readonly speed_hz: number;
  readonly unit: string;
  /** Random stream of its noise, phases, slip and amplitudes: key and upper half of the counter. */
  readonly stream: {
    readonly k0: number;
    readonly k1: number;
    readonly c2: number;
    readonly c3: number;
  };
}
