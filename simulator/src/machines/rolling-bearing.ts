/** Grease-lubricated deep-groove ball bearing: friction, temperature, grease, spalls, failure. */

import { lifeFactor, weibullLife } from '../physics/bearing-life.js';
import { exp, pow } from '../physics/dmath.js';
import { remaining } from '../physics/heat.js';
import {
  frictionMoment,
  greaseLife,
  ratedViscosity,
  starvationFriction,
  viscosity,
} from '../physics/lubrication.js';
import { normal, uniform } from '../physics/random.js';
import { grownSpall } from '../physics/spall-growth.js';
import { BEARING_ACTIONS, BEARING_FAULTS } from './bearing-faults.js';
import { BEARING_CATALOGUE } from './bearing-models.js';
import { type Column, defineKind, type Rows } from './kind.js';

/** Revolutions per minute of one rad/s. */
const RPM = 30 / Math.PI;
/** Below this speed, rad/s, friction falls linearly to zero, so that a shaft can rest. */
const CREEP = 0.5;
/** Share of the rated radial load that stands without torque (judgement). */
const DEAD_LOAD = 0.6;
/** Rise of friction per mm² of spall (judgement: θ 92 °C at the end of a 70 °C bearing). */
const SPALL_FRICTION = 0.04;
/** Length of a block of constant growth noise, s, and its lognormal deviation (judgement). */
const BLOCK_S = 21_600;
const BLOCK_SIGMA = 0.3;
/** Film reference of C_ref: κ of a 6309 at 70 °C and 1475 rpm; a thicker film than κ = 4 does not
 * help (ISO 281). */
const KAPPA_REF = 2.1;
const KAPPA_MAX = 4;
/** Temperature at which a bearing has failed, K: 120 °C (judgement, grease and cage limit). */
const THETA_FAILED = 393.15;
/** Indices of draws within a bearing's stream, one range a purpose. */
const DRAW = { life: 1e12, spread: 2e12, healing: 3e12 };

/** Multiplier of growth in the six-hour block of time `at`, s. */
function blockNoise(m: Pick<Rows<never, never>, 'stream'>, i: number, at: number): number {
  return exp(BLOCK_SIGMA * normal(m.stream[i], Math.max(0, Math.floor(at / BLOCK_S))));
}

/** Shortens a column pair: growth of both spalls over hours at C; heals the edges on the way. */
type Bearing = Rows<
  'outer' | 'inner' | 'heal_from' | 'heal_at' | 'heal_depth' | 'D_f' | 'p_s',
  never
>;

function grow(m: Bearing, i: number, C: number, hours: number, at: number): void {
  m.outer[i] = grownSpall(m.outer[i], C, hours, m.D_f[i], m.p_s[i]);
  m.inner[i] = grownSpall(m.inner[i], C, hours, m.D_f[i], m.p_s[i]);
  const D = Math.max(m.outer[i], m.inner[i]);
  if (m.heal_from[i] < 0 && D >= m.heal_at[i]) m.heal_from[i] = at;
}

/** Amplitude of impacts over that of an unhealed edge: dips for ten hours, then is 1 again. */
function healed(m: Bearing & { readonly clock: Column }, i: number): number {
  if (m.heal_from[i] < 0) return 1;
  const x = (m.clock[i] - m.heal_from[i]) / 36_000;
  return x <= 0 || x >= 1 ? 1 : 1 - m.heal_depth[i] * 16 * x * x * (1 - x) * (1 - x);
}

