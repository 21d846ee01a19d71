/** Catalogue of motors: T-circuits fitted to nameplate classes, 400 V, 50 Hz, 4 poles, IE3. */

export interface MotorPlate {
  readonly power_kW: number;
  readonly speed_rpm: number;
  readonly current_A: number;
}

/** Rated values: efficiency class of IEC 60034-30-1, the rest class-typical (judgement). */
export const MOTOR_PLATES: Readonly<Record<string, MotorPlate>> = {
  '5.5kW-132S': { power_kW: 5.5, speed_rpm: 1465, current_A: 10.8 },
  '15kW-160L': { power_kW: 15, speed_rpm: 1475, current_A: 28 },
  '75kW-280S': { power_kW: 75, speed_rpm: 1485, current_A: 132.5 },
};

/** Circuit fitted to efficiency, power factor, starting and breakdown values of the class. */
export const MOTOR_MODELS = {
  '5.5kW-132S': {
    R_1: 0.6201,
    X_1: 1.68594,
    R_2: 0.55052,
    X_2: 2.06059,
    X_m: 43.47297,
    R_c: 1138.38682,
    k_R: 1.38952,
    k_X: 0.42231,
    J: 0.034,
    P_fan: 23.1,
    P_st: 130.73664,
    I_2N: 9.01066,
    I_N: 10.80489,
    T_N: 35.8506,
    R_wh: 0.105893186,
    R_ha: 0.074934432,
    C_w: 1617,
    C_h: 18240,
  },
  '15kW-160L': {
    R_1: 0.17003,
    X_1: 0.66852,
    R_2: 0.14689,
    X_2: 0.81708,
    X_m: 18.78079,
    R_c: 629.74482,
    k_R: 2.01275,
    k_X: 0.43084,
    J: 0.12,
    P_fan: 63,
    P_st: 311.39322,
    I_2N: 24.13587,
    I_N: 27.98541,
    T_N: 97.11149,
    R_wh: 0.062578223,
    R_ha: 0.040254768,
    C_w: 4235,
    C_h: 45600,
  },
  '75kW-280S': {
    R_1: 0.01718,
    X_1: 0.15716,
    R_2: 0.01788,
    X_2: 0.19208,
    X_m: 4.71644,
    R_c: 282.75028,
    k_R: 3.68012,
    k_X: 0.3705,
    J: 1.45,
    P_fan: 367.5,
    P_st: 1233.52845,
    I_2N: 118.64914,
    I_N: 132.50083,
    T_N: 482.28771,
    R_wh: 0.029847446,
    R_ha: 0.014701378,
    C_w: 18480,
    C_h: 230400,
  },
};
