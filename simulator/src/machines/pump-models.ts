/** Catalogue of end-suction pumps with the line each is sold for, 1450 rpm. */
import { modelsOf } from './kind.js';

export interface PumpPlate {
  readonly flow_m3h: number;
  readonly head_m: number;
}

/** Rated point on the model's own line. */
export const PUMP_PLATES: Readonly<Record<string, PumpPlate>> = {
  '100-65-250': { flow_m3h: 50, head_m: 20 },
  '125-100-315': { flow_m3h: 100, head_m: 31.8 },
  '200-150-400': { flow_m3h: 380, head_m: 49.9 },
};

/**
 * Fits to ISO 2858 class catalogue points; each point reproduces ρgQH/η of its shaft power. The
 * lines are judgement; the 400 size is kept below 420 m³/h, where its 75 kW motor still carries it.
 */
export const PUMP_MODELS = modelsOf(Object.keys(PUMP_PLATES), {
  H_0: [22.081, 34.563, 58.965],
  k_H: [11003.1, 3559.3, 812.1],
  Q_b: [0.018627, 0.032034, 0.111111],
  eta_b: [0.7015, 0.741, 0.7877],
  m: [2.58, 2.08, 3],
  J: [0.014, 0.036, 0.42],
  a_N: [1.766, 2.266, 2.412],
  b_N: [2226.4, 556.6, 122.7],
  H_s: [8, 10, 15],
  K: [62085, 28274.35, 3131],
  K_s: [2100, 530, 43],
  Q_N: [50 / 3600, 100 / 3600, 380 / 3600],
  Q_max: [66 / 3600, 120 / 3600, 420 / 3600],
  I: [600, 400, 150],
  C_p: [3500, 5500, 15000],
  R_p: [0.95, 0.65, 0.3],
});
