/**
 * Counter-based randomness: Philox4x32-10 for draws, splitmix64 to derive keys.
 *
 * A draw is a pure function of (stream, index): any value can be made in any order, and a new
 * stream changes nobody else's. Source: Salmon et al., Parallel random numbers: as easy as
 * 1, 2, 3 (SC'11); splitmix64: Steele, Lea, Flood (OOPSLA'14).
 */
import { cos, log, sin } from './dmath.js';

/** Key of one stream: two 32-bit words. */
export interface Stream {
  readonly k0: number;
  readonly k1: number;
}

const MASK = 0xffffffffffffffffn;

/** One step of splitmix64: the output for this 64-bit state, and the next state. */
export function splitmix64(state: bigint): { readonly value: bigint; readonly next: bigint } {
  const next = (state + 0x9e3779b97f4a7c15n) & MASK;
  let z = next;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return { value: z ^ (z >> 31n), next };
}

/** The stream of a purpose: key of the run (32-bit words) and the names that tell it apart. */
export function streamOf(key: readonly number[], ...names: readonly string[]): Stream {
  let h = 0n;
  const take = (word: number): void => {
    h = splitmix64(h ^ BigInt(word >>> 0)).value;
  };
  for (const word of key) take(word);
  for (const name of names) {
    for (let i = 0; i < name.length; i++) take(name.charCodeAt(i));
    take(0xffffffff);
  }
  return { k0: Number(h & 0xffffffffn), k1: Number(h >> 32n) };
}

/** Upper 32 bits of the product of two 32-bit words. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = a0 * b0;
  const mid = a1 * b0 + (low >>> 16);
  const mid2 = a0 * b1 + (mid & 0xffff);
  return (a1 * b1 + Math.floor(mid / 65536) + Math.floor(mid2 / 65536)) >>> 0;
}

/** The four words of counter (c0, c1, c2, c3) under key (k0, k1), written to `out`. */
export function philox(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  for (let round = 0; round < 10; round++) {
    const h0 = mulHigh(0xd2511f53, c0);
    const l0 = Math.imul(0xd2511f53, c0);
    const h1 = mulHigh(0xcd9e8d57, c2);
    const l1 = Math.imul(0xcd9e8d57, c2);
    c0 = (h1 ^ c1 ^ k0) >>> 0;
    c2 = (h0 ^ c3 ^ k1) >>> 0;
    c1 = l1 >>> 0;
    c3 = l0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

const words = new Uint32Array(4);

/** Uniform draw in (0, 1), number `lane` (0–3) of index (whole, below 2^53). */
export function uniform(stream: Stream, index: number, lane = 0): number {
  philox(index >>> 0, Math.floor(index / 4294967296), 0, 0, stream.k0, stream.k1, words);
  return (words[lane] + 0.5) / 4294967296;
}

/** Standard normal draw at an index (Box–Muller on words 0 and 1). */
export function normal(stream: Stream, index: number): number {
  philox(index >>> 0, Math.floor(index / 4294967296), 0, 0, stream.k0, stream.k1, words);
  const r = Math.sqrt(-2 * log((words[0] + 0.5) / 4294967296));
  return r * cos(2 * Math.PI * ((words[1] + 0.5) / 4294967296));
}

/** The pair of independent normals at an index; the second is the sine partner. */
export function normalPair(stream: Stream, index: number, out: Float64Array): void {
  philox(index >>> 0, Math.floor(index / 4294967296), 0, 0, stream.k0, stream.k1, words);
  const r = Math.sqrt(-2 * log((words[0] + 0.5) / 4294967296));
  const turn = 2 * Math.PI * ((words[1] + 0.5) / 4294967296);
  out[0] = r * cos(turn);
  out[1] = r * sin(turn);
}
