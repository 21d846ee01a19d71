/** Catalogue of end-suction pumps with the line each is sold for, 1450 rpm. */

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
export const PUMP_MODELS = {
  '100-65-250': {
    H_0: 22.081,
    k_H: 11003.1,
    Q_b: 0.018627,
    eta_b: 0.7015,
    m: 2.58,
    J: 0.014,
    a_N: 1.766,
    b_N: 2226.4,
    H_s: 8,
    K: 62085,
    K_s: 2100,
    Q_N: 50 / 3600,
    Q_max: 66 / 3600,
    I: 600,
    C_p: 3500,
    R_p: 0.95,
  },
  '125-100-315': {
    H_0: 34.563,
    k_H: 3559.3,
    Q_b: 0.032034,
    eta_b: 0.741,
    m: 2.08,
    J: 0.036,
    a_N: 2.266,
    b_N: 556.6,
    H_s: 10,
    K: 28274.35,
    K_s: 530,
    Q_N: 100 / 3600,
    Q_max: 120 / 3600,
    I: 400,
    C_p: 5500,
    R_p: 0.65,
  },
  '200-150-400': {
    H_0: 58.965,
    k_H: 812.1,
    Q_b: 0.111111,
    eta_b: 0.7877,
    m: 3,
    J: 0.42,
    a_N: 2.412,
    b_N: 122.7,
    H_s: 15,
    K: 3131,
    K_s: 43,
    Q_N: 380 / 3600,
    Q_max: 420 / 3600,
    I: 150,
    C_p: 15000,
    R_p: 0.3,
  },
};
