/** Power gain of the shaped floor: the digital filters of the transmitter's noise, by frequency. */
import type { BurstJob } from '@plant47/simulator';

/** Corners of what mixed friction and cavitation add, Hz; as sensing has them. */
const HIGH_CORNER_HZ = 5_000;
const LOW_CORNER_HZ = 200;

/** |1 + high·H_hp|²·|1 + low·H_lp|² at a frequency. */
export function floorGain({ high, low }: BurstJob['noise'], hz: number, fs_hz: number): number {
  return (high === 0 ? 1 : highGain(high, hz, fs_hz)) * (low === 0 ? 1 : lowGain(low, hz, fs_hz));
}

/** Second-order Butterworth high pass by the bilinear transform: s = j·tan(ω/2)/tan(ω_c/2). */
function highGain(gain: number, hz: number, fs_hz: number): number {
  const s = Math.tan((Math.PI * hz) / fs_hz) / Math.tan((Math.PI * HIGH_CORNER_HZ) / fs_hz);
  const re = 1 - s * s;
  const im = Math.SQRT2 * s;
  const size = re * re + im * im;
  // H = −s²/(1 − s² + j√2·s)
  const hRe = (-s * s * re) / size;
  const hIm = (s * s * im) / size;
  return (1 + gain * hRe) ** 2 + (gain * hIm) ** 2;
}

/** First-order low pass with a zero at half the rate. */
function lowGain(gain: number, hz: number, fs_hz: number): number {
  const w = (2 * Math.PI * hz) / fs_hz;
  const keep = Math.exp((-2 * Math.PI * LOW_CORNER_HZ) / fs_hz);
  const take = (1 - keep) / 2;
  const [c, s] = [Math.cos(w), Math.sin(w)];
  const size = (1 - keep * c) ** 2 + (keep * s) ** 2;
  const re = (take * ((1 + c) * (1 - keep * c) - s * (keep * s))) / size;
  const im = (take * (-s * (1 - keep * c) - (1 + c) * (keep * s))) / size;
  return (1 + gain * re) ** 2 + (gain * im) ** 2;
}
