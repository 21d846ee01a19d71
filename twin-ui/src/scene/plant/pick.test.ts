import type { AssetEntry } from '@plant47/contract';
import { PerspectiveCamera, Raycaster, Vector2, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout.js';
import { pickTrain, trainBoxes } from './pick.js';

const train = (i: number): AssetEntry => ({
  asset: `motor-${i}`,
  site: 'works',
  area: i < 30 ? 'north' : 'south',
  line: 'line-1',
  label: `Pump set ${i}`,
  type: ['small', 'medium', 'large'][i % 3],
  components: [],
  bearings: [],
  nameplate: {
    power_kW: [5.5, 15, 75][i % 3],
    speed_rpm: 1470,
    current_A: 10,
    voltage_V: 400,
    poles: 4,
    pump: '125-100-315',
    flow_m3h: 100,
    head_m: 30,
    drive: false,
  },
  at: [(i % 10) * 5, Math.floor(i / 10) * 6],
  devices: [],
});
const layout = layoutOf(Array.from({ length: 60 }, (_, i) => train(i)));
const boxes = trainBoxes(layout.trains);

describe('trains of the overview', () => {
  it('stand apart from each other', () => {
    for (let i = 0; i < boxes.length; i++) {
      for (let k = i + 1; k < boxes.length; k++)
        expect(boxes[i].intersectsBox(boxes[k])).toBe(false);
    }
  });

  it('are picked one by one by a ray through the middle of each', () => {
    const camera = new PerspectiveCamera(30, 16 / 9, 1, 500);
    camera.position.set(layout.centre[0], 90, layout.centre[1] + 70);
    camera.lookAt(new Vector3(layout.centre[0], 0, layout.centre[1]));
    camera.updateMatrixWorld();
    const caster = new Raycaster();
    const found = boxes.map((box) => {
      const seen = box.getCenter(new Vector3()).project(camera);
      caster.setFromCamera(new Vector2(seen.x, seen.y), camera);
      return pickTrain(caster.ray, boxes);
    });
    expect(found).toEqual(boxes.map((_, i) => i));
  });

  it('lie within their areas', () => {
    for (const { x, z, asset } of layout.trains) {
      const area = layout.areas.find((entry) => entry.area === asset.area);
      expect(area && x > area.x0 && x < area.x1 && z > area.z0 && z < area.z1).toBe(true);
    }
  });
});
