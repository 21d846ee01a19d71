/** Radix-2 transform of real and complex rows, in place. */

/** Largest power of two that is not above `n`; 0 for n < 1. */
export function powerOfTwoBelow(n: number): number {
  let size = 1;
  while (size * 2 <= n) size *= 2;
  return n < 1 ? 0 : size;
}

/** Discrete Fourier transform in place; lengths are one power of two. The inverse is scaled. */
export function fft(re: Float64Array, im: Float64Array, inverse = false): void {
  const n = re.length;
  reorder(re, im);
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const step = ((inverse ? 2 : -2) * Math.PI) / size;
    for (let k = 0; k < half; k++) {
      const c = Math.cos(step * k);
      const s = Math.sin(step * k);
      for (let a = k; a < n; a += size) {
        const b = a + half;
        const x = re[b] * c - im[b] * s;
        const y = re[b] * s + im[b] * c;
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < n; i++) {
    re[i] /= n;
    im[i] /= n;
  }
}

function reorder(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const x = re[i];
    re[i] = re[j];
    re[j] = x;
    const y = im[i];
    im[i] = im[j];
    im[j] = y;
  }
}
