/** Spectra for the tests of waveforms: a plain radix-2 transform, and what tests read off it. */

/** One-sided amplitude spectrum of x (length a power of two): |X|·2/n, bins of fs/n. */
export function amplitudes(x: Float64Array): Float64Array {
  const [re, im] = transform(x);
  const n = x.length;
  return Float64Array.from({ length: n / 2 }, (_, k) => (2 * Math.hypot(re[k]!, im[k]!)) / n);
}

function transform(x: Float64Array): [Float64Array, Float64Array] {
  const n = x.length;
  const re = Float64Array.from(x);
  const im = new Float64Array(n);
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j]] = [re[j]!, re[i]!];
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const c = Math.cos((2 * Math.PI * k) / size);
      const s = -Math.sin((2 * Math.PI * k) / size);
      for (let i = k; i < n; i += size) {
        const j = i + half;
        const tr = re[j]! * c - im[j]! * s;
        const ti = re[j]! * s + im[j]! * c;
        re[j] = re[i]! - tr;
        im[j] = im[i]! - ti;
        re[i] = re[i]! + tr;
        im[i] = im[i]! + ti;
      }
    }
  }
  return [re, im];
}

/** Samples of a burst in its unit. */
export function signal(burst: { samples: Int16Array; scale: number }): Float64Array {
  return Float64Array.from(burst.samples, (count) => count * burst.scale);
}

/** x with everything outside [from, to] Hz removed. */
export function bandPass(x: Float64Array, fs: number, from: number, to: number): Float64Array {
  const n = x.length;
  const [re, im] = transform(x);
  for (let k = 0; k < n; k++) {
    const hz = (Math.min(k, n - k) * fs) / n;
    if (hz < from || hz > to) {
      re[k] = 0;
      im[k] = 0;
    }
  }
  // The inverse by the forward transform of the conjugate; the result is real.
  const [a] = transform(re);
  const [, b] = transform(im);
  return Float64Array.from({ length: n }, (_, i) => (a[i]! + b[i]!) / n);
}

/** Spectrum of the squared envelope of the band [from, to] Hz. */
export function envelopeSpectrum(
  x: Float64Array,
  fs: number,
  from: number,
  to: number,
): Float64Array {
  const squared = bandPass(x, fs, from, to).map((value) => value * value);
  const mean = squared.reduce((sum, value) => sum + value, 0) / squared.length;
  const hann = squared.map(
    (value, i) => (value - mean) * (1 - Math.cos((2 * Math.PI * i) / squared.length)),
  );
  return amplitudes(hann);
}

/** Root mean square and Pearson kurtosis. */
export function moments(x: Float64Array): { rms: number; kurtosis: number } {
  let m2 = 0;
  let m4 = 0;
  for (const value of x) {
    m2 += value ** 2 / x.length;
    m4 += value ** 4 / x.length;
  }
  return { rms: Math.sqrt(m2), kurtosis: m4 / m2 ** 2 };
}

/** Velocity in mm/s rms over 10–1000 Hz, by division of the spectrum. */
export function velocity(x: Float64Array, fs: number): number {
  const lines = amplitudes(x);
  let sum = 0;
  for (let k = 1; k < lines.length; k++) {
    const hz = (k * fs) / x.length;
    if (hz >= 10 && hz <= 1000) sum += (lines[k]! / (2 * Math.PI * hz)) ** 2 / 2;
  }
  return 1000 * Math.sqrt(sum);
}

/** Largest line within ±width bins of a frequency, over the median within ±80 bins. */
export function prominence(lines: Float64Array, hz: number, bin_hz: number, width = 2): number {
  const k = Math.round(hz / bin_hz);
  const near = lines.slice(Math.max(1, k - width), k + width + 1);
  const around = Array.from(lines.slice(Math.max(1, k - 80), k + 81)).sort((a, b) => a - b);
  return Math.max(...near) / (around[Math.floor(around.length / 2)] ?? 1);
}
