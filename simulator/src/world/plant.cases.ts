/** Plants that the tests of the world share. */
import { type Plant, readPlantData } from '@plant47/contract/sealed';
import { KINDS } from '../machines/registry.js';

const bearing = (model: string, F_r?: number) => ({
  kind: 'rolling-bearing',
  model,
  ...(F_r === undefined ? {} : { set: { F_r } }),
});

/** Data of a plant file with three 15 kW trains: on the line, on a converter, idle at night. */
export function threeTrains() {
  return {
    schema: 'plant47/plant/1',
    id: 'three',
    label: 'Three trains',
    site: 'rig',
    types: {
      medium: {
        label: '15 kW train',
        components: {
          train: { kind: 'coupled-train' },
          motor: { kind: 'induction-motor', model: '15kW-160L' },
          'bearing-de': bearing('6309'),
          'bearing-nde': bearing('6309', 600),
          pump: { kind: 'centrifugal-pump', model: '125-100-315' },
          'pump-bearing-de': bearing('6310'),
          'pump-bearing-nde': bearing('6310', 900),
        },
      },
    },
    areas: [
      {
        id: 'hall',
        label: 'Hall',
        lines: [
          {
            id: 'one',
            label: 'Line one',
            trains: [
              { id: 'a', type: 'medium', at: [0, 0], load: 0.8 },
              { id: 'b', type: 'medium', at: [3, 0], load: 0.7, drive: true },
              { id: 'c', type: 'medium', at: [6, 0], load: 0.75, nights: 1 },
            ],
          },
        ],
      },
    ],
  };
}

/** A plant of those data. */
export function plantOf(data: unknown = threeTrains()): Plant {
  const { plant, issues } = readPlantData(data, KINDS);
  if (!plant || issues.length > 0) throw new Error(issues.map(({ message }) => message).join());
  return plant;
}
