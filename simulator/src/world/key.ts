/** Key of a run: 128 bits from which every stream of randomness is derived. */
import { splitmix64 } from '../physics/random.js';

/** Four 32-bit words. */
export type Key = readonly [number, number, number, number];

/** Key of a public run: anyone may type the seed, a whole number below 2^53. */
export function keyOfSeed(seed: number): Key {
  const high = Math.floor(seed / 4294967296);
  const [a, b] = splitmix64(high, seed - high * 4294967296, 2) as [number[], number[]];
  return [a[0] as number, a[1] as number, b[0] as number, b[1] as number];
}
