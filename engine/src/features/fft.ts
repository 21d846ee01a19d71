/** The one door to the Fourier transform: fft.js behind two functions, plans kept per size. */
import FFT from 'fft.js';

interface Plan {
  readonly fft: FFT;
  /** Plain arrays: fft.js is about twice as slow on typed ones. */
  readonly input: number[];
  readonly output: number[];
}

const plans = new Map<string, Plan>();

function planOf(kind: 'real' | 'complex', size: number): Plan {
  const key = `${kind}${size}`;
  let plan = plans.get(key);
  if (!plan) {
    const zeros = (n: number): number[] => new Array<number>(n).fill(0);
    plan = {
      fft: new FFT(size),
      input: zeros(kind === 'real' ? size : 2 * size),
      output: zeros(2 * size),
    };
    plans.set(key, plan);
  }
  return plan;
}

/**
 * Spectrum of `n` real values given by `fill` (n a power of two).
 * Interleaved re, im of bins 0 … n/2; the array is reused by the next call of the same size.
 */
export function realSpectrum(n: number, fill: (input: number[]) => void): number[] {
  const plan = planOf('real', n);
  fill(plan.input);
  plan.fft.realTransform(plan.output, plan.input);
  return plan.output;
}

/** Inverse transform of `n` complex values given by `fill`, interleaved; scaled by 1/n. */
export function inverseComplex(n: number, fill: (input: number[]) => void): number[] {
  const plan = planOf('complex', n);
  fill(plan.input);
  plan.fft.inverseTransform(plan.output, plan.input);
  return plan.output;
}
