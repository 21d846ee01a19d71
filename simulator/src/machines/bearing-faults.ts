/** Faults of a rolling bearing and what fitters can do about them. */
import type { Action, Fault, Rows } from './kind.js';

/** The rows that faults and actions write. */
type Bearing = Rows<
  'lube' | 'excess' | 'M_life' | 'outer' | 'inner' | 'heal_from' | 'starvation' | 'over_grease',
  never
>;

/** Area of a fresh spall, mm² (judgement: smallest that the eye finds on a race). */
const FRESH_SPALL = 0.2;

const race = (side: 'outer' | 'inner', rival: 'outer' | 'inner'): Fault<Bearing> => ({
  id: `bearing.${side}-race`,
  label: `Spall of the ${side} race`,
  scale: ['mm² at onset', 0, FRESH_SPALL],
  iso14224: 'VIB',
  profile: 'incipient',
  credits: { [`bearing.${rival}-race`]: 0 },
  indicator: '*.vibration',
  strike: (m, i, severity) => {
    m[side][i] = severity > 0 ? Math.max(m[side][i], FRESH_SPALL * severity) : 0;
  },
  physical: (m, i) => m[side][i],
});

export const BEARING_FAULTS = {
  starvation: {
    id: 'bearing.starvation',
    label: 'Lubricant starvation',
    scale: ['lubrication state', 0.4, 0],
    iso14224: 'OHE',
    profile: 'incipient',
    credits: { 'bearing.outer-race': 0.5 },
    indicator: '*.temperature',
    strike: (m, i, severity) => {
      if (severity === 0) m.lube[i] = 1;
    },
    physical: (m, i) => m.lube[i],
  } satisfies Fault<Bearing>,
  over_grease: {
    id: 'bearing.over-grease',
    label: 'Over-greasing',
    scale: ['% rise of friction at onset', 0, 150],
    iso14224: 'OHE',
    profile: 'abrupt',
    indicator: '*.temperature',
    strike: (m, i, severity) => {
      m.excess[i] = severity;
    },
    physical: (m, i) => 150 * m.excess[i],
  } satisfies Fault<Bearing>,
  outer_race: race('outer', 'inner'),
  inner_race: race('inner', 'outer'),
};

export const BEARING_ACTIONS: Readonly<Record<string, Action<Bearing>>> = {
  regrease: {
    label: 'Regrease with the measured dose',
    needs: 'any',
    duration_s: 600,
    effect: 'lubrication back to 1; fresh grease rubs for some hours; a spall stays',
    mends: ['bearing.starvation', 'bearing.over-grease'],
    apply: (m, i) => {
      m.lube[i] = 1;
      m.excess[i] = 0.2;
    },
  },
  'replace-bearing': {
    label: 'Replace the bearing',
    needs: 'stopped',
    duration_s: 14_400,
    effect: 'a new bearing: no spall, fresh grease',
    mends: Object.values(BEARING_FAULTS).map(({ id }) => id),
    apply: (m, i) => {
      m.lube[i] = 1;
      m.excess[i] = 0;
      m.M_life[i] = 0;
      m.outer[i] = 0;
      m.inner[i] = 0;
      m.heal_from[i] = -1;
    },
  },
};
