import type { BearingEntry } from '@plant47/contract';
import { assessWaveform } from '@plant47/engine';
import { describe, expect, it } from 'vitest';
import { streamOf } from '../../simulator/src/physics/random.js';
import { synthesize } from '../../simulator/src/sensing/burst.js';
import { excite } from '../../simulator/src/sensing/excitation.js';
import { siteOf } from '../../simulator/src/sensing/site.js';
import type { TrainCondition } from '../../simulator/src/world/condition.js';

/** Catalogue 6309 and 6310, drive end of the 15 kW train and its pump. */
const B6309 = { Z: 8, Dw_mm: 17.462, Dpw_mm: 72.5, angle_deg: 0 };
const B6310 = { Z: 8, Dw_mm: 19.05, Dpw_mm: 80, angle_deg: 0 };
const ENTRY: BearingEntry = { component: 'bearing-de', designation: '6309', ...B6309 };
const SEEDS = 200;

const BEARING = {
  outer_mm2: 0,
  inner_mm2: 0,
  lube: 1,
  friction: 1,
  F_r: 1000,
  stage4: 0,
  healing: 1,
};

function condition(change: { outer_mm2?: number; looseness?: number }, seed: number) {
  const de = { ...BEARING, outer_mm2: change.outer_mm2 ?? 0 };
  return {
    tick: 72_000 * seed,
    shaft_hz: 24.5 + 0.001 * (seed % 97),
    supply_hz: 50,
    running: true,
    load: 0.5 + 0.005 * (seed % 100),
    bearings: [de, BEARING, BEARING, BEARING],
    unbalance: 0,
    looseness: change.looseness ?? 0,
    cavitation: 0,
    flowRatio: 0.95,
    supplyUnbalance: 0.005,
  } satisfies TrainCondition;
}

/** The engine's verdict on 65,536 samples at 12.8 kHz, its speed tag 0.3 % wrong. */
function verdict(seed: number, change: { outer_mm2?: number; looseness?: number }) {
  const key = [seed, 47, 11, 5];
  const site = siteOf(
    key,
    {
      unitBase: 47,
      power_kW: 15,
      speed_rpm: 1475,
      pathGain: 0.5,
      floor: 0.4,
      order1_mm_s: 0.9,
      modulation: seed % 3 === 0 ? 0.3 : 0,
      restless: false,
      bearings: [B6309, B6309, B6310, B6310],
    },
    0,
  );
  const now = condition(change, seed);
  const burst = synthesize({
    ...excite(site, now),
    seq: 0,
    simTs: 0,
    fs_hz: 12_800,
    samples: 65_536,
    scale: 0.005,
    speed_hz: Number.NaN,
    unit: 'm/s2',
    stream: streamOf(key, 'burst', seed),
  });
  return assessWaveform(burst, ENTRY, now.shaft_hz * 1.003);
}

describe('the hero bearing beside a loose foot', () => {
  it(`never takes a loose foot for a bearing in ${SEEDS} seeds`, () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { verdict: said, hypotheses } = verdict(seed, { looseness: 0.2 + 0.004 * seed });
      const sure = hypotheses.some(({ p }) => p >= 0.6);
      if (sure || (said !== 'unknown' && said !== 'healthy')) wrong.push(`${seed}: ${said}`);
    }
    expect(wrong).toEqual([]);
  });

  it(`names the outer race, and never another defect, in ${SEEDS} seeds`, () => {
    const wrong: string[] = [];
    let named = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { verdict: said, shaft_source } = verdict(seed, { outer_mm2: 1 + 0.05 * seed });
      expect(shaft_source).toBe('signal');
      if (said === 'outer-race') named++;
      else if (said !== 'unknown' && said !== 'healthy') wrong.push(`${seed}: ${said}`);
    }
    expect(wrong).toEqual([]);
    expect(named / SEEDS).toBeGreaterThan(0.95);
  });
});
