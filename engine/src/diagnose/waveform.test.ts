import { existsSync, readFileSync } from 'node:fs';
import type { BearingEntry, Burst } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { assessWaveform } from './waveform.js';

/** CWRU Bearing Data Center recordings beside the repository; see docs of the data there. */
const DATA = new URL('../../../../shared/data/cwru/', import.meta.url);
const SKF_6205: BearingEntry = {
  component: 'bearing-de',
  designation: '6205',
  Z: 9,
  Dw_mm: 7.94,
  Dpw_mm: 39.04,
  angle_deg: 0,
};
const G = 9.80665;

function record(name: string): { burst: Burst; tag_hz: number } {
  const meta = JSON.parse(readFileSync(new URL(`${name}.json`, DATA), 'utf8')) as {
    fs_hz: number;
    rpm_nominal: number;
  };
  const bytes = readFileSync(new URL(`${name}.f32`, DATA));
  const x = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
  );
  const n = 2 ** Math.floor(Math.log2(x.length));
  const scale = (x.reduce((a, b) => Math.max(a, Math.abs(b)), 0) * G) / 32_000;
  const samples = Int16Array.from(x.subarray(0, n), (v) => Math.round((v * G) / scale));
  return {
    burst: { seq: 0, simTs: 0, fs_hz: meta.fs_hz, scale, speed_hz: NaN, unit: 'm/s2', samples },
    tag_hz: meta.rpm_nominal / 60,
  };
}

/** Without the records there is nothing to test: an error in CI, a stated skip elsewhere. */
function need(skip: (note: string) => void): void {
  if (existsSync(DATA)) return;
  if (process.env['CI']) throw new Error(`recordings missing: ${DATA.pathname}`);
  skip('recordings of the CWRU Bearing Data Center are not beside the repository');
}

/** Line frequencies measured on these records with an independent envelope (tolerance 1.5 %). */
const OUTER_HZ = [107.64, 106.3, 104.92, 103.42];
const INNER_HZ = [161.68, 159.53, 157.38, 154.9];

describe('diagnosis of recorded bearings (CWRU, drive end, 0.007 inch)', () => {
  it('names the outer race at all four loads, at the measured line', ({ skip }) => {
    need(skip);
    OUTER_HZ.forEach((expected, load) => {
      const { burst, tag_hz } = record(`DE_outerat6_007_load${load}hp`);
      const { verdict, lines } = assessWaveform(burst, SKF_6205, tag_hz);
      expect(verdict).toBe('outer-race');
      expect(Math.abs(lines[0]!.found_hz / expected - 1)).toBeLessThan(0.005);
    });
  });

  it('names the inner race at all four loads, at the measured line', ({ skip }) => {
    need(skip);
    INNER_HZ.forEach((expected, load) => {
      const { burst, tag_hz } = record(`DE_inner_007_load${load}hp`);
      const { verdict, lines } = assessWaveform(burst, SKF_6205, tag_hz);
      expect(verdict).toBe('inner-race');
      expect(Math.abs(lines[1]!.found_hz / expected - 1)).toBeLessThan(0.005);
    });
  });

  it('never names a race with confidence where a ball is damaged', ({ skip }) => {
    need(skip);
    for (let load = 0; load < 4; load++) {
      const { burst, tag_hz } = record(`DE_ball_007_load${load}hp`);
      const { verdict, hypotheses } = assessWaveform(burst, SKF_6205, tag_hz);
      expect(['unknown', 'rolling-element']).toContain(verdict);
      for (const { fault, p } of hypotheses) {
        if (fault !== 'bearing.rolling-element') expect(p).toBeLessThan(0.6);
      }
    }
  });

  it('calls the sound bearing healthy', ({ skip }) => {
    need(skip);
    const { burst, tag_hz } = record('normal_load0hp');
    const { verdict, features } = assessWaveform(burst, SKF_6205, tag_hz);
    expect(verdict).toBe('healthy');
    expect(features.moments.kurtosis).toBeCloseTo(2.77, 1);
  });

  it('is not led astray by a speed tag that is 2.5 % wrong', ({ skip }) => {
    need(skip);
    const { burst, tag_hz } = record('DE_inner_007_load1hp');
    expect(assessWaveform(burst, SKF_6205, 0.975 * tag_hz).verdict).toBe('inner-race');
    expect(assessWaveform(burst, SKF_6205, 1.025 * tag_hz).verdict).toBe('inner-race');
  });
});
