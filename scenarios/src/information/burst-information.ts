/** How far two bursts can be told apart: by their spectra, envelope lines and tones. */
import type { BurstSpectrum, EnvelopeLine } from './burst-spectrum.js';

/** Acceleration of a shaft order grows with the cube of speed: ω² of force, ω of jerk over mm/s. */
function speedFactor(before_hz: number, after_hz: number): number {
  const ratio = before_hz > 0 ? after_hz / before_hz : 1;
  return ratio * ratio * ratio;
}

/** Tones of two branches are the same where they lie this close, relative. */
const SAME_TONE = 0.02;

/**
 * Information on `now` against `then`, nats: Σ n·(ln r̄ − ln r) over the cells with r the ratio of
 * densities (periodogram bins are exponential: Whittle), the common level r̄ projected out since
 * the floor of a machine wanders with its process; the same for the lines of the envelope; and
 * Δa²T/2S for the tones, speed projected out.
 */
export function burstInformation(then: BurstSpectrum, now: BurstSpectrum): number {
  return cellInformation(then, now) + lineInformation(then, now) + toneInformation(then, now);
}

/**
 * The same by second order, ½ Σ n·(ln r)²: a squared distance, so that signatures can be scaled
 * and projected on each other.
 */
export function burstDistance(then: BurstSpectrum, now: BurstSpectrum): number {
  const { ratios, mean } = logRatios(then, now);
  let sum = 0;
  for (const ratio of ratios) sum += (ratio - mean) * (ratio - mean);
  let lines = 0;
  forLines(then, now, (before, after, bins) => {
    const ratio = Math.log((bins + after) / (bins + before));
    lines += bins * ratio * ratio;
  });
  return (now.binsPerCell * sum + lines) / 2 + toneInformation(then, now);
}

function logRatios(then: BurstSpectrum, now: BurstSpectrum) {
  const ratios = now.cells.map((density, k) => Math.log(density / (then.cells[k] ?? density)));
  let mean = 0;
  for (const ratio of ratios) mean += ratio / ratios.length;
  return { ratios, mean };
}

function cellInformation(then: BurstSpectrum, now: BurstSpectrum): number {
  let level = 0;
  let logs = 0;
  const count = now.cells.length;
  for (let k = 0; k < count; k++) {
    const ratio = (now.cells[k] ?? 1) / (then.cells[k] ?? 1);
    level += ratio / count;
    logs += Math.log(ratio);
  }
  return Math.max(0, now.binsPerCell * (count * Math.log(level) - logs));
}

function lineInformation(then: BurstSpectrum, now: BurstSpectrum): number {
  let sum = 0;
  forLines(then, now, (before, after, bins) => {
    const ratio = (bins + after) / (bins + before);
    sum += bins * (ratio - 1 - Math.log(ratio));
  });
  return sum;
}

/** Each line that either branch has, with its power in both; 0 where it is not there. */
function forLines(
  then: BurstSpectrum,
  now: BurstSpectrum,
  visit: (before: number, after: number, bins: number) => void,
): void {
  if (then.lines.length === 0 && now.lines.length === 0) return;
  const before = new Map<string, EnvelopeLine>(then.lines.map((line) => [line.name, line]));
  for (const line of now.lines) {
    visit(before.get(line.name)?.power ?? 0, line.power, line.bins);
    before.delete(line.name);
  }
  for (const line of before.values()) visit(line.power, 0, line.bins);
}

function toneInformation(then: BurstSpectrum, now: BurstSpectrum): number {
  let sum = 0;
  const left = [...then.tones];
  for (const tone of now.tones) {
    const at = left.findIndex(({ hz }) => Math.abs(hz - tone.hz) <= SAME_TONE * tone.hz);
    const before = at < 0 ? undefined : left.splice(at, 1)[0];
    const expected = before === undefined ? 0 : before.a * speedFactor(before.hz, tone.hz);
    const change = tone.a - expected;
    if (tone.density > 0) sum += (change * change * now.duration_s) / (2 * tone.density);
  }
  for (const { a, density } of left) {
    if (density > 0) sum += (a * a * now.duration_s) / (2 * density);
  }
  return sum;
}
