/** Three-phase squirrel-cage induction motor: T-circuit per sequence and two thermal nodes. */
import { exp, log } from '../physics/dmath.js';
import { twoNode } from '../physics/heat.js';
import { arrheniusLife } from '../physics/insulation.js';
import {
  airGapPower,
  breakdownSlip,
  deepBarShare,
  hotResistance,
  solveRotor,
  strayShare,
} from '../physics/torque-slip.js';
import { defineKind } from './kind.js';
import {
  currents,
  electricalPower,
  lineVoltage,
  phaseCurrent,
  powerFactor,
  solveCurrents,
} from './motor-circuit.js';
import { MOTOR_CATALOGUE, MOTOR_PLATES } from './motor-models.js';

/** Temperatures at which the resistance of copper and of aluminium would vanish, K (IEC 60034-1). */
const ZERO_CU = 38.65;
const ZERO_AL = 48.15;
/** Voltage boost of a converter at standstill, share of rated (judgement, 2 to 5 % is usual). */
const BOOST = 0.03;
/** Negative over positive sequence voltage at severity 1. */
const UNBALANCE_MAX = 0.05;
/** Results of the laws called last: the rotor circuit, the two bodies. */
const rotor = new Float64Array(4);
const body = new Float64Array(2);

export const inductionMotor = defineKind({
  kind: 'induction-motor',
  label: 'Induction motor',
  family: 'motor',
  connectors: { shaft: 'shaft', supply: 'supply', frame: 'heat' },

  ...MOTOR_CATALOGUE,
  plates: MOTOR_PLATES,
  states: {
    theta_w: { unit: 'K', label: 'Winding temperature', start: 298.15 },
    theta_h: { unit: 'K', label: 'Frame temperature', start: 298.15 },
    A: { unit: '1', label: 'Insulation life consumed', start: 0 },
    E: { unit: 'J', label: 'Energy taken', start: 0 },
  },
  held: {
    omega_s: { unit: 'rad/s', label: 'Synchronous speed', start: 157.08 },
    s_b: { unit: '1', label: 'Breakdown slip', start: 0.1 },
    V_1: { unit: 'V', label: 'Positive-sequence phase voltage', start: 0 },
    u_2: { unit: '1', label: 'Negative over positive sequence voltage', start: 0 },
    V_th: { unit: 'V', label: 'Thévenin voltage', start: 0 },
    R_th: { unit: 'Ω', label: 'Thévenin resistance', start: 1 },
    X_th: { unit: 'Ω', label: 'Thévenin reactance', start: 1 },
    R_1h: { unit: 'Ω', label: 'Stator resistance, hot', start: 1 },
    X_1h: { unit: 'Ω', label: 'Stator reactance at supply frequency', start: 1 },
    B_m: { unit: 'S', label: 'Magnetising susceptance', start: 0 },
    R_2h: { unit: 'Ω', label: 'Rotor resistance, hot', start: 1 },
    X_2f: { unit: 'Ω', label: 'Rotor reactance at supply frequency', start: 1 },
    P_w: { unit: 'W', label: 'Loss in the winding', start: 0 },
    P_h: { unit: 'W', label: 'Loss in the frame', start: 0 },
    P_in: { unit: 'W', label: 'Electrical power', start: 0 },
    R_cool: { unit: 'K/W', label: 'Frame to ambient, now', start: 0.04 },
  },
  inputs: {},
  faults: {
    blocked_cooling: {
      id: 'motor.blocked-cooling',
      label: 'Blocked cooling',
      scale: ['% rise of frame resistance', 0, 300],
      iso14224: 'OHE',
      profile: 'incipient',
      indicator: 'motor.winding-temperature',
    },
    supply_unbalance: {
      id: 'motor.supply-unbalance',
      label: 'Unbalanced supply',
      scale: ['% V2/V1', 0, 100 * UNBALANCE_MAX],
      iso14224: 'PWR',
      profile: 'abrupt',
      indicator: 'motor.current-1',
    },
  },
  actions: {
    'clean-cooling': {
      label: 'Clean the cooling fins',
      needs: 'stopped',
      duration_s: 3600,
      effect: 'frame-to-ambient resistance back to that of a clean motor',
      mends: ['motor.blocked-cooling'],
    },
    'mend-supply': {
      label: 'Tighten the feeder and balance the supply',
      needs: 'stopped',
      duration_s: 7200,
      effect: 'negative-sequence voltage back to zero',
      mends: ['motor.supply-unbalance'],
    },
  },

  hold(m, net, first, last) {
    const { V, f: hertz, on, drive } = net.supply;
    for (let i = first; i < last; i++) {
      const k = m.supply[i];
      net.heat.theta[m.frame[i]] = m.theta_h[i];

      // Terminal voltage: the grid's, or volts per hertz with boost behind a converter.
      const f = hertz[k];
      const x = f / m.f_N[i];
      const ramp = m.V_N[i] * (BOOST + (1 - BOOST) * x);
      const V_1 = (on[k] * (drive[k] > 0 ? Math.min(ramp, V[k]) : V[k])) / Math.sqrt(3);
      m.V_1[i] = V_1;
      m.u_2[i] = UNBALANCE_MAX * m.supply_unbalance[i];

      // Stator and magnetising branch as seen from the rotor: Thévenin.
      const R_1 = hotResistance(m.R_1[i], m.theta_w[i], ZERO_CU);
      const X_1 = m.X_1[i] * x;
      const G_m = 1 / m.R_c[i];
      const B = 1 / (m.X_m[i] * x);
      const p = 1 + R_1 * G_m + X_1 * B;
      const q = X_1 * G_m - R_1 * B;
      const N = p * p + q * q;
      m.omega_s[i] = (4 * Math.PI * f) / m.poles[i];
      m.V_th[i] = V_1 / Math.sqrt(N);
      m.R_th[i] = (R_1 * p + X_1 * q) / N;
      m.X_th[i] = (X_1 * p - R_1 * q) / N;
      m.R_1h[i] = R_1;
      m.X_1h[i] = X_1;
      m.B_m[i] = B;
      m.R_2h[i] = hotResistance(m.R_2[i], m.theta_w[i], ZERO_AL);
      m.X_2f[i] = m.X_2[i] * x;
      m.s_b[i] = breakdownSlip(m.R_th[i], m.X_th[i], m.R_2h[i], m.X_2f[i]);
    }
  },

  act(m, net, first, last) {
    const { shaft, supply, omega_s, s_b, V_th, R_th, X_th, R_2h, X_2f, u_2 } = m;
    const { k_R, k_X, f_N, poles, P_fan, P_st, I_2N } = m;
    const { omega, tau, slope } = net.shaft;
    const { f } = net.supply;
    for (let i = first; i < last; i++) {
      const k = shaft[i];
      const w = omega[k];
      const w_N = (4 * Math.PI * f_N[i]) / poles[i];
      const s = 1 - w / omega_s[i];

      // Fan: cube law of power. Dead terminals leave only this.
      const fan = (P_fan[i] * Math.abs(w)) / (w_N * w_N * w_N);
      tau[k] -= fan * w;
      slope[k] -= 2 * fan;
      const V = V_th[i];
      if (V <= 0) continue;

      // Rotor circuit: the deep-bar effect grows with rotor frequency.
      const g = deepBarShare(s, f[supply[i]], f_N[i]);
      const R2 = R_2h[i] * (1 + (k_R[i] - 1) * g);
      const X2 = X_2f[i] * (1 + (k_X[i] - 1) * g);
      solveRotor(s, V, R_th[i], X_th[i], R2, X2, rotor);
      const I_2 = rotor[2] / (I_2N[i] * I_2N[i]);
      const stray = (P_st[i] * I_2 * strayShare(s, s_b[i])) / Math.max(Math.abs(w), 1);
      tau[k] += rotor[0] / omega_s[i] - stray;
      slope[k] -= rotor[1] / (omega_s[i] * omega_s[i]);

      // The negative sequence turns backwards: it brakes, at slip 2 - s.
      if (u_2[i] > 0) {
        const b = deepBarShare(2 - s, f[supply[i]], f_N[i]);
        const R2n = R_2h[i] * (1 + (k_R[i] - 1) * b);
        const X2n = X_2f[i] * (1 + (k_X[i] - 1) * b);
        tau[k] -= airGapPower(2 - s, u_2[i] * V, R_th[i], X_th[i], R2n, X2n) / omega_s[i];
      }
    }
  },

  lose(m, net, first, last) {
    for (let i = first; i < last; i++) {
      const w = net.shaft.omega[m.shaft[i]];
      const w_N = (4 * Math.PI * m.f_N[i]) / m.poles[i];
      const r = Math.abs(w) / w_N;
      const V = m.V_th[i];
      m.P_w[i] = 0;
      m.P_h[i] = 0;
      m.P_in[i] = 0;
      if (V > 0) {
        // Copper of the stator in the winding; iron, most of the rotor and stray in the frame.
        const s = 1 - w / m.omega_s[i];
        const g = deepBarShare(s, net.supply.f[m.supply[i]], m.f_N[i]);
        const R2 = m.R_2h[i] * (1 + (m.k_R[i] - 1) * g);
        const X2 = m.X_2f[i] * (1 + (m.k_X[i] - 1) * g);
        solveRotor(s, V, m.R_th[i], m.X_th[i], R2, X2, rotor);
        const I_2 = rotor[2];
        const E_2 = rotor[3];
        solveCurrents(m, i, net);
        const I_1 = currents[0] * currents[0] + currents[1] * currents[1];
        const I_n = currents[2] * currents[2] + currents[3] * currents[3];
        const stray = (m.P_st[i] * I_2 * strayShare(s, m.s_b[i])) / (m.I_2N[i] * m.I_2N[i]);
        const bars = m.R_2h[i] * m.k_R[i];
        m.P_w[i] = 3 * (I_1 + I_n) * m.R_1h[i];
        m.P_h[i] = (3 * E_2) / m.R_c[i] + 0.6 * 3 * (I_2 * R2 + I_n * bars) + stray;
        m.P_in[i] = 3 * m.V_1[i] * (currents[0] + m.u_2[i] * currents[2]);
      }
      // Fan cooling falls with speed, down to natural convection at three times the resistance.
      const still = r < 0.1603 ? 3 : exp(-0.6 * log(r));
      m.R_cool[i] = m.R_ha[i] * still * (1 + m.fouling[i] + 3 * m.blocked_cooling[i]);
    }
  },

  relax(m, net, first, last, dt) {
    const { theta_w, theta_h, E } = m;
    for (let i = first; i < last; i++) {
      const k = m.frame[i];
      const heat = m.P_h[i] + net.heat.flow[k];
      const air = net.supply.ambient[m.supply[i]];
      const { R_wh, R_cool, C_w, C_h } = m;
      const w = theta_w[i];
      twoNode(w, theta_h[i], air, m.P_w[i], heat, R_wh[i], R_cool[i], C_w[i], C_h[i], dt, body);
      theta_w[i] = body[0];
      theta_h[i] = body[1];
      E[i] += m.P_in[i] * dt;
    }
  },

  age(m, _net, first, last, dt) {
    for (let i = first; i < last; i++) {
      // Hot spot 10 K above the mean winding temperature (IEC 60034-1 practice).
      m.A[i] += dt / (m.L_0[i] * arrheniusLife(m.theta_w[i] + 10, 428.15, m.E_a[i]));
    }
  },

  outputs: {
    speed: ['rad/s', 'Speed', [0, 320], (m, i, net) => net.shaft.omega[m.shaft[i]]],
    running: ['1', 'Contactor closed', [0, 1], (m, i, net) => net.supply.on[m.supply[i]]],
    frequency: [
      'Hz',
      'Supply frequency',
      [0, 100],
      (m, i, net) => net.supply.on[m.supply[i]] * net.supply.f[m.supply[i]],
    ],
    'winding-temperature': ['K', 'Winding temperature', [253, 473], (m, i) => m.theta_w[i]],
    'voltage-1': ['V', 'Voltage 1-2', [0, 500], (m, i) => lineVoltage(m, i, 1)],
    'voltage-2': ['V', 'Voltage 2-3', [0, 500], (m, i) => lineVoltage(m, i, 2)],
    'voltage-3': ['V', 'Voltage 3-1', [0, 500], (m, i) => lineVoltage(m, i, 3)],
    'current-1': ['A', 'Current 1', [0, 1200], (m, i, net) => phaseCurrent(m, i, net, 1)],
    'current-2': ['A', 'Current 2', [0, 1200], (m, i, net) => phaseCurrent(m, i, net, 2)],
    'current-3': ['A', 'Current 3', [0, 1200], (m, i, net) => phaseCurrent(m, i, net, 3)],
    power: ['W', 'Electrical power', [0, 150e3], (m, i, net) => electricalPower(m, i, net)],
    'power-factor': ['1', 'Power factor', [0, 1], (m, i, net) => powerFactor(m, i, net)],
    'voltage-unbalance': [
      '1',
      'Negative over positive sequence voltage',
      [0, 0.1],
      (m, i) => m.u_2[i],
    ],
    energy: ['J', 'Energy', [0, 1e13], (m, i) => m.E[i]],
  },
});
