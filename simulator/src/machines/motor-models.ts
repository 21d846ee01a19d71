/** Catalogue of motors: T-circuits fitted to nameplate classes, 400 V, 50 Hz, 4 poles, IE3. */
import { modelsOf } from './kind.js';

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

/** Circuit fitted to efficiency, power factor, starting and breakdown values of the class; SI. */
export const MOTOR_MODELS = modelsOf(Object.keys(MOTOR_PLATES), {
  R_1: [0.6201, 0.17003, 0.01718],
  X_1: [1.68594, 0.66852, 0.15716],
  R_2: [0.55052, 0.14689, 0.01788],
  X_2: [2.06059, 0.81708, 0.19208],
  X_m: [43.47297, 18.78079, 4.71644],
  R_c: [1138.38682, 629.74482, 282.75028],
  k_R: [1.38952, 2.01275, 3.68012],
  k_X: [0.42231, 0.43084, 0.3705],
  J: [0.034, 0.12, 1.45],
  P_fan: [23.1, 63, 367.5],
  P_st: [130.73664, 311.39322, 1233.52845],
  I_2N: [9.01066, 24.13587, 118.64914],
  I_N: [10.80489, 27.98541, 132.50083],
  T_N: [35.8506, 97.11149, 482.28771],
  R_wh: [0.105893186, 0.062578223, 0.029847446],
  R_ha: [0.074934432, 0.040254768, 0.014701378],
  C_w: [1617, 4235, 18480],
  C_h: [18240, 45600, 230400],
});
