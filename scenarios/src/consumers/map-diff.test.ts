import { deviceMap } from '@plant47/simulator';
import { expect, it } from 'vitest';
import { define } from '../runner/definition.js';
import { changeLine, mapDiff, type readMapFile } from './map-diff.js';

const { devices } = define({ plant: 'waterworks', seed: 1 }).createModel();
/** Maps as `plant47 map --format json` writes them and a later version reads them. */
const map = () =>
  JSON.parse(JSON.stringify({ devices: devices.slice(0, 3).map(deviceMap) })) as ReturnType<
    typeof readMapFile
  >;

it('two equal maps do not differ', () => {
  expect(mapDiff(map(), map())).toEqual([]);
});

it('what moves or goes breaks its readers; what is added or renamed for people does not', () => {
  const after = map();
  const [first, second, third] = after.devices;
  first!.registers[8]!.address += 2;
  first!.registers[9]!['label'] = 'another word';
  const gone = second!.registers.pop()!;
  second!.registers.push({ ...gone, point: 'new' });
  third!.unit += 1;
  after.devices.push({ ...third!, id: 'late/comer' });
  const changes = mapDiff(map(), after);
  expect(changes.map(({ change, breaks }) => [change, breaks])).toEqual([
    ['changed', true],
    ['changed', false],
    ['removed', true],
    ['added', false],
    ['changed', true],
    ['added', false],
  ]);
  const { point, address } = map().devices[0]!.registers[8]!;
  const line = `breaks changed ${first!.id} ${point}: address ${address} → ${address + 2}`;
  expect(changeLine(changes[0]!)).toBe(line);
});
