/** How a train meets its demand for flow: by a throttle valve or by its speed. */

/** What the controller knows of its pump, line and motor: their parameters of these names, SI. */
export const CURVE = ['H_0', 'k_H', 'H_s', 'K', 'Q_N', 'Q_max', 'omega_0', 'poles'] as const;
export type FlowCurve = Readonly<Record<(typeof CURVE)[number], number>>;

/** Range of supply frequency under speed control, Hz (judgement). */
const F_MIN = 25;
const F_MAX = 50;
/** Slip that the controller allows for (judgement). */
const SLIP = 0.012;

/** Rate at which a converter moves its frequency, Hz/s (judgement). */
const RAMP_HZ = 2;
/** Frequency at which a converter begins a start, Hz (judgement). */
export const F_START = 2;

/** The frequency, Hz, of a converter that has moved for dt seconds from f towards what is asked. */
export function slewed(f: number, asked: number, dt: number): number {
  return f + Math.max(-RAMP_HZ * dt, Math.min(asked - f, RAMP_HZ * dt));
}

/** Line friction over that of the open valve, for demand u = flow over rated flow. */
export function throttleFor(u: number, c: FlowCurve): number {
  const Q = Math.min(u * c.Q_N, 0.97 * c.Q_max);
  return Math.max(((c.H_0 - c.H_s) / (Q * Q) - c.k_H) / c.K, 0.7);
}

/** Supply frequency, Hz, that gives demand u with the valve open. */
export function frequencyFor(u: number, c: FlowCurve): number {
  const Q = Math.min(u * c.Q_N, 0.97 * c.Q_max);
  const r = Math.sqrt((c.H_s + (c.k_H + c.K) * Q * Q) / c.H_0);
  const f = ((r * c.omega_0 * c.poles) / (4 * Math.PI)) * (1 + SLIP);
  return Math.max(F_MIN, Math.min(f, F_MAX));
}
