/** Catalogue of end-suction pumps with the line each is sold for, 1450 rpm. */
import { catalogueOf } from './kind.js';

/** Rated point on the model's own line. */
export const PUMP_PLATES = {
  '100-65-250': { flow_m3h: 50, head_m: 20 },
  '125-100-315': { flow_m3h: 100, head_m: 31.8 },
  '200-150-400': { flow_m3h: 380, head_m: 49.9 },
};

const FIT = 'fit to ISO 2858 class catalogue points';
const JUDGED = 'judgement';

/**
 * What a pump and its line are, model by model where it is a list; of the middle one where no model
 * is named. Each catalogue point reproduces ρgQH/η of its shaft power; the 400 size is kept below
 * 420 m³/h, where its 75 kW motor still carries it.
 */
export const PUMP_CATALOGUE = catalogueOf(Object.keys(PUMP_PLATES), '125-100-315', {
  omega_0: ['rad/s', 'Rated speed', 151.843645, '1450 rpm', 1],
  H_0: ['m', 'Shut-off head', [22.081, 34.563, 58.965], FIT, 0.1],
  k_H: ['s²/m⁵', 'Head curve', [11003.1, 3559.3, 812.1], FIT, 0],
  Q_b: ['m³/s', 'Flow at best efficiency', [0.018627, 0.032034, 0.111111], FIT, 1e-6],
  eta_b: ['1', 'Best efficiency', [0.7015, 0.741, 0.7877], FIT, 0.01],
  m: ['1', 'Exponent of the efficiency curve', [2.58, 2.08, 3], FIT, 0.5],
  a_N: ['m', 'NPSHr at shut-off', [1.766, 2.266, 2.412], FIT, 0.01],
  b_N: ['s²/m⁵', 'Rise of NPSHr', [2226.4, 556.6, 122.7], FIT, 0],
  J: ['kg·m²', 'Impeller inertia, with water', [0.014, 0.036, 0.42], JUDGED, 0],
  k_w: ['1/s', 'Wear rate', 1.74e-9, '25 % in 40 000 h', 0],
  rho: ['kg/m³', 'Density', 998.2, 'water, 20 °C', 0.1],
  theta_f: ['K', 'Water temperature', 285.15, JUDGED, 273],
  z_s: ['m', 'Level above the suction nozzle', 2, JUDGED],
  K_s: ['s²/m⁵', 'Suction friction, clean', [2100, 530, 43], JUDGED, 0],
  H_s: ['m', 'Static head', [8, 10, 15], JUDGED],
  K: ['s²/m⁵', 'Line friction, open', [62085, 28274.35, 3131], JUDGED, 0],
  I: ['s²/m²', 'Inertance L/(g·A)', [600, 400, 150], '30 m of DN 100', 1e-3],
  Q_N: ['m³/s', 'Rated flow', [50 / 3600, 100 / 3600, 380 / 3600], JUDGED, 1e-6],
  Q_max: ['m³/s', 'Largest flow asked for', [66 / 3600, 120 / 3600, 420 / 3600], JUDGED],
  C_p: ['J/K', 'Heat capacity of the bracket', [3500, 5500, 15000], JUDGED, 1],
  R_p: ['K/W', 'Bracket to air', [0.95, 0.65, 0.3], JUDGED, 1e-3],
  cooled: ['1', 'Share of water in the air that cools it', 0.3, JUDGED],
});
