import { manifestSchema } from '@plant47/contract';
import { expect, it } from 'vitest';
import { manifestOf } from './manifest.js';
import { smallModel } from './plant-host.cases.js';

it('publishes a catalogue that fits its schema, version 1', () => {
  const manifest = manifestOf(smallModel(), {
    run: 'r',
    plant: 'waterworks',
    learning_s: 86_400,
    definition: '',
  });
  const read = manifestSchema.safeParse(JSON.parse(JSON.stringify(manifest)));
  expect(read.error?.issues ?? []).toEqual([]);
  expect(read.data).toEqual(JSON.parse(JSON.stringify(manifest)));
});
