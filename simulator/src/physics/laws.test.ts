import { describe, expect, it } from 'vitest';
import { cageOrder, innerRaceOrder, outerRaceOrder } from './bearing-kinematics.js';
import { lifeFactor, weibullLife } from './bearing-life.js';
import { cavitationIntensity, headFactor, vapourPressure } from './cavitation.js';
import { twoNode } from './heat.js';
import { arrheniusLife } from './insulation.js';
import { frictionMoment, ratedViscosity, viscosity } from './lubrication.js';
import { G, powerNumber } from './pump-curve.js';
import {
  assignedStrayLoss,
  ballSpinOrder,
  basicRatingLife,
  hoursToSpall,
  montsingerLife,
  ratingFromGeometry,
  residualUnbalance,
  steadyFlow,
  timeConstants,
  valveFlow,
} from './reference-laws.cases.js';
import { type Impedance, inputImpedance } from './sequence-components.js';
import { grownSpall } from './spall-growth.js';
import { airGapPower, breakdownSlip, hotResistance } from './torque-slip.js';
import { unbalanceForce } from './unbalance.js';

/** Asserts a relative difference. */
function near(value: number, expected: number, share: number): void {
  expect(Math.abs(value / expected - 1), `${value} against ${expected}`).toBeLessThanOrEqual(share);
}

describe('induction machine of Chapman, 460 V, 60 Hz, 4 poles', () => {
  // R1 .641, X1 1.106, R2 .332, X2 .464, Xm 26.3 Ω.
  const V = 460 / Math.sqrt(3);
  const omega_s = 60 * Math.PI;
  const z: Impedance = { R: 0, X: 0 };
  const R_th = (0.641 * 26.3 * 26.3) / (0.641 ** 2 + 27.406 ** 2);
  const X_th = (26.3 * (0.641 ** 2 + 1.106 * 27.406)) / (0.641 ** 2 + 27.406 ** 2);
  const V_th = (V * 26.3) / Math.sqrt(0.641 ** 2 + 27.406 ** 2);
  const torque = (s: number): number => airGapPower(s, V_th, R_th, X_th, 0.332, 0.464) / omega_s;

  it('takes 18.892 A at power factor 0.8321 and slip 0.022 (M03, M04)', () => {
    inputImpedance(0.022, 0.641, 1.106, 0, 1 / 26.3, 0.332, 0.464, z);
    near(V / Math.hypot(z.R, z.X), 18.892, 0.001);
    near(z.R / Math.hypot(z.R, z.X), 0.8321, 0.001);
  });

  it('has its torques and its efficiency (M05, M06, M09)', () => {
    near(torque(0.022), 62.807, 0.001);
    near(torque(1), 106.56, 0.001);
    inputImpedance(0.022, 0.641, 1.106, 0, 1 / 26.3, 0.332, 0.464, z);
    const P_in = (3 * V * V * z.R) / (z.R ** 2 + z.X ** 2);
    near((torque(0.022) * omega_s * 0.978 - 1100) / P_in, 0.8366, 0.001);
  });

  it('pulls out at slip 0.20141, with 0.81 of the torque at 90 % voltage (M07, M29)', () => {
    near(breakdownSlip(R_th, X_th, 0.332, 0.464), 0.20141, 0.001);
    const low = airGapPower(0.2, 0.9 * V_th, R_th, X_th, 0.332, 0.464);
    near(low / airGapPower(0.2, V_th, R_th, X_th, 0.332, 0.464), 0.81, 1e-9);
  });
});