export const rollingBearing = defineKind({
  kind: 'rolling-bearing',
  label: 'Rolling bearing',
  family: 'bearing',
  connectors: { shaft: 'shaft', body: 'heat' },

  ...BEARING_CATALOGUE,
  states: {
    theta: { unit: 'K', label: 'Bearing temperature', start: 298.15 },
    lube: { unit: '1', label: 'Lubrication state', start: 1 },
    excess: { unit: '1', label: 'Grease beyond the dose', start: 0 },
    M_life: { unit: '1', label: 'Lives consumed', start: 0 },
    outer: { unit: 'mm²', label: 'Spall of the outer race', start: 0 },
    inner: { unit: 'mm²', label: 'Spall of the inner race', start: 0 },
    heal_from: { unit: 's', label: 'When the edge began to round, -1 = not yet', start: -1 },
    clock: { unit: 's', label: 'Time of its damage', start: 0 },
  },
  held: {
    kappa: { unit: '1', label: 'Viscosity ratio of the bulk oil', start: 2 },
    F: { unit: 'N', label: 'Radial load now', start: 1000 },
    M_f: { unit: 'N·m', label: 'Frictional moment', start: 0 },
    M_0: { unit: 'N·m', label: 'Frictional moment of fresh grease', start: 0 },
    at_theta: { unit: 'K', label: 'Temperature at which film and M_0 were taken', start: 0 },
    at_F: { unit: 'N', label: 'Load at which they were taken', start: 0 },
    at_w: { unit: 'rad/s', label: 'Speed at which they were taken', start: 0 },
    P_f: { unit: 'W', label: 'Frictional heat', start: 0 },
    m_f: { unit: '1', label: 'Friction multiplier of grease and spall', start: 1 },
  },
  inputs: {
    P_ref: { unit: 'N³·s/rad', label: 'Own mean of load cubed, per speed', start: 1 },
    growth: { unit: '1', label: 'Multiplier of growth, by scenario', start: 1 },
    x_u: { unit: '1', label: 'Lives to the first spall, drawn', start: 1e9 },
    luck: { unit: '1', label: 'Growth of this bearing, drawn', start: 1 },
    heal_at: { unit: 'mm²', label: 'Spall at which its edge rounds, drawn', start: 1e9 },
    heal_depth: { unit: '1', label: 'Depth of that dip, drawn', start: 0 },
  },
  faults: BEARING_FAULTS,
  actions: BEARING_ACTIONS,

  renew(m, i, count) {
    // Everything that is drawn for one bearing: life, growth, healing.
    const stream = m.stream[i];
    m.x_u[i] = weibullLife(uniform(stream, DRAW.life + count), m.beta[i]);
    const z = Math.max(-1.5, Math.min(normal(stream, DRAW.spread + count), 1.5));
    m.luck[i] = exp(m.spread[i] * z);
    const heals = uniform(stream, DRAW.healing + count) < 0.5;
    m.heal_at[i] = heals ? 3 + 5 * uniform(stream, DRAW.healing + count, 1) : 1e9;
    m.heal_depth[i] = 0.2 + 0.2 * uniform(stream, DRAW.healing + count, 2);
    m.growth[i] = 1;
  },

  hold(m, _net, first, last) {
    const { lube, excess, outer, inner, m_f, fill, starvation } = m;
    for (let i = first; i < last; i++) {
      // Starvation leaves 0.4 of the lubricant at once, and nothing at severity 1.
      if (starvation[i] > 0) lube[i] = Math.min(lube[i], 0.4 * (1 - starvation[i]));
      const spall = 1 + SPALL_FRICTION * (outer[i] + inner[i]);
      m_f[i] = fill[i] * starvationFriction(lube[i]) * (1 + 1.5 * excess[i]) * spall;
    }
  },

  act(m, net, first, last) {
    const { shaft, M_f } = m;
    const { omega, tau, slope } = net.shaft;
    for (let i = first; i < last; i++) {
      const k = shaft[i];
      const w = omega[k];
      tau[k] -= M_f[i] * Math.max(-1, Math.min(w / CREEP, 1));
      slope[k] -= Math.abs(w) < CREEP ? M_f[i] / CREEP : 0;
    }
  },

  lose(m, net, first, last) {
    const { shaft, body, theta, kappa, M_f, P_f, F, M_0, at_theta, at_F, at_w } = m;
    const { omega, load, T_N, whirl } = net.shaft;
    for (let i = first; i < last; i++) {
      const k = shaft[i];
      const w = Math.max(Math.abs(omega[k]), CREEP);
      const part = DEAD_LOAD + (1 - DEAD_LOAD) * Math.max(0, Math.min(load[k] / T_N[k], 2));
      F[i] = m.F_r[i] * part + 0.25 * whirl[k];

      // Film and friction are taken anew once temperature, load or speed have moved.
      const moved =
        Math.abs(theta[i] - at_theta[i]) > 0.002 ||
        Math.abs(F[i] - at_F[i]) > 2e-4 * F[i] ||
        Math.abs(w - at_w[i]) > 2e-4 * w;
      if (moved) {
        at_theta[i] = theta[i];
        at_F[i] = F[i];
        at_w[i] = w;
        const n = w * RPM;
        const nu = viscosity(theta[i]);
        kappa[i] = Math.max(nu / ratedViscosity(n, 1e3 * m.D_pw[i]), 0.1);
        M_0[i] = frictionMoment(n, nu, F[i], m.R1[i], m.S1[i], 1e3 * m.d[i], 1e3 * m.D[i]);
      }
      M_f[i] = m.m_f[i] * M_0[i];
      P_f[i] = M_f[i] * Math.abs(omega[k]);
      net.heat.flow[body[i]] += (theta[i] - net.heat.theta[body[i]]) / m.R_b[i];
    }
  },

  relax(m, net, first, last, dt) {
    for (let i = first; i < last; i++) {
      const end = net.heat.theta[m.body[i]] + m.P_f[i] * m.R_b[i];
      m.theta[i] = end + (m.theta[i] - end) * remaining(dt, m.R_b[i] * m.C_b[i]);
    }
  },

  age(m, net, first, last, dt, at) {
    const { theta, lube, excess, M_life, outer, inner, kappa, F } = m;
    for (let i = first; i < last; i++) {
      const w = Math.abs(net.shaft.omega[m.shaft[i]]);
      m.clock[i] = at + dt / 2;
      lube[i] = Math.max(lube[i] - dt / (m.t_f[i] * greaseLife(theta[i])), 0);
      if (excess[i] > 0) excess[i] *= remaining(dt, 28_800);
      if (w < CREEP) continue;

      // Fatigue: lives consumed at this load, speed, film and cleanliness (ISO 281, Miner).
      const film = lube[i] < 0.5 ? pow(lube[i], 1.5) : 1;
      const ratio = m.C[i] / F[i];
      const life = lifeFactor(kappa[i] * film, m.e_C[i], m.C_u[i], F[i]);
      M_life[i] += (dt * w) / (2e6 * Math.PI * ratio * ratio * ratio * life);

      // Spalls: begin by fatigue or on dry metal, then grow by the closed power law. A dry film
      // triples the rate at κ = 1, against the reference film otherwise.
      if (outer[i] === 0 && (M_life[i] >= m.x_u[i] || lube[i] <= 0.1)) outer[i] = 0.2;
      if (outer[i] === 0 && inner[i] === 0) continue;
      const dry = Math.max(0, Math.min((0.4 - lube[i]) / 0.3, 1));
      const rate =
        ((1 - dry) * Math.sqrt(KAPPA_REF) + dry * 3) / Math.sqrt(Math.min(kappa[i], KAPPA_MAX));
      const load = (F[i] * F[i] * F[i] * w) / m.P_ref[i];
      const luck = m.luck[i] * blockNoise(m, i, at);
      grow(m, i, m.C_ref[i] * m.growth[i] * rate * load * luck, dt / 3600, at);
    }
  },

  failure(m, i) {
    if (Math.max(m.outer[i], m.inner[i]) >= m.D_f[i]) return 'spall';
    return m.theta[i] >= THETA_FAILED ? 'overheated' : undefined;
  },

  outputs: {
    temperature: ['K', 'Bearing temperature', [253, 423], (m, i) => m.theta[i]],
    'outer-spall': ['mm²', 'Outer-race spall', [0, 100], (m, i) => m.outer[i]],
    'inner-spall': ['mm²', 'Inner-race spall', [0, 100], (m, i) => m.inner[i]],
    lubrication: ['1', 'Lubrication', [0, 1], (m, i) => m.lube[i]],
    friction: ['1', 'Friction multiplier', [0, 50], (m, i) => m.m_f[i]],
    load: ['N', 'Radial load', [0, 2e4], (m, i) => m.F[i]],
    kappa: ['1', 'Viscosity ratio', [0, 20], (m, i) => m.kappa[i]],
    healing: ['1', 'Healing of impacts', [0, 1], healed],
  },
});
