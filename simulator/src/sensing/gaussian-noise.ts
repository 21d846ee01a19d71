/** White Gaussian noise for waveforms: half a Philox word a sample. */
import { quantile } from '../physics/normal.js';
import { fillWords, type Stream, uniform } from '../physics/random.js';

const LEVELS = 65_536;
/** Normal quantile at the middle of each of 2^16 equally probable cells. */
const CELL = new Float32Array(LEVELS);
for (let i = 0; i < LEVELS / 2; i++) {
  const z = quantile((i + 0.5) / LEVELS);
  CELL[i] = z;
  CELL[LEVELS - 1 - i] = -z;
}
/** Draws of the outermost cells lie in blocks of their own. */
const TAIL_BLOCK = 2_147_483_648;

/** One a length: scan and line bursts alternate. */
const buffers = new Map<number, Int32Array>();

function wordsFor(count: number): Int32Array {
  let words = buffers.get(count);
  if (!words) {
    words = new Int32Array(count);
    buffers.set(count, words);
  }
  return words;
}

/**
 * Fills the first `n` of `out` with independent standard normals from block 0 of a stream on.
 * The outermost two cells (beyond ±4.2) are drawn once more, so that the tails are whole.
 */
export function fillNormal(out: Float64Array, n: number, stream: Stream): void {
  const count = Math.ceil(n / 8) * 4;
  const words = wordsFor(count);
  fillWords(words, stream, 0);
  for (let i = 0, w = 0; i < n; i += 2, w++) {
    const word = words[w]!;
    const a = word & 0xffff;
    const b = word >>> 16;
    out[i] = CELL[a]!;
    // Beyond the end of an odd `n` the store is ignored.
    out[i + 1] = CELL[b]!;
    if (((a + 1) & 0xffff) < 2) out[i] = tail(a, i, stream);
    if (((b + 1) & 0xffff) < 2 && i + 1 < n) out[i + 1] = tail(b, i + 1, stream);
  }
}

function tail(cell: number, i: number, stream: Stream): number {
  const z = quantile(uniform(stream, TAIL_BLOCK + i) / LEVELS);
  return cell === 0 ? z : -z;
}
