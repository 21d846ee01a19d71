import type { PlantError } from '@plant47/contract';
import { expect, it } from 'vitest';
import { FlagReader } from './arguments.js';
import { aimOf, toxicOfText } from './toxic-flags.js';

const messages = (reader: FlagReader): string[] => {
  try {
    reader.check();
    return [];
  } catch (error) {
    return (error as PlantError).issues.map(({ code, message }) => `${code} ${message}`);
  }
};

it('reads a toxic with its settings, defaults put in', () => {
  const reader = new FlagReader();
  expect(toxicOfText(reader, 'latency delay=300ms')).toEqual({
    toxic: 'latency',
    target: {},
    params: { delay: 0.3, jitter: 0 },
  });
  expect(messages(reader)).toEqual([]);
});

it('reads what it is aimed at', () => {
  const reader = new FlagReader();
  const aim = aimOf(reader, { unit: '161', addresses: '8-27', client: 'grafana*' });
  expect(aim).toEqual({ unit: 161, addresses: [8, 27], client: 'grafana*' });
});

it('tells every mistake at once', () => {
  const reader = new FlagReader();
  toxicOfText(reader, 'gremlins');
  toxicOfText(reader, 'latency delay=300 speed=9');
  aimOf(reader, { unit: '300', addresses: 'all' });
  expect(messages(reader)).toEqual([
    'E_TOXIC there is no such toxic (gremlins)',
    'E_TOXIC latency has no such parameter (speed)',
    expect.stringContaining('E_TOXIC "300" is not a duration'),
    'E_NUMBER this is not a whole number in its range (300)',
    'E_TOXIC these are no wire addresses (all)',
  ]);
});
