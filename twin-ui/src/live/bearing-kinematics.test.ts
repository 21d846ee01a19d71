import { describe, expect, it } from 'vitest';
import { bearingOrders, cageAngle } from './bearing-kinematics.js';

const bearing = (Z: number, Dw_mm: number, Dpw_mm: number) => ({
  component: 'bearing-de',
  designation: '',
  Z,
  Dw_mm,
  Dpw_mm,
  angle_deg: 0,
});

describe('bearing kinematics', () => {
  it('gives the orders that the catalogue of the 6205 prints', () => {
    // 6205: FTF 0.3983, BPFO 3.5848, BPFI 5.4152, BSF 2.3567 (Smith & Randall 2015, table 2).
    const orders = bearingOrders(bearing(9, 7.94, 39.04));
    expect(orders.ftf).toBeCloseTo(0.3983, 3);
    expect(orders.bpfo).toBeCloseTo(3.5848, 3);
    expect(orders.bpfi).toBeCloseTo(5.4152, 3);
    expect(orders.bsf).toBeCloseTo(2.3567, 3);
  });

  it('lets every ball pass both races once: BPFO + BPFI is the number of balls', () => {
    const orders = bearingOrders(bearing(8, 17.462, 72.5));
    expect(orders.bpfo + orders.bpfi).toBeCloseTo(8, 12);
  });

  it('turns the cage by 2π·FTF a turn of the shaft', () => {
    const entry = bearing(8, 17.462, 72.5);
    const turn = cageAngle(entry, 2 * Math.PI) - cageAngle(entry, 0);
    expect(turn).toBeCloseTo(2 * Math.PI * 0.37957, 4);
  });
});
