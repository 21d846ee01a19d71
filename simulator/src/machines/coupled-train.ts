/** The train as a whole: balance of its rotor, tightness of its feet, the air around it. */
import { unbalanceForce } from '../physics/unbalance.js';
import { catalogueOf, defineKind } from './kind.js';

/** Unbalance at severity 1, g·mm per kg of rotor: ten times grade G6.3 at 1475 rpm. */
const UNBALANCE_MAX = 408;
/** Lift of the loosest foot at severity 1, µm (judgement: shims are set to 50). */
const GAP_MAX = 200;

export const coupledTrain = defineKind({
  kind: 'coupled-train',
  label: 'Motor-pump train',
  family: 'train',
  connectors: { shaft: 'shaft', supply: 'supply' },
  ...catalogueOf([], '', {
    mass: ['kg', 'Rotor mass', 40, 'class-typical', 0.1],
    J: ['kg·m²', 'Inertia of the coupling', 0, 'judgement', 0],
  }),
  states: {},
  held: {},
  inputs: {},
  faults: {
    unbalance: {
      id: 'train.unbalance',
      label: 'Rotor unbalance',
      scale: ['g·mm/kg', 0, UNBALANCE_MAX],
      iso14224: 'VIB',
      profile: 'incipient',
      indicator: 'bearing-de.velocity',
    },
    looseness: {
      id: 'train.looseness',
      label: 'Loose foot',
      scale: ['µm gap', 0, GAP_MAX],
      iso14224: 'VIB',
      profile: 'incipient',
      indicator: 'bearing-de.velocity',
    },
  },
  actions: {
    balance: {
      label: 'Balance the rotor',
      needs: 'stopped',
      duration_s: 10_800,
      effect: 'residual unbalance back to grade G6.3',
      mends: ['train.unbalance'],
    },
    'tighten-feet': {
      label: 'Torque the holding-down bolts',
      needs: 'stopped',
      duration_s: 1800,
      effect: 'no gap under any foot',
      mends: ['train.looseness'],
    },
  },
  hold(m, net, first, last) {
    for (let i = first; i < last; i++) {
      const U = 1e-6 * UNBALANCE_MAX * m.unbalance[i] * m.mass[i];
      net.shaft.whirl[m.shaft[i]] = unbalanceForce(U, net.shaft.omega[m.shaft[i]]);
    }
  },
  act() {},
  lose() {},
  relax() {},
  age() {},
  outputs: {
    'ambient-temperature': [
      'K',
      'Ambient temperature',
      [233, 333],
      (m, i, net) => net.supply.ambient[m.supply[i]],
    ],
    unbalance: ['1', 'Unbalance', [0, 1], (m, i) => m.unbalance[i]],
    looseness: ['1', 'Looseness', [0, 1], (m, i) => m.looseness[i]],
  },
});
