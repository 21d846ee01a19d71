/** Key of a run: 128 bits from which every stream of randomness is derived. */
import { splitmix64 } from '../physics/random.js';

/** Four 32-bit words. */
export type Key = readonly [number, number, number, number];

/** Key of a public run: anyone may type the seed, a whole number below 2^53. */
export function keyOfSeed(seed: number): Key {
  const words = splitmix64(BigInt(seed), 2).flatMap((x) => [x >> 32n, x & 0xffffffffn]);
  return words.map(Number) as unknown as Key;
}
