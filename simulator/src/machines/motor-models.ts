/** Catalogue of motors: T-circuits fitted to nameplate classes, 400 V, 50 Hz, 4 poles, IE3. */
import { catalogueOf } from './kind.js';

/** Rated values: efficiency class of IEC 60034-30-1, the rest class-typical (judgement). */
export const MOTOR_PLATES = {
  '5.5kW-132S': { power_kW: 5.5, speed_rpm: 1465, current_A: 10.8 },
  '15kW-160L': { power_kW: 15, speed_rpm: 1475, current_A: 28 },
  '75kW-280S': { power_kW: 75, speed_rpm: 1485, current_A: 132.5 },
};

const FIT = 'T-circuit fitted to efficiency, power factor, starting and breakdown of the class';
const CLASS = 'class-typical (judgement)';

/** What a motor is, model by model where it is a list; of the 15 kW one where no model is named. */
export const MOTOR_CATALOGUE = catalogueOf(Object.keys(MOTOR_PLATES), '15kW-160L', {
  R_1: ['Ω', 'Stator resistance at 95 °C', [0.6201, 0.17003, 0.01718], FIT, 1e-6],
  X_1: ['Ω', 'Stator leakage reactance', [1.68594, 0.66852, 0.15716], FIT, 1e-6],
  R_2: ['Ω', 'Rotor resistance at 95 °C', [0.55052, 0.14689, 0.01788], FIT, 1e-6],
  X_2: ['Ω', 'Rotor leakage reactance', [2.06059, 0.81708, 0.19208], FIT, 1e-6],
  X_m: ['Ω', 'Magnetising reactance', [43.47297, 18.78079, 4.71644], FIT, 1e-3],
  R_c: ['Ω', 'Core-loss resistance', [1138.38682, 629.74482, 282.75028], FIT, 1e-3],
  k_R: ['1', 'Deep-bar factor of R2 at standstill', [1.38952, 2.01275, 3.68012], FIT],
  k_X: ['1', 'Deep-bar factor of X2 at standstill', [0.42231, 0.43084, 0.3705], FIT],
  f_N: ['Hz', 'Rated frequency', 50, 'nameplate', 1],
  V_N: ['V', 'Rated line voltage', 400, 'nameplate', 1],
  I_N: ['A', 'Rated current', [10.80489, 27.98541, 132.50083], 'nameplate', 0],
  T_N: ['N·m', 'Rated torque', [35.8506, 97.11149, 482.28771], 'nameplate', 1e-3],
  poles: ['1', 'Number of poles', 4, 'nameplate', 2],
  J: ['kg·m²', 'Rotor inertia', [0.034, 0.12, 1.45], CLASS, 1e-6],
  P_fan: ['W', 'Fan loss at synchronous speed', [23.1, 63, 367.5], FIT, 0],
  P_st: ['W', 'Stray load loss', [130.73664, 311.39322, 1233.52845], 'IEC 60034-2-1'],
  I_2N: ['A', 'Rated rotor current', [9.01066, 24.13587, 118.64914], FIT, 1e-3],
  R_wh: ['K/W', 'Winding to frame', [0.105893186, 0.062578223, 0.029847446], '70/45 K rise'],
  R_ha: ['K/W', 'Frame to ambient', [0.074934432, 0.040254768, 0.014701378], '70/45 K rise'],
  fouling: ['1', 'Standing rise of R_ha', 0, 'judgement', 0],
  C_w: ['J/K', 'Heat capacity, winding', [1617, 4235, 18480], CLASS, 1],
  C_h: ['J/K', 'Heat capacity, frame', [18240, 45600, 230400], CLASS, 1],
  E_a: ['eV', 'Activation energy of ageing', 1.05, 'IEC 60216'],
  L_0: ['s', 'Insulation life at 155 °C', 7.2e7, 'IEC 60085'],
});
