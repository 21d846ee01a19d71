/**
 * The seal of an exam: a secret of 256 bits from which every world's keys follow, a commitment
 * before the start, and the secret's reveal after the end.
 */
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Key } from '@plant47/simulator';
import { canonical } from './canonical-json.js';

const SECRET_BYTES = 32;
const KEY_BYTES = 16;

/** A fresh secret, hex. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('hex');

/** A fresh nonce of 128 bits for a contestant that brings none, hex. */
export const newNonce = (): string => randomBytes(KEY_BYTES).toString('hex');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The secret of one world, hex: what the verdict of its run reveals tells nothing of the next. */
export function worldSecret(secret: string, world: number): string {
  return derive(Buffer.from(secret, 'hex'), `world ${world}`, SECRET_BYTES).toString('hex');
}

/** What a contestant is committed to before it says its nonce: the world's secret and all facts. */
export function commitmentOf(secret: string, facts: unknown): string {
  return createHash('sha256')
    .update(Buffer.from(secret, 'hex'))
    .update(canonical(facts))
    .digest('hex');
}

/** Commitment to an exam: to those of its worlds, in their order. */
export const rootOf = (commitments: readonly string[]): string => sha256(commitments.join('\n'));

/** Keys of a world: one for what happens in it, one for everything that is random in the plant. */
export interface WorldKeys {
  readonly truth: Key;
  readonly noise: Key;
}

/** Keys from the world's secret and the contestant's nonce (any text): neither alone decides. */
export function keysOf(secret: string, nonce: string): WorldKeys {
  const seed = createHmac('sha256', Buffer.from(secret, 'hex')).update(nonce).digest();
  return { truth: keyOfSecret(seed, 'truth'), noise: keyOfSecret(seed, 'noise') };
}

/** A 128-bit key from secret bytes, by HKDF-SHA-256 (RFC 5869). */
export function keyOfSecret(secret: Buffer, purpose: string): Key {
  const bytes = derive(secret, `plant47 ${purpose}`, KEY_BYTES);
  return [0, 4, 8, 12].map((at) => bytes.readUInt32BE(at)) as unknown as Key;
}

function derive(secret: Buffer, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, length));
}
