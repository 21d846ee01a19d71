/** Time-domain moments of a burst in one pass. */

export interface Moments {
  readonly mean: number;
  readonly rms: number;
  /** Pearson kurtosis: 3 for Gaussian noise. */
  readonly kurtosis: number;
  readonly peak: number;
  /** ((K − 3)⁺)^¼ · rms: the amplitude of what is impulsive, blind to a Gaussian floor. */
  readonly impulse: number;
}

/** Moments of `samples`, each times `scale` (SI units per count). */
export function moments(samples: ArrayLike<number>, scale: number): Moments {
  const n = samples.length;
  let s1 = 0;
  for (let i = 0; i < n; i++) s1 += samples[i]!;
  const mean = s1 / n;
  let m2 = 0;
  let m4 = 0;
  let peak = 0;
  for (let i = 0; i < n; i++) {
    const d = samples[i]! - mean;
    const d2 = d * d;
    m2 += d2;
    m4 += d2 * d2;
    if (d2 > peak) peak = d2;
  }
  m2 /= n;
  m4 /= n;
  const kurtosis = m2 > 0 ? m4 / (m2 * m2) : 3;
  const rms = Math.sqrt(m2) * scale;
  return {
    mean: mean * scale,
    rms,
    kurtosis,
    peak: Math.sqrt(peak) * scale,
    impulse: Math.max(0, kurtosis - 3) ** 0.25 * rms,
  };
}
