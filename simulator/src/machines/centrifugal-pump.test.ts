import { describe, expect, it } from 'vitest';
import { run } from '../world/shaft.js';
import { centrifugalPump } from './centrifugal-pump.js';
import { netOfOne, rowOf } from './rig.cases.js';

const RPM = 30 / Math.PI;

/** The 125-100-315 at a fixed speed on its own line, without suction friction. */
function pumping(n: number, set: Record<string, number> = {}) {
  const m = rowOf(centrifugalPump, '125-100-315', { K_s: 0, ...set });
  const net = netOfOne(0.156);
  net.shaft.omega[0] = n / RPM;
  net.pipe.Q[0] = 0.02;
  centrifugalPump.hold(m, net, 0, 1);
  for (let k = 0; k < 300; k++) {
    net.pipe.H[0] = 0;
    net.pipe.slope[0] = 0;
    net.shaft.tau[0] = 0;
    centrifugalPump.act(m, net, 0, 1);
    run(net.pipe, 0, 1, 1e4);
  }
  const read = (name: keyof typeof centrifugalPump.outputs): number =>
    centrifugalPump.outputs[name][3](m, 0, net);
  const power = -(net.shaft.tau[0] as number) * (n / RPM);
  return { Q: read('flow') * 3600, power, read, net };
}

/** Head, m, of a pumping rig. */
function headOf(rig: ReturnType<typeof pumping>): number {
  return (rig.read('discharge-pressure') - rig.read('suction-pressure')) / (998.2 * 9.80665);
}

describe('pump 125-100-315 on its line', () => {
  it('delivers 100 m³/h at 31.817 m, and 52.238 m³/h at 33.814 m throttled (P03, P05)', () => {
    const open = pumping(1450);
    expect(open.Q).toBeCloseTo(100, 1);
    expect(headOf(open) / 31.817).toBeCloseTo(1, 3);
    expect(open.power / 11_853).toBeCloseTo(1, 2.5);
    const shut = pumping(1450, { throttle: 4 });
    expect(shut.Q / 52.238).toBeCloseTo(1, 3);
    expect(headOf(shut) / 33.814).toBeCloseTo(1, 3);
  });

  it('follows affinity without static head (P06)', () => {
    const full = pumping(1450, { H_s: 0, z_s: 20 });
    const part = pumping(1160, { H_s: 0, z_s: 20 });
    expect(part.Q / full.Q).toBeCloseTo(0.8, 7);
    expect(headOf(part) / headOf(full)).toBeCloseTo(0.64, 6);
    expect(part.power / full.power).toBeCloseTo(0.512, 3);
  });

  it('stops where it cannot lift (P07), with finite power at shut-off', () => {
    expect(pumping(700).Q).toBe(0);
    expect(pumping(1450, { throttle: 1e12 }).power / 7030).toBeCloseTo(1, 1);
  });

  it('balances torque and hydraulic power (P16)', () => {
    const { Q, power, net, read } = pumping(1450);
    const eta = 0.741 * (1 - Math.abs(1 - Q / 115.3224) ** 2.08);
    const lift = read('discharge-pressure') - read('suction-pressure');
    expect((power * eta) / (lift * (net.pipe.Q[0] as number))).toBeCloseTo(1, 4);
  });

  it('loses suction pressure, then flow, and cavitates as its strainer clogs', () => {
    const rigs = [0, 0.25, 0.5, 0.75, 1].map((strainer_clog) =>
      pumping(1480, { K_s: 530, strainer_clog }),
    );
    for (let k = 1; k < rigs.length; k++) {
      const [a, b] = [rigs[k - 1], rigs[k]] as [(typeof rigs)[0], (typeof rigs)[0]];
      expect(b.read('suction-pressure')).toBeLessThan(a.read('suction-pressure'));
      expect(b.Q).toBeLessThan(a.Q);
      expect(b.read('cavitation')).toBeGreaterThanOrEqual(a.read('cavitation'));
    }
    expect(rigs[0]?.read('cavitation')).toBe(0);
    expect(rigs[4]?.read('cavitation')).toBeGreaterThan(0.3);
  });

  it('loses head, flow and efficiency as its impeller wears', () => {
    const fresh = pumping(1480);
    const worn = pumping(1480, { impeller_wear: 1 });
    expect(headOf(worn)).toBeLessThan(headOf(fresh));
    expect(worn.Q).toBeLessThan(fresh.Q);
    expect(worn.power / worn.Q).toBeGreaterThan((0.75 * fresh.power) / fresh.Q);
  });
});
