/** Single-stage centrifugal pump with its suction side, its discharge line and its bracket. */
import {
  cavitationIntensity,
  FREE_MARGIN,
  headFactor,
  headFactorSlope,
  vapourPressure,
} from '../physics/cavitation.js';
import { remaining } from '../physics/heat.js';
import { G, head, powerNumber, powerNumberSlope } from '../physics/pump-curve.js';
import { type Column, defineKind } from './kind.js';
import type { Net } from './net.js';
import { PUMP_MODELS } from './pump-models.js';

const FIT = 'fit to the ISO 2858 class catalogue points of a 125-100-315 at 1450 rpm';
const JUDGED = 'judgement';
/** Change of relative flow within which the power number follows its tangent. */
const DRIFT = 2e-3;
/** Atmospheric pressure, Pa (ISO 2533). */
const ATMOSPHERE = 101_325;
/** Rise of the strainer's resistance and loss of head at severity 1. */
const CLOG_MAX = 40;
const WEAR_MAX = 0.25;

export const centrifugalPump = defineKind({
  kind: 'centrifugal-pump',
  label: 'Centrifugal pump',
  family: 'pump',
  connectors: { shaft: 'shaft', pipe: 'pipe', bracket: 'heat', supply: 'supply' },

  parameters: {
    omega_0: { unit: 'rad/s', label: 'Rated speed', value: 151.843645, source: '1450 rpm', min: 1 },
    H_0: { unit: 'm', label: 'Shut-off head', value: 34.563, source: FIT, min: 0.1 },
    k_H: { unit: 's²/m⁵', label: 'Head curve', value: 3559.3, source: FIT, min: 0 },
    Q_b: {
      unit: 'm³/s',
      label: 'Flow at best efficiency',
      value: 0.032034,
      source: FIT,
      min: 1e-6,
    },
    eta_b: { unit: '1', label: 'Best efficiency', value: 0.741, source: FIT, min: 0.01 },
    m: { unit: '1', label: 'Exponent of the efficiency curve', value: 2.08, source: FIT, min: 0.5 },
    a_N: { unit: 'm', label: 'NPSHr at shut-off', value: 2.266, source: FIT, min: 0.01 },
    b_N: { unit: 's²/m⁵', label: 'Rise of NPSHr', value: 556.6, source: FIT, min: 0 },
    J: {
      unit: 'kg·m²',
      label: 'Impeller inertia, with water',
      value: 0.036,
      source: JUDGED,
      min: 0,
    },
    k_w: { unit: '1/s', label: 'Wear rate', value: 1.74e-9, source: '25 % in 40 000 h', min: 0 },
    rho: { unit: 'kg/m³', label: 'Density', value: 998.2, source: 'water, 20 °C', min: 0.1 },
    theta_f: { unit: 'K', label: 'Water temperature', value: 285.15, source: JUDGED, min: 273 },
    z_s: { unit: 'm', label: 'Level above the suction nozzle', value: 2, source: JUDGED },
    K_s: { unit: 's²/m⁵', label: 'Suction friction, clean', value: 530, source: JUDGED, min: 0 },
    H_s: { unit: 'm', label: 'Static head', value: 10, source: JUDGED },
    K: { unit: 's²/m⁵', label: 'Line friction, open', value: 28274.35, source: JUDGED, min: 0 },
    I: {
      unit: 's²/m²',
      label: 'Inertance L/(g·A)',
      value: 400,
      source: '30 m of DN 100',
      min: 1e-3,
    },
    Q_N: { unit: 'm³/s', label: 'Rated flow', value: 0.0277778, source: JUDGED, min: 1e-6 },
    Q_max: { unit: 'm³/s', label: 'Largest flow asked for', value: 0.0333333, source: JUDGED },
    C_p: {
      unit: 'J/K',
      label: 'Heat capacity of the bracket',
      value: 5500,
      source: JUDGED,
      min: 1,
    },
    R_p: { unit: 'K/W', label: 'Bracket to air', value: 0.65, source: JUDGED, min: 1e-3 },
    cooled: {
      unit: '1',
      label: 'Share of water in the air that cools it',
      value: 0.3,
      source: JUDGED,
    },
  },
  models: PUMP_MODELS,
  states: {
    wear: { unit: '1', label: 'Impeller wear, share of head', start: 0 },
    theta_p: { unit: 'K', label: 'Bracket temperature', start: 298.15 },
  },
  held: {
    x_h: { unit: '1', label: 'Relative flow at which phi was taken', start: -1 },
    phi: { unit: '1', label: 'Power number', start: 0.5 },
    dphi: { unit: '1', label: 'Slope of the power number', start: 0 },
    H_w: { unit: 'm', label: 'Shut-off head as worn', start: 30 },
    eta_w: { unit: '1', label: 'Best efficiency as worn', start: 0.7 },
    K_in: { unit: 's²/m⁵', label: 'Suction friction as clogged', start: 0 },
    N_0: { unit: 'm', label: 'NPSHa without flow', start: 13 },
    cool: { unit: 'K', label: 'Temperature that cools the bracket', start: 290 },
  },
  inputs: {
    throttle: { unit: '1', label: 'Line friction over that of the open valve', start: 1 },
  },
  faults: {
    strainer_clog: {
      id: 'pump.strainer-clog',
      label: 'Clogged suction strainer',
      unit: 'times clean resistance',
      at0: 1,
      at1: CLOG_MAX,
      iso14224: 'PLU',
      profile: 'incipient',
      accepted: [
        { fault: 'pump.strainer-clog', credit: 1 },
        { fault: 'pump.cavitation', credit: 0.5 },
      ],
      indicator: 'pump.suction-pressure',
    },
    impeller_wear: {
      id: 'pump.impeller-wear',
      label: 'Worn impeller',
      unit: '% loss of head',
      at0: 0,
      at1: 100 * WEAR_MAX,
      iso14224: 'LOO',
      profile: 'incipient',
      accepted: [{ fault: 'pump.impeller-wear', credit: 1 }],
      indicator: 'pump.discharge-pressure',
      physical: (m, i) => 100 * (m.wear[i] + WEAR_MAX * m.impeller_wear[i]),
    },
  },
  actions: {
    'clean-strainer': {
      label: 'Clean the suction strainer',
      needs: 'any',
      duration_s: 1800,
      effect: 'suction friction back to clean',
      mends: ['pump.strainer-clog', 'pump.cavitation'],
    },
    'replace-impeller': {
      label: 'Replace the impeller',
      needs: 'stopped',
      duration_s: 21_600,
      effect: 'head curve back to new',
      mends: ['pump.impeller-wear'],
      apply: (m, i) => {
        m.wear[i] = 0;
      },
    },
  },

  hold(m, net, first, last) {
    for (let i = first; i < last; i++) {
      const lost = Math.min(m.wear[i] + WEAR_MAX * m.impeller_wear[i], 0.9);
      m.H_w[i] = m.H_0[i] * (1 - lost);
      m.eta_w[i] = m.eta_b[i] * (1 - 0.5 * lost);
      m.K_in[i] = m.K_s[i] * (1 + (CLOG_MAX - 1) * m.strainer_clog[i]);
      const surface = (ATMOSPHERE - vapourPressure(m.theta_f[i])) / (m.rho[i] * G);
      m.N_0[i] = surface + m.z_s[i];
      const air = net.supply.ambient[m.supply[i]];
      m.cool[i] = air + m.cooled[i] * (m.theta_f[i] - air);
      net.heat.theta[m.bracket[i]] = m.theta_p[i];
    }
  },

  act(m, net, first, last) {
    const { shaft, pipe, omega_0, k_H, Q_b, rho, x_h, phi, dphi, H_w, eta_w, K_in, N_0 } = m;
    const { a_N, b_N, H_s, K, throttle } = m;
    const { omega, tau, slope, load } = net.shaft;
    const { Q, H, slope: dH } = net.pipe;
    for (let i = first; i < last; i++) {
      const k = shaft[i];
      const p = pipe[i];
      const r = omega[k] / omega_0[i];
      const q = Q[p];

      // Head of the impeller, less what cavitation takes where the suction margin is thin.
      let lift = head(q, r, H_w[i], k_H[i]);
      let fall = -2 * k_H[i] * q;
      const need = a_N[i] * r * r + b_N[i] * q * q;
      const margin = (N_0[i] - K_in[i] * q * q) / Math.max(need, 1e-3);
      if (margin < FREE_MARGIN) {
        const dM = (-2 * q * (K_in[i] + margin * b_N[i])) / Math.max(need, 1e-3);
        fall = fall * headFactor(margin) + lift * headFactorSlope(margin) * dM;
        lift *= headFactor(margin);
      }

      // Line: suction friction, static head, discharge friction as throttled.
      const k_line = K[i] * throttle[i] + K_in[i];
      H[p] += lift - H_s[i] - k_line * q * Math.abs(q);
      dH[p] += fall - 2 * k_line * Math.abs(q);

      // Torque ρ g Q H/(η ω), written with the power number: no singularity at rest or shut-off.
      const x = q / (Q_b[i] * Math.max(r, 1e-3));
      if (Math.abs(x - x_h[i]) > DRIFT) {
        x_h[i] = x;
        phi[i] = powerNumber(x, m.m[i]);
        dphi[i] = powerNumberSlope(x, m.m[i], phi[i]);
      }
      const number = phi[i] + dphi[i] * (x - x_h[i]);
      const c = (rho[i] * G * Q_b[i] * number) / (eta_w[i] * omega_0[i]);
      const torque = c * Math.max(lift, 0);
      load[k] = torque;
      tau[k] -= torque;
      slope[k] -= (c * 2 * H_w[i] * Math.max(r, 0)) / omega_0[i];
    }
  },

  lose() {},

  relax(m, net, first, last, dt) {
    for (let i = first; i < last; i++) {
      const end = m.cool[i] + net.heat.flow[m.bracket[i]] * m.R_p[i];
      m.theta_p[i] = end + (m.theta_p[i] - end) * remaining(dt, m.R_p[i] * m.C_p[i]);
    }
  },

  age(m, net, first, last, dt) {
    for (let i = first; i < last; i++) {
      const x = net.pipe.Q[m.pipe[i]] / m.Q_b[i];
      const r = net.shaft.omega[m.shaft[i]] / m.omega_0[i];
      // Abrasion by flow, erosion twenty times faster under full cavitation (judgement).
      const rate =
        m.k_w[i] * (x * x * r + 20 * cavitationIntensity(marginOf(m, i, net)) * r * r * r);
      m.wear[i] = Math.min(m.wear[i] + rate * dt, WEAR_MAX);
    }
  },

  outputs: {
    flow: ['m³/s', 'Flow', [0, 0.15], (m, i, net) => net.pipe.Q[m.pipe[i]]],
    'suction-pressure': ['Pa', 'Suction pressure over atmosphere', [-1e5, 2e5], suction],
    'discharge-pressure': [
      'Pa',
      'Discharge pressure over atmosphere',
      [-1e5, 16e5],
      (m, i, net) => {
        const r = net.shaft.omega[m.shaft[i]] / m.omega_0[i];
        const H = head(net.pipe.Q[m.pipe[i]], r, m.H_w[i], m.k_H[i]);
        const lift = Math.max(H * headFactor(marginOf(m, i, net)), r > 0.05 ? 0 : H);
        return suction(m, i, net) + m.rho[i] * G * lift;
      },
    ],
    cavitation: [
      '1',
      'Cavitation intensity',
      [0, 1],
      (m, i, net) => {
        const r = net.shaft.omega[m.shaft[i]] / m.omega_0[i];
        return r < 0.2 ? 0 : cavitationIntensity(marginOf(m, i, net));
      },
    ],
    'flow-ratio': [
      '1',
      'Flow over best flow at this speed',
      [0, 2],
      (m, i, net) => {
        const r = Math.max(net.shaft.omega[m.shaft[i]] / m.omega_0[i], 1e-3);
        return net.pipe.Q[m.pipe[i]] / (m.Q_b[i] * r);
      },
    ],
    wear: ['1', 'Impeller wear', [0, 0.25], (m, i) => m.wear[i]],
  },
});

type Suction = Readonly<
  Record<'N_0' | 'K_in' | 'a_N' | 'b_N' | 'omega_0' | 'rho' | 'z_s', Column>
> & { readonly shaft: Int32Array; readonly pipe: Int32Array };

/** NPSHa over NPSHr of row i. */
function marginOf(m: Suction, i: number, net: Net): number {
  const q = net.pipe.Q[m.pipe[i]];
  const r = net.shaft.omega[m.shaft[i]] / m.omega_0[i];
  return (m.N_0[i] - m.K_in[i] * q * q) / Math.max(m.a_N[i] * r * r + m.b_N[i] * q * q, 1e-3);
}

function suction(m: Suction, i: number, net: Net): number {
  const q = net.pipe.Q[m.pipe[i]];
  return m.rho[i] * G * (m.z_s[i] - m.K_in[i] * q * q);
}
