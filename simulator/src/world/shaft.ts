/**
 * Shafts and pipes: an inertia that integrates the sum of efforts put on it.
 *
 * M dx/dt = e(x) is solved linearly implicitly (Rosenbrock-Euler), because e is stiff:
 * 15 kW motor near rated slip, dτ/dω = -34 N·m·s, time constant 4.5 ms against a tick of 50 ms.
 * With dt = Infinity the same line is one Newton step towards e(x) = 0.
 */
import type { Column } from '../machines/kind.js';
import type { Pipes, Shafts } from '../machines/net.js';

/** Largest change of speed in one step, rad/s: a slip of 0.05 on a 4-pole 50 Hz machine. */
const STRIDE_MAX = 7.85;
/** Stiffness below which a pipe counts as one that has no slope yet, s/m². */
const SLACK = 0.4;

/** True where one step of dt would leave the stable branch: run-up, breakdown, stall. */
export function isWild(shaft: Shafts, s: number, dt: number): boolean {
  const { tau, slope, J } = shaft;
  return slope[s] > 0 || Math.abs(tau[s]) > STRIDE_MAX * (J[s] / dt - slope[s]);
}

/**
 * Advances the speed of shafts [first, last) by dt seconds.
 * Leaves wild ones where they are and returns their number.
 */
export function turn(shaft: Shafts, first: number, last: number, dt: number): number {
  const { omega, tau, slope, J } = shaft;
  let wild = 0;
  for (let s = first; s < last; s++) {
    const stiffness = J[s] / dt - slope[s];
    if (slope[s] > 0 || Math.abs(tau[s]) > STRIDE_MAX * stiffness) wild++;
    else omega[s] += tau[s] / stiffness;
  }
  return wild;
}

/** Advances one wild shaft by a step so short that inertia alone keeps it tame. */
export function creep(shaft: Shafts, s: number, dt: number): void {
  const { omega, tau, slope, J } = shaft;
  omega[s] += tau[s] / Math.max(J[s] / dt - slope[s], (0.5 * J[s]) / dt);
}

/** Advances the flow of pipes [first, last) by dt seconds; a check valve holds it at zero. */
export function run(pipe: Pipes, first: number, last: number, dt: number): void {
  const { Q, H, slope, I } = pipe;
  for (let p = first; p < last; p++) {
    Q[p] = Math.max(Q[p] + H[p] / Math.max(I[p] / dt - slope[p], SLACK), 0);
  }
}

/** Takes all efforts off [first, last) before components state them anew. */
export function clear(effort: Column, slope: Column, first: number, last: number): void {
  for (let k = first; k < last; k++) {
    effort[k] = 0;
    slope[k] = 0;
  }
}
