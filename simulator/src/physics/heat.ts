/** Heat flow through lumped bodies, exact for losses that are constant over the step. */
import { exp } from './dmath.js';

/** Share of a first-order difference that remains after dt; tau in the same unit. */
export function remaining(dt: number, tau: number): number {
  return exp(-dt / tau);
}

/**
 * Two bodies in a row, winding and frame: writes both temperatures, K, after dt seconds to `out`.
 * Losses P in W, resistances R in K/W, capacities C in J/K. Matrix exponential of the 2×2 system.
 */
export function twoNode(
  theta_w: number,
  theta_h: number,
  theta_a: number,
  P_w: number,
  P_h: number,
  R_wh: number,
  R_ha: number,
  C_w: number,
  C_h: number,
  dt: number,
  out: Float64Array,
): void {
  const h_end = theta_a + (P_w + P_h) * R_ha;
  const w_end = h_end + P_w * R_wh;
  const a = 1 / (R_wh * C_w);
  const b = 1 / (R_wh * C_h);
  const c = b + 1 / (R_ha * C_h);
  const mean = (a + c) / 2;
  const split = Math.sqrt(mean * mean - a * (c - b));
  const slow = exp((split - mean) * dt);
  const fast = exp((-split - mean) * dt);
  const even = (slow + fast) / 2;
  const odd = (slow - fast) / (2 * split);
  const dw = theta_w - w_end;
  const dh = theta_h - h_end;
  out[0] = w_end + even * dw + odd * ((mean - a) * dw + a * dh);
  out[1] = h_end + even * dh + odd * (b * dw + (mean - c) * dh);
}