describe('heat and ageing of a winding', () => {
  it('doubles life in 10 K at 155 °C (M33) and quarters it in 20 K (M34)', () => {
    near(arrheniusLife(418.15, 428.15, 1.05), 1.975, 0.005);
    expect(montsingerLife(20, 10)).toBe(0.25);
  });

  it('resists 1.3733 times more at 115 °C than at 20 °C (M39)', () => {
    near(hotResistance(1, 388.15, 38.65) / hotResistance(1, 293.15, 38.65), 1.3733, 0.0005);
  });

  it('has the time constants of the 15 kW motor, 239.4 and 2031.7 s (M36)', () => {
    const [fast, slow] = timeConstants(0.0625782227784731, 0.040254767953626515, 4235, 45600);
    near(fast, 239.4, 0.005);
    near(slow, 2031.7, 0.005);
  });

  it('heats the locked 15 kW winding by 5.165 K/s (M37)', () => {
    near((3 * 207.1 ** 2 * 0.17003) / (11 * 385), 5.165, 0.01);
  });

  it('reaches the same temperature in one step as in a thousand', () => {
    const once = new Float64Array(2);
    twoNode(300, 300, 298, 400, 700, 0.0626, 0.0403, 4235, 45600, 1000, once);
    const many = Float64Array.of(300, 300);
    for (let k = 0; k < 1000; k++) {
      const [w, h] = many as unknown as [number, number];
      twoNode(w, h, 298, 400, 700, 0.0626, 0.0403, 4235, 45600, 1, many);
    }
    expect(many[0]).toBeCloseTo(once[0] as number, 9);
    expect(many[1]).toBeCloseTo(once[1] as number, 9);
  });

  it('assigns the stray loss of a 15 kW motor by IEC 60034-2-1', () => {
    near(assignedStrayLoss(16_287, 15_000), 311.39, 0.002);
  });
});

describe('rolling bearings', () => {
  it('have the published defect orders of the CWRU bearings (B01, B02, B04, B07)', () => {
    near(outerRaceOrder(9, 0.3126, 1.537), 3.5848, 1e-4);
    near(innerRaceOrder(9, 0.3126, 1.537), 5.4152, 1e-4);
    near(2 * ballSpinOrder(0.3126, 1.537), 4.7135, 1e-4);
    near(outerRaceOrder(8, 0.2656, 1.122), 3.053, 4e-4);
    near(innerRaceOrder(8, 0.2656, 1.122), 4.9469, 4e-4);
    near(cageOrder(0.2656, 1.122), 0.3817, 4e-4);
    near(2 * ballSpinOrder(0.2656, 1.122), 3.9874, 4e-4);
  });

  it('have defect frequencies at speed (B05, B06, B08, B11)', () => {
    expect((outerRaceOrder(9, 0.3126, 1.537) * 1797) / 60).toBeCloseTo(107.364, 2);
    expect((innerRaceOrder(9, 0.3126, 1.537) * 1797) / 60).toBeCloseTo(162.186, 2);
    expect(outerRaceOrder(8, 0.235, 1.245) * 25).toBeCloseTo(81.125, 2);
    expect(innerRaceOrder(8, 0.235, 1.245) * 25).toBeCloseTo(118.876, 2);
    const turns = 1475 / 60;
    expect(outerRaceOrder(8, 17.462, 72.5) * turns).toBeCloseTo(74.65, 2);
    expect(innerRaceOrder(8, 17.462, 72.5) * turns).toBeCloseTo(122.017, 2);
    expect(ballSpinOrder(17.462, 72.5) * turns).toBeCloseTo(48.073, 2);
    expect(cageOrder(17.462, 72.5) * turns).toBeCloseTo(9.331, 2);
  });

  it('keep the identities BPFO + BPFI = Z and BPFO = Z·FTF (B10)', () => {
    const outer = outerRaceOrder(8, 17.462, 72.5);
    expect(outer + innerRaceOrder(8, 17.462, 72.5)).toBeCloseTo(8, 12);
    expect(8 * cageOrder(17.462, 72.5)).toBeCloseTo(outer, 12);
  });

  it('rate by ISO 281 geometry (B12, B13) and live by the cube of load (B15)', () => {
    near(ratingFromGeometry(9, 7.94, 39.04), 14_020, 0.005);
    near(ratingFromGeometry(8, 17.462, 72.5), 52_770, 0.005);
    near(ratingFromGeometry(8, 28.575, 125), 122_940, 0.005);
    near(basicRatingLife(1, 1) / basicRatingLife(1, 1.25992), 2, 1e-4);
  });

  it('need 13.761 mm²/s at 1475 rpm (B16); VG 110 has 28.79 mm²/s at 70 °C (B18)', () => {
    near(ratedViscosity(1475, 72.5), 13.761, 0.001);
    near(viscosity(343.15), 28.79, 0.005);
  });

  it('modify life by ISO 281 (B19, B21, B22, B23)', () => {
    near(lifeFactor(1, 0.5, 0.5, 1), 10.5704, 0.001);
    near(lifeFactor(2, 0.8, 0.3, 1), 23.1497, 0.001);
    near(lifeFactor(0.2, 0.5, 0.5, 1), 0.2387, 0.001);
    expect(lifeFactor(4, 1, 1, 1)).toBe(50);
  });

  it('rub with 47.83 N·mm at 1200 N, 1475 rpm and 30 mm²/s (B25)', () => {
    near(1e3 * frictionMoment(1475, 30, 1200, 3.7e-7, 2.84e-3, 45, 100), 47.83, 0.01);
  });

  it('reach L10 at one tenth, with the Weibull scale of B27', () => {
    near(weibullLife(0.1, 1.5), 1, 1e-9);
    near(20_000 * weibullLife(1 - 1 / Math.E, 1.5), 89_655.7, 0.001);
  });

  it('have 303.4, 72.9 and 27.8 h left at 1, 10 and 30 mm² (B29)', () => {
    near(hoursToSpall(0.2, 5.9335e-3, 100), 720, 0.001);
    for (const [D, h] of [
      [1, 303.4],
      [10, 72.9],
      [30, 27.8],
    ] as const) {
      near(hoursToSpall(D, 5.9335e-3, 100), h, 0.005);
      expect(grownSpall(D, 5.9335e-3, h * 1.005, 100)).toBe(100);
      expect(grownSpall(D, 5.9335e-3, h * 0.995, 100)).toBeLessThan(100);
    }
  });

  it('grows by any exponent from 1 as the equation integrated in small steps', () => {
    for (const p of [1, 1.2, 1.75, 2]) {
      let D = 0.2;
      for (let k = 0; k < 20_000; k++) {
        const half = D + 0.5 * 0.005 * 0.01 * D ** p;
        D += 0.005 * 0.01 * half ** p;
      }
      near(grownSpall(0.2, 0.005, 200, 1e9, p), D, 1e-6);
      expect(grownSpall(99, 0.005, 1000, 100, p)).toBe(100);
    }
  });
});

