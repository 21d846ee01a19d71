import { PlantError } from '@plant47/contract';
import { scenario } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { heatMapPage } from '../report/heat-map.js';
import { define } from '../runner/definition.js';
import { cellsOf, sweepCell } from './sweep.js';

const clog = scenario.parse({
  schema: 'plant47/scenario/1',
  id: 'clog',
  label: 'A strainer clogs',
  plant: 'two-pumps',
  duration: '6d',
  learning: '3d',
  sampling: { scalars: '10min' },
  timeline: [{ fault: 'pump.strainer-clog', asset: 'motor-1', at: '3d', ramp: '48h' }],
});

describe('a sweep', () => {
  it('has a cell for every combination, and refuses a wall of them', () => {
    const axes = [
      { name: 'severity', values: [0.5, 1] },
      { name: 'noise', values: [1, 2, 4] },
    ] as const;
    expect(cellsOf(axes)).toHaveLength(6);
    const many = Array.from({ length: 300 }, (_, i) => i / 300);
    const wall = [{ name: 'severity', values: many } as const, axes[0]];
    expect(() => cellsOf(wall)).toThrow(PlantError);
  });

  it('shows what is worse told later: less severe, noisier, sampled more seldom', () => {
    const delayOf = (at: Parameters<typeof sweepCell>[1]): number => {
      const [cell] = sweepCell((scalars_s) => define({ scenario: clog, seed: 3, scalars_s }), at);
      return cell?.delay_h ?? Number.POSITIVE_INFINITY;
    };
    const plain = delayOf({});
    expect(plain).toBeGreaterThan(0);
    expect(delayOf({ severity: 0.1 })).toBeGreaterThan(plain);
    expect(delayOf({ noise: 10 })).toBeGreaterThan(plain);
    expect(delayOf({ sampling: 3600 })).toBeGreaterThan(plain);
  }, 60_000);

  it('becomes a page that asks for nothing from elsewhere', () => {
    const cell = { fault: 'pump.strainer-clog', asset: 'motor-1', component: 'pump' };
    const page = heatMapPage({
      title: '<clog>',
      seed: 1,
      axes: [{ name: 'severity', values: [0.5, 1] }],
      cells: [
        { ...cell, at: { severity: 0.5 }, detectable: false, delay_h: null },
        { ...cell, at: { severity: 1 }, detectable: true, delay_h: 4 },
      ],
    });
    expect(page).toContain('>never<');
    expect(page).toContain('>4 h<');
    expect(page).not.toMatch(/<clog>|https?:|src=|href=/);
  });
});
