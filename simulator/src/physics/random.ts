/**
 * Counter-based randomness: any value of any stream, in any order, with the same bits.
 *
 * One generator, Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011). A stream is named by (key, asset, signal, purpose) and indexed by time, so that a new
 * point changes nobody else's noise. splitmix64 (Steele et al., OOPSLA 2014) only derives keys.
 */
import { quantile } from './normal.js';

/** A named stream: a Philox key and the upper half of its counter. */
export interface Stream {
  readonly k0: number;
  readonly k1: number;
  readonly c2: number;
  readonly c3: number;
}

// Multipliers and Weyl increments of Philox4x32 (Random123, philox.h).
const M0 = 0xd2511f53;
const M0_HIGH = 0xd251;
const M0_LOW = 0x1f53;
const M1 = 0xcd9e8d57;
const M1_HIGH = 0xcd9e;
const M1_LOW = 0x8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;
const TWO_32 = 4294967296;

const schedule = new Int32Array(2 * ROUNDS);

/**
 * Fills `out` with Philox blocks of counters (c0 + i, c1, c2, c3), four words a block.
 * Whole blocks only: `out.length` is a multiple of 4; words are signed 32-bit integers.
 */
export function philoxFill(
  out: Int32Array,
  k0: number,
  k1: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
): void {
  for (let r = 0; r < ROUNDS; r++) {
    schedule[2 * r] = k0 + Math.imul(r, W0);
    schedule[2 * r + 1] = k1 + Math.imul(r, W1);
  }
  for (let o = 0, c = c0; o < out.length; o += 4, c++) {
    let x0 = c | 0;
    let x1 = c1 | 0;
    let x2 = c2 | 0;
    let x3 = c3 | 0;
    for (let r = 0; r < 2 * ROUNDS; r += 2) {
      // The upper half of a 32×32 product, from 16-bit halves: no product leaves 32 bits.
      const h0 = x0 >>> 16;
      const l0 = x0 & 0xffff;
      const h2 = x2 >>> 16;
      const l2 = x2 & 0xffff;
      const m0 = (Math.imul(M0_HIGH, l0) + (Math.imul(M0_LOW, l0) >>> 16)) | 0;
      const m1 = (Math.imul(M1_HIGH, l2) + (Math.imul(M1_LOW, l2) >>> 16)) | 0;
      const t0 = (Math.imul(M0_LOW, h0) + (m0 & 0xffff)) | 0;
      const t1 = (Math.imul(M1_LOW, h2) + (m1 & 0xffff)) | 0;
      const high0 = Math.imul(M0_HIGH, h0) + (m0 >>> 16) + (t0 >>> 16);
      const high1 = Math.imul(M1_HIGH, h2) + (m1 >>> 16) + (t1 >>> 16);
      const low0 = Math.imul(M0, x0);
      x0 = high1 ^ x1 ^ schedule[r]!;
      x1 = Math.imul(M1, x2);
      x2 = high0 ^ x3 ^ schedule[r + 1]!;
      x3 = low0;
    }
    out[o] = x0;
    out[o + 1] = x1;
    out[o + 2] = x2;
    out[o + 3] = x3;
  }
}

const block = new Int32Array(4);

/** The four words of block `index` (0 … 2^53) of a stream, signed, valid until the next call. */
export function wordsAt(stream: Stream, index: number): Int32Array {
  fillWords(block, stream, index);
  return block;
}

/** Uniform draw in (0, 1), number `lane` (0–3) of index (whole, below 2^53). */
export function uniform(stream: Stream, index: number, lane = 0): number {
  return ((wordsAt(stream, index)[lane]! >>> 0) + 0.5) / TWO_32;
}

/** Standard normal draw, number `lane` (0–3) of index, by inversion; at most 6.3 in size. */
export function normal(stream: Stream, index: number, lane = 0): number {
  return quantile(uniform(stream, index, lane));
}

/** Fills `out` with the stream's words from block `index` on; its length is a multiple of 4. */
export function fillWords(out: Int32Array, stream: Stream, index: number): void {
  const high = Math.floor(index / TWO_32);
  philoxFill(out, stream.k0, stream.k1, index - high * TWO_32, high, stream.c2, stream.c3);
}

const MASK = 0xffffffffffffffffn;
const GAMMA = 0x9e3779b97f4a7c15n;

/** What splitmix64 does to its state to make an output. */
function mix(z: bigint): bigint {
  const a = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  const b = ((a ^ (a >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return b ^ (b >> 31n);
}

/** The first `count` outputs of splitmix64 from a 64-bit seed. */
export function splitmix64(seed: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => mix((seed + BigInt(i + 1) * GAMMA) & MASK));
}

/** FNV-1a of the characters' low bytes, 32 bits: a number for a name. */
function numberOf(name: string | number): number {
  if (typeof name === 'number') return name;
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ (name.charCodeAt(i) & 0xff), 0x01000193);
  }
  return hash;
}

/** The stream of a purpose: key of the run (32-bit words) and the names that tell it apart. */
export function streamOf(key: readonly number[], ...names: readonly (string | number)[]): Stream {
  let state = GAMMA;
  // Words of the key and names differ by their place, so that no two lists absorb alike.
  const absorb = (place: number, word: number): bigint =>
    mix(state ^ (BigInt(place) << 32n) ^ BigInt(word >>> 0));
  for (let i = 0; i < key.length; i++) state = absorb(i, key[i]!);
  for (let i = 0; i < names.length; i++) state = absorb(i + 0x100, numberOf(names[i]!));
  state = absorb(0x200, 0);
  const counter = absorb(0x201, 0);
  return { k0: high(state), k1: low(state), c2: high(counter), c3: low(counter) };
}

/** Halves of 64 bits as signed 32-bit integers. */
const high = (x: bigint): number => Number(BigInt.asIntN(32, x >> 32n));
const low = (x: bigint): number => Number(BigInt.asIntN(32, x));
