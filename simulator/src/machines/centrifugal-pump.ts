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
import { defineKind, type Rows } from './kind.js';
import type { Net } from './net.js';
import { PUMP_CATALOGUE, PUMP_PLATES } from './pump-models.js';

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

  ...PUMP_CATALOGUE,
  plates: PUMP_PLATES,
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
      scale: ['times clean resistance', 1, CLOG_MAX],
      iso14224: 'PLU',
      profile: 'incipient',
      credits: { 'pump.cavitation': 0.5 },
      indicator: 'pump.suction-pressure',
    },
    impeller_wear: {
      id: 'pump.impeller-wear',
      label: 'Worn impeller',
      scale: ['% loss of head', 0, 100 * WEAR_MAX],
      iso14224: 'LOO',
      profile: 'incipient',
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
      const r = speedOf(m, i, net);
      // Abrasion by flow, erosion twenty times faster under full cavitation (judgement).
      const erosion = 20 * cavitationIntensity(marginOf(m, i, net)) * r * r * r;
      const rate = m.k_w[i] * (x * x * r + erosion);
      m.wear[i] = Math.min(m.wear[i] + rate * dt, WEAR_MAX);
    }
  },

  outputs: {
    flow: ['m³/s', 'Flow', [0, 0.15], (m, i, net) => net.pipe.Q[m.pipe[i]]],
    'suction-pressure': ['Pa', 'Suction pressure over atmosphere', [-1e5, 2e5], suction],
    'discharge-pressure': ['Pa', 'Discharge pressure over atmosphere', [-1e5, 16e5], discharge],
    cavitation: ['1', 'Cavitation intensity', [0, 1], bubbling],
    'flow-ratio': ['1', 'Flow over best flow at this speed', [0, 2], flowRatio],
  },
});

type Pump = Rows<
  'N_0' | 'K_in' | 'a_N' | 'b_N' | 'omega_0' | 'rho' | 'z_s' | 'H_w' | 'k_H' | 'Q_b',
  'shaft' | 'pipe'
>;

/** Speed of row i over rated speed. */
function speedOf(m: Pump, i: number, net: Net): number {
  return net.shaft.omega[m.shaft[i]] / m.omega_0[i];
}

/** NPSHa over NPSHr of row i. */
function marginOf(m: Pump, i: number, net: Net): number {
  const q = net.pipe.Q[m.pipe[i]];
  const r = speedOf(m, i, net);
  return (m.N_0[i] - m.K_in[i] * q * q) / Math.max(m.a_N[i] * r * r + m.b_N[i] * q * q, 1e-3);
}

function suction(m: Pump, i: number, net: Net): number {
  const q = net.pipe.Q[m.pipe[i]];
  return m.rho[i] * G * (m.z_s[i] - m.K_in[i] * q * q);
}

function discharge(m: Pump, i: number, net: Net): number {
  const r = speedOf(m, i, net);
  const H = head(net.pipe.Q[m.pipe[i]], r, m.H_w[i], m.k_H[i]);
  const lift = Math.max(H * headFactor(marginOf(m, i, net)), r > 0.05 ? 0 : H);
  return suction(m, i, net) + m.rho[i] * G * lift;
}

function bubbling(m: Pump, i: number, net: Net): number {
  return speedOf(m, i, net) < 0.2 ? 0 : cavitationIntensity(marginOf(m, i, net));
}

function flowRatio(m: Pump, i: number, net: Net): number {
  return net.pipe.Q[m.pipe[i]] / (m.Q_b[i] * Math.max(speedOf(m, i, net), 1e-3));
}