describe('pumps', () => {
  it('take 11.92 kW for 100 m³/h at 32 m and 73 % (P01)', () => {
    near((998.2 * G * (100 / 3600) * 32) / 0.73, 11_920, 0.002);
  });

  it('meet their line in closed form (P03, P05, P07)', () => {
    near(steadyFlow(34.563, 3559.3, 10, 28274.35) * 3600, 100, 0.001);
    near(steadyFlow(34.563, 3559.3, 10, 4 * 28274.35) * 3600, 52.238, 0.001);
    expect(steadyFlow(34.563 * (700 / 1450) ** 2, 3559.3, 10, 28274.35)).toBe(0);
  });

  it('have efficiency 0.7299 at 100 m³/h and no singularity at shut-off', () => {
    const x = 100 / 3600 / 0.032034;
    near((0.741 * x) / powerNumber(x, 2.08), 0.7299, 0.001);
    near(powerNumber(0, 2.08), powerNumber(2e-3, 2.08), 0.01);
  });

  it('boil at the vapour pressure of steam tables (P08) and keep 97 % of head at NPSH3 (P10)', () => {
    near(vapourPressure(293.15), 2330, 0.005);
    near(vapourPressure(333.15), 19_870, 0.005);
    near(vapourPressure(353.15), 47_267, 0.005);
    expect(headFactor(1)).toBeCloseTo(0.97, 6);
    expect(cavitationIntensity(1)).toBe(1);
    expect(cavitationIntensity(2.2)).toBe(0);
    expect(cavitationIntensity(0.5)).toBeLessThan(1);
  });

  it('pass 50 m³/h through Kv 100 at 0.25 bar (P13)', () => {
    near(valveFlow(100, 0.25, 1), 50, 0.001);
  });
});

describe('unbalance', () => {
  it('of grade G6.3 on 40 kg at 1475 rpm is 1631.5 g·mm and 38.92 N (S01, S02)', () => {
    const omega = (1475 * Math.PI) / 30;
    const U = residualUnbalance(6.3, 40, omega);
    near(U * 1e6, 1631.5, 0.001);
    near(unbalanceForce(U, omega), 38.92, 0.001);
  });
});
