import { PlantError } from '@plant47/contract';
import { expect, it } from 'vitest';
import { hashSecret, readAccess } from './access-list.js';

it('knows a user by the secret, and nobody else', async () => {
  const secret = await hashSecret('correct horse');
  expect(secret).not.toContain('horse');
  expect(await hashSecret('correct horse')).not.toBe(secret);
  const list = readAccess(
    { schema: 'plant47/access/1', users: [{ name: 'anna', role: 'trainee', secret }] },
    'access.yaml',
  );
  expect(await list.login('anna', 'correct horse')).toBe('trainee');
  expect(await list.login('anna', 'wrong')).toBeUndefined();
  expect(await list.login('anna', undefined)).toBeUndefined();
  expect(await list.login('bert', 'correct horse')).toBeUndefined();
  const many = await Promise.all(Array.from({ length: 5 }, () => list.login('anna', 'no')));
  expect(many).toEqual(Array(5).fill(undefined));
});

it('lets Modbus in from this computer and from what is listed', () => {
  const list = readAccess(
    { schema: 'plant47/access/1', users: [], modbus: ['192.168.7.0/24', 'fd00::/8'] },
    'access.yaml',
  );
  const let_in = ['127.0.0.1', '::ffff:127.0.0.1', '::1', '::ffff:192.168.7.9', 'fd00::5'];
  expect(let_in.filter((address) => !list.allows(address))).toEqual([]);
  expect(['192.168.8.1', 'fe80::1', ''].filter((address) => list.allows(address))).toEqual([]);
});

it('denies topics to all or to some, and asks for logins only where users are named', () => {
  const topics = [
    { filter: 'test/nosubscribe', deny: 'subscribe' },
    { filter: 'shop/+/recipe', deny: 'publish', users: ['vic'] },
  ];
  const list = readAccess({ schema: 'plant47/access/1', topics }, 'access.yaml');
  expect(list.guarded).toBe(false);
  expect(list.rights.subscribe(undefined, 'test/nosubscribe')).toBe(false);
  expect(list.rights.subscribe(undefined, 'test/#')).toBe(true);
  expect(list.rights.receive('anna', 'test/nosubscribe')).toBe(false);
  expect(list.rights.publish('vic', 'shop/1/recipe')).toBe(false);
  expect(list.rights.publish('anna', 'shop/1/recipe')).toBe(true);
  const bad = { schema: 'plant47/access/1', topics: [{ filter: 'a/#/b', deny: 'all' }] };
  expect(() => readAccess(bad, 'access.yaml')).toThrow(PlantError);
});

it('states every mistake of a file', () => {
  const bad = {
    schema: 'plant47/access/1',
    users: [
      { name: 'anna', role: 'king', secret: 'plain' },
      { name: 'anna', role: 'viewer', secret: 'scrypt:16384:8:1:aaaa:bbbb' },
    ],
    modbus: ['192.168.7.0/33'],
  };
  let error: unknown;
  try {
    readAccess(bad, 'access.yaml');
  } catch (thrown) {
    error = thrown;
  }
  const { issues } = error as PlantError;
  expect(error).toBeInstanceOf(PlantError);
  expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['E_ACCESS_FILE']));
  expect(issues.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'access.yaml users.0.role',
      'access.yaml users.0.secret',
      'access.yaml modbus.0',
    ]),
  );
});
