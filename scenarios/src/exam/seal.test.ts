import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical-json.js';
import { commitmentOf, keyOfSecret, keysOf, newSecret, worldSecret } from './seal.js';

describe('seal', () => {
  it('derives keys by HKDF-SHA-256, as RFC 5869 spells it out', () => {
    const secret = Buffer.alloc(32, 7);
    const hmac = (key: Buffer, data: Buffer): Buffer =>
      createHmac('sha256', key).update(data).digest();
    const prk = hmac(Buffer.alloc(32), secret);
    const block = hmac(prk, Buffer.concat([Buffer.from('plant47 truth'), Buffer.from([1])]));
    const words = [0, 4, 8, 12].map((at) => block.readUInt32BE(at));
    expect(keyOfSecret(secret, 'truth')).toEqual(words);
    expect(keyOfSecret(secret, 'noise')).not.toEqual(words);
  });

  it('lets neither secret nor nonce alone decide the world', () => {
    const secret = '00'.repeat(32);
    const keys = keysOf(secret, 'a');
    expect(keysOf(secret, 'a')).toEqual(keys);
    expect(keysOf(secret, 'b')).not.toEqual(keys);
    expect(keysOf('01'.repeat(32), 'a')).not.toEqual(keys);
    expect(keys.truth).not.toEqual(keys.noise);
  });

  it('gives every world a secret of its own', () => {
    const secret = newSecret();
    const secrets = [1, 2, 3].map((world) => worldSecret(secret, world));
    expect(new Set([secret, ...secrets]).size).toBe(4);
    expect(secrets.every((one) => /^[0-9a-f]{64}$/.test(one))).toBe(true);
  });

  it('commits to every fact', () => {
    const secret = newSecret();
    const facts = { plant: 'a', plan: { macro_s: 60 } };
    const commitment = commitmentOf(secret, facts);
    expect(commitmentOf(secret, { plan: { macro_s: 60 }, plant: 'a' })).toBe(commitment);
    expect(commitmentOf(secret, { plan: { macro_s: 61 }, plant: 'a' })).not.toBe(commitment);
    expect(commitmentOf(newSecret(), facts)).not.toBe(commitment);
  });
});

it('writes JSON in one spelling', () => {
  expect(canonical({ b: [1, null, 'x"'], a: undefined, Z: { y: 0.1, x: true } })).toBe(
    '{"Z":{"x":true,"y":0.1},"b":[1,null,"x\\""]}',
  );
});
