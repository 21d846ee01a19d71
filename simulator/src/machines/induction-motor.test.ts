import { describe, expect, it } from 'vitest';
import { creep, turn } from '../world/shaft.js';
import { inductionMotor } from './induction-motor.js';
import { currents, electricalPower, phaseCurrent, solveCurrents } from './motor-circuit.js';
import type { Net } from './net.js';
import { netOfOne, rowOf } from './rig.cases.js';

const RPM = 30 / Math.PI;
const read = inductionMotor.outputs;

/** A motor at 95 °C with all of its rated friction, coefficients held. */
function motor(model: string, set: Record<string, number> = {}) {
  const P_fan = { '5.5kW-132S': 33, '15kW-160L': 90, '75kW-280S': 525 }[model] ?? 0;
  const m = rowOf(inductionMotor, model, { theta_w: 368.15, P_fan, ...set });
  const net = netOfOne(m.J[0] * 1.3);
  inductionMotor.hold(m, net, 0, 1);
  return { m, net };
}

/** Puts the shaft at a slip. */
function atSlip(m: { omega_s: Float64Array }, net: Net, s: number): void {
  net.shaft.omega[0] = m.omega_s[0] * (1 - s);
}

/** Brings the shaft into balance against a torque a + b·ω². */
function load(m: ReturnType<typeof motor>['m'], net: Net, a: number, b = 0, dt = Infinity): void {
  const { shaft } = net;
  shaft.tau[0] = -(a + b * shaft.omega[0] * shaft.omega[0]);
  shaft.slope[0] = -2 * b * shaft.omega[0];
  inductionMotor.act(m, net, 0, 1);
  if (dt === Infinity) turn(shaft, 0, 1, dt);
  else creep(shaft, 0, dt);
}

function settled(model: string, torque: number, set: Record<string, number> = {}, V = 400) {
  const { m, net } = motor(model, set);
  net.supply.V[0] = V;
  inductionMotor.hold(m, net, 0, 1);
  atSlip(m, net, 0.012);
  for (let k = 0; k < 60; k++) load(m, net, torque);
  return { m, net };
}

describe('motor currents and torques', () => {
  it.each([
    ['5.5kW-132S', 0.02333, 10.8049], // M10, fitted set
    ['15kW-160L', 0.01667, 27.9854], // M14
    ['75kW-280S', 0.01, 132.5008], // M18
    ['75kW-280S', 1, 954.01], // M20
  ])('%s takes its current at slip %f', (model, s, I) => {
    const { m, net } = motor(model);
    atSlip(m, net, s);
    expect(phaseCurrent(m, 0, net, 1) / I).toBeCloseTo(1, 2.7);
  });

  it.each([
    ['5.5kW-132S', 69.42], // M11
    ['15kW-160L', 232.35], // M15
  ])('%s has its air-gap torque at slip 0.05', (model, torque) => {
    const { m, net } = motor(model, { P_fan: 0, P_st: 0 });
    atSlip(m, net, 0.05);
    load(m, net, 0, 0, 1e-9);
    expect(net.shaft.tau[0] / torque).toBeCloseTo(1, 2.7);
  });

  it.each([
    ['5.5kW-132S', 35.8506, 0.9038], // M13
    ['15kW-160L', 97.11149, 0.9278], // M17
  ])('%s converts three quarters of its torque with its efficiency', (model, T_N, eta) => {
    const { m, net } = settled(model, 0.75 * T_N);
    const out = 0.75 * T_N * net.shaft.omega[0];
    expect(Math.abs(out / electricalPower(m, 0, net) - eta)).toBeLessThan(0.002);
  });

  it('runs at 1475.008 rpm under rated torque, and takes 30.526 A at 90 % voltage (M22)', () => {
    const rated = settled('15kW-160L', 97.11149);
    expect(rated.net.shaft.omega[0] * RPM).toBeCloseTo(1475.008, 2);
    const low = settled('15kW-160L', 97.11149, {}, 360);
    expect(phaseCurrent(low.m, 0, low.net, 1) / 30.526).toBeCloseTo(1, 2.5);
  });

  it('has 0.233 of rated current in the negative sequence at 3 % V2 (M23)', () => {
    const { m, net } = settled('15kW-160L', 97.11149, { supply_unbalance: 0.6 });
    solveCurrents(m, 0, net);
    const I_2 = Math.sqrt((currents[2] as number) ** 2 + (currents[3] as number) ** 2);
    expect(I_2 / 27.98541 / 0.233).toBeCloseTo(1, 2);
    const phases = [1, 2, 3].map((k) => phaseCurrent(m, 0, net, k));
    expect(Math.max(...phases) / Math.min(...phases)).toBeGreaterThan(1.3);
  });
});

describe('a start on the line', () => {
  it('reaches 98 % of no-load speed in 0.111 s against a fan load (M25)', () => {
    const { m, net } = motor('15kW-160L');
    const b = (0.8 * 97.11149) / 154.4616 ** 2;
    let t = 0;
    // 98 % of the speed at which it settles, 1480.32 rpm.
    for (; net.shaft.omega[0] * RPM < 0.98 * 1480.32; t += 1e-4) load(m, net, 0, b, 1e-4);
    expect(t / 0.111).toBeCloseTo(1, 1.5);
  });

  it('heats the rotor by the kinetic energy it gives, without load (M26)', () => {
    const { m, net } = motor('15kW-160L', { P_fan: 0, P_st: 0 });
    const { shaft } = net;
    let heat = 0;
    for (let k = 0; k < 20_000; k++) {
      load(m, net, 0, 0, 1e-4);
      const s = 1 - (shaft.omega[0] as number) / m.omega_s[0];
      heat += s * (shaft.tau[0] as number) * m.omega_s[0] * 1e-4;
    }
    const kinetic = 0.5 * (shaft.J[0] as number) * m.omega_s[0] ** 2;
    expect(heat / kinetic).toBeCloseTo(1, 2);
  });
});

describe('the energy of a motor', () => {
  it.each([0.25, 0.5, 0.75, 1, 1.25])('is all accounted for at %f of rated torque', (part) => {
    const torque = part * 97.11149;
    const { m, net } = settled('15kW-160L', torque, { P_st: 0 });
    const w = net.shaft.omega[0] as number;
    inductionMotor.lose(m, net, 0, 1);
    const s = 1 - w / m.omega_s[0];
    const fan = m.P_fan[0] * (w / (50 * Math.PI)) ** 3;
    const air = (torque * w + fan) / (1 - s);
    const iron = electricalPower(m, 0, net) - m.P_w[0] - air;
    // Iron and the 60 % of rotor loss that heats the frame are what P_h holds.
    expect(Math.abs(m.P_h[0] - iron - 0.6 * s * air) / air).toBeLessThan(1e-6);
  });

  it('does not create torque at synchronous speed', () => {
    const { m, net } = motor('15kW-160L', { P_fan: 0 });
    atSlip(m, net, 0);
    load(m, net, 0, 0, 1e-9);
    expect(net.shaft.tau[0]).toBe(0);
  });

  it('warms its winding by 70 K at rated losses (M35)', () => {
    const { m, net } = motor('15kW-160L', { P_w: 399.5, P_h: 718.4, R_cool: 0.040254768 });
    for (let k = 0; k < 40; k++) inductionMotor.relax(m, net, 0, 1, 3600);
    expect(read['winding-temperature'][3](m, 0, net) - 298.15).toBeCloseTo(70, 1);
  });
});
