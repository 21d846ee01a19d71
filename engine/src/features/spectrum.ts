/** Line spectrum of a burst: Hann by convolution in frequency, amplitudes, velocity, bands. */

/** Rectangular spectrum of a burst, in counts, as `realSpectrum` gives it. */
export interface LineSpectrum {
  readonly n: number;
  readonly fs_hz: number;
  readonly df_hz: number;
  /** Interleaved re, im of bins 0 … n/2. */
  readonly bins: ArrayLike<number>;
  /** SI units per count. */
  readonly scale: number;
}

/** Squared amplitude of Hann-windowed bin `k`, SI². A sine of amplitude A reads A² at its bin. */
export function hannPower(spectrum: LineSpectrum, k: number): number {
  const x = spectrum.bins;
  const re = x[2 * k]! - 0.5 * (x[2 * k - 2]! + x[2 * k + 2]!);
  const im = x[2 * k + 1]! - 0.5 * (x[2 * k - 1]! + x[2 * k + 3]!);
  // Coherent gain: 2/n for a one-sided amplitude; the kernel −¼, ½, −¼ doubled here has gain 1.
  const a = (2 / spectrum.n) * spectrum.scale;
  return (re * re + im * im) * a * a;
}

export interface Line {
  readonly frequency_hz: number;
  readonly amplitude: number;
}

/** The strongest line between two frequencies; its frequency by a log-parabola (Hann). */
export function strongestLine(spectrum: LineSpectrum, from_hz: number, to_hz: number): Line {
  const first = Math.max(2, Math.floor(from_hz / spectrum.df_hz));
  const last = Math.min(spectrum.n / 2 - 3, Math.ceil(to_hz / spectrum.df_hz));
  let at = first;
  let best = -1;
  for (let k = first; k <= last; k++) {
    const power = hannPower(spectrum, k);
    if (power > best) {
      best = power;
      at = k;
    }
  }
  const left = Math.log(Math.max(hannPower(spectrum, at - 1), 1e-30));
  const mid = Math.log(Math.max(best, 1e-30));
  const right = Math.log(Math.max(hannPower(spectrum, at + 1), 1e-30));
  const curve = left - 2 * mid + right;
  const shift = curve < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curve))) : 0;
  return { frequency_hz: (at + shift) * spectrum.df_hz, amplitude: Math.sqrt(best) };
}

/** RMS of what lies between two frequencies, SI units (Parseval on the rectangular bins). */
export function bandRms(spectrum: LineSpectrum, from_hz: number, to_hz: number): number {
  const first = Math.max(1, Math.round(from_hz / spectrum.df_hz));
  const last = Math.min(spectrum.n / 2 - 1, Math.round(to_hz / spectrum.df_hz));
  const x = spectrum.bins;
  let sum = 0;
  for (let k = first; k <= last; k++) {
    const re = x[2 * k]!;
    const im = x[2 * k + 1]!;
    sum += re * re + im * im;
  }
  return (Math.sqrt(2 * sum) / spectrum.n) * spectrum.scale;
}

/** Velocity RMS 10–1000 Hz in mm/s by integration in frequency (ISO 20816-1 band). */
export function velocityRms(spectrum: LineSpectrum): number {
  const first = Math.max(2, Math.ceil(10 / spectrum.df_hz));
  const last = Math.min(spectrum.n / 2 - 2, Math.floor(1000 / spectrum.df_hz));
  let sum = 0;
  for (let k = first; k <= last; k++) {
    const omega = 2 * Math.PI * k * spectrum.df_hz;
    sum += hannPower(spectrum, k) / (omega * omega);
  }
  // Half of the squared amplitude is the mean square; 1.5 bins are the noise bandwidth of Hann.
  return Math.sqrt(sum / 2 / 1.5) * 1000;
}
