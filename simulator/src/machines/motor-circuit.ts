/** Currents and powers of the induction motor's circuit at its present slip, per sequence. */
import { type Impedance, inputImpedance, phaseMagnitude } from '../physics/sequence-components.js';
import { deepBarShare } from '../physics/torque-slip.js';
import type { Column } from './kind.js';
import type { Net } from './net.js';

/** The rows of the motor that fix currents at a given slip. */
export type Circuit = Readonly<
  Record<
    'omega_s' | 'R_1h' | 'X_1h' | 'R_2h' | 'X_2f' | 'B_m' | 'R_c' | 'k_R' | 'k_X' | 'V_1' | 'u_2',
    Column
  >
> &
  Readonly<Record<'f_N' | 'poles', Column>> & {
    readonly shaft: Int32Array;
    readonly supply: Int32Array;
  };

const z: Impedance = { R: 1, X: 0 };

/** Slip of row i; 1 at rest. */
function slipOf(m: Circuit, i: number, net: Net): number {
  return 1 - net.shaft.omega[m.shaft[i]] / m.omega_s[i];
}

/** Sequence currents of row i as (re, im) pairs, A: positive, then negative; V1 is real. */
export const currents = new Float64Array(4);

/** Fills `currents` for row i. */
export function solveCurrents(m: Circuit, i: number, net: Net): void {
  currents.fill(0);
  const V = m.V_1[i];
  if (V <= 0) return;
  const s = slipOf(m, i, net);
  impedanceAt(m, i, net, s);
  const Z2 = z.R * z.R + z.X * z.X;
  currents[0] = (V * z.R) / Z2;
  currents[1] = (-V * z.X) / Z2;
  if (m.u_2[i] <= 0) return;
  impedanceAt(m, i, net, 2 - s);
  const N2 = z.R * z.R + z.X * z.X;
  currents[2] = (m.u_2[i] * V * z.R) / N2;
  currents[3] = (-m.u_2[i] * V * z.X) / N2;
}

function impedanceAt(m: Circuit, i: number, net: Net, s: number): void {
  const g = deepBarShare(s, net.supply.f[m.supply[i]], m.f_N[i]);
  const R_2 = m.R_2h[i] * (1 + (m.k_R[i] - 1) * g);
  const X_2 = m.X_2f[i] * (1 + (m.k_X[i] - 1) * g);
  inputImpedance(s, m.R_1h[i], m.X_1h[i], 1 / m.R_c[i], m.B_m[i], R_2, X_2, z);
}

/** Line current of phase 1, 2 or 3, A. */
export function phaseCurrent(m: Circuit, i: number, net: Net, phase: number): number {
  solveCurrents(m, i, net);
  return phaseMagnitude(phase, currents[0], currents[1], currents[2], currents[3]);
}

/** Voltage between the lines of pair 1, 2 or 3, V. */
export function lineVoltage(m: Circuit, i: number, phase: number): number {
  return Math.sqrt(3) * phaseMagnitude(phase, m.V_1[i], 0, m.u_2[i] * m.V_1[i], 0);
}

/** Electrical power taken by row i, W. */
export function electricalPower(m: Circuit, i: number, net: Net): number {
  solveCurrents(m, i, net);
  return 3 * m.V_1[i] * (currents[0] + m.u_2[i] * currents[2]);
}

/** Power over apparent power of the three phases; 0 without current. */
export function powerFactor(m: Circuit, i: number, net: Net): number {
  const P = electricalPower(m, i, net);
  let S = 0;
  for (let k = 1; k <= 3; k++) {
    S +=
      (lineVoltage(m, i, k) / Math.sqrt(3)) *
      phaseMagnitude(k, currents[0], currents[1], currents[2], currents[3]);
  }
  return S > 0 ? P / S : 0;
}
