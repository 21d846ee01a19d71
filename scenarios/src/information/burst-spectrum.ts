/**
 * What a burst looks like on average: its power spectrum in cells, the lines of its envelope and
 * its tones, from the excitation alone, without drawing a sample.
 */
import type { BurstJob } from '@plant47/simulator';
import { floorGain } from './floor-gain.js';

type ImpactTrain = BurstJob['impacts'][number];
type Mode = BurstJob['modes'][number];

/** Width of a cell, Hz: narrower than any mode of the structure. */
const CELL_HZ = 50;
/** Highest share of the sampling rate that the anti-alias filter passes. */
const PASS_BAND = 0.39;
/** Width in which a floor's rms is stated: 1–10 kHz. */
const FLOOR_BAND_HZ = 9_000;
/** Harmonics of an impact rate that a reader of the envelope adds up. */
const HARMONICS = 5;
/** Mean of the square of the load-zone factor for a clearance of ε = 0.7, over a turn. */
const ZONE_SQUARE = 0.2548;

export interface EnvelopeLine {
  /** Names the same line of another branch. */
  readonly name: string;
  /** Power of the line over the envelope's noise, were it in one bin. */
  readonly power: number;
  /** Bins that slip spreads it over. */
  readonly bins: number;
}

export interface SpectralTone {
  readonly hz: number;
  /** Peak, m/s². */
  readonly a: number;
  /** One-sided density of the noise round it, (m/s²)²/Hz. */
  readonly density: number;
}

export interface BurstSpectrum {
  readonly duration_s: number;
  /** Periodogram bins in each cell. */
  readonly binsPerCell: number;
  /** One-sided density by cell, (m/s²)²/Hz. */
  readonly cells: Float64Array;
  readonly lines: readonly EnvelopeLine[];
  readonly tones: readonly SpectralTone[];
}

/** The mean spectrum of a burst. */
export function spectrumOf(job: BurstJob): BurstSpectrum {
  const { fs_hz, samples } = job;
  const duration_s = samples / fs_hz;
  const cells = densities(job);
  const at = (hz: number): number =>
    cells[Math.min(cells.length - 1, Math.max(0, Math.floor(hz / CELL_HZ)))] ?? 0;
  const heard = job.modes.filter((mode) => mode.hz < PASS_BAND * fs_hz);
  return {
    duration_s,
    binsPerCell: CELL_HZ * duration_s,
    cells,
    lines: job.impacts.flatMap((train) => linesOf(train, heard, at, duration_s)),
    tones: job.tones
      .filter(({ hz }) => hz < PASS_BAND * fs_hz)
      .map(({ hz, a }) => ({ hz, a, density: at(hz) })),
  };
}

/** Campbell's theorem: impacts at rate λ add 2·λ·⟨a²⟩·|H(f)|² to the one-sided density. */
function densities({ fs_hz, noise, impacts, modes, scale }: BurstJob): Float64Array {
  const count = Math.floor((PASS_BAND * fs_hz) / CELL_HZ);
  const white = (noise.rms * noise.rms * (1 + (noise.depth * noise.depth) / 2)) / FLOOR_BAND_HZ;
  // Rounding to counts: a twelfth of a count squared over the band up to half the rate.
  const rounding = (scale * scale) / 12 / (fs_hz / 2);
  const rate = impacts.reduce((sum, train) => sum + train.hz * meanSquare(train), 0);
  return Float64Array.from({ length: count }, (_, k) => {
    const hz = (k + 0.5) * CELL_HZ;
    const gain = floorGain(noise, hz, fs_hz);
    return white * gain + rounding + (rate > 0 ? 2 * rate * responseSquare(modes, hz) : 0);
  });
}

function meanSquare({ a, scatter, zone_hz, exit }: ImpactTrain): number {
  return a * a * (1 + scatter * scatter) * (zone_hz > 0 ? ZONE_SQUARE : 1) * (1 + exit * exit);
}

/** |H|² of a unit impact: Σ gain·ω_d / (ω₀² − ω² + 2jζω₀ω). */
function responseSquare(modes: readonly Mode[], hz: number): number {
  let re = 0;
  let im = 0;
  const w = 2 * Math.PI * hz;
  for (const mode of modes) {
    const w0 = 2 * Math.PI * mode.hz;
    const top = mode.gain * w0 * Math.sqrt(1 - mode.zeta * mode.zeta);
    const real = w0 * w0 - w * w;
    const imaginary = 2 * mode.zeta * w0 * w;
    const size = real * real + imaginary * imaginary;
    re += (top * real) / size;
    im -= (top * imaginary) / size;
  }
  return re * re + im * im;
}

/**
 * Lines of the squared envelope in the band of each mode. A band of width B = πζf₀ gives B·T
 * independent values of mean σ² + p(t); the Fourier coefficient of p at k·f stands out of their
 * scatter by B·T·|c_k|²/(σ² + P)², σ² + P being the power in the band. Slip makes the phase of harmonic k a random walk of
 * (2πk·slip)²·f rad²/s: a Lorentzian 2πk²·slip²·f wide.
 */
function linesOf(
  train: ImpactTrain,
  modes: readonly Mode[],
  density: (hz: number) => number,
  duration_s: number,
): EnvelopeLine[] {
  if (train.pace === 'random') return [];
  return modes.flatMap((mode, m) => {
    const band = Math.PI * mode.zeta * mode.hz;
    const decay = 4 * Math.PI * mode.zeta * mode.hz;
    const mean = (train.hz * meanSquare(train) * mode.gain * mode.gain) / (2 * decay);
    const noise = density(mode.hz) * band;
    return Array.from({ length: HARMONICS }, (_, i): EnvelopeLine => {
      const turn = (2 * Math.PI * (i + 1) * train.hz) / decay;
      // The density at the mode holds the train's own power too.
      const share = Math.min(1, mean / noise);
      const width = train.pace === 'walk' ? 2 * Math.PI * (i + 1) ** 2 * train.slip ** 2 : 0;
      return {
        name: `${train.id}.${m}.${i}`,
        power: (band * duration_s * share * share) / (1 + turn * turn),
        bins: Math.max(1, width * train.hz * duration_s),
      };
    });
  });
}
