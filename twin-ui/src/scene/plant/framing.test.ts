import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { standFor } from './framing.js';

const corners = [
  [0, 0],
  [60, 0],
  [60, -36],
  [0, -36],
].map(([x, z]) => new Vector3(x, 0, z));

describe('stand of the camera', () => {
  for (const aspect of [0.8, 1.5, 2.4]) {
    it(`holds the whole field in a picture of ${aspect}:1, and fills it`, () => {
      const direction = new Vector3(0.16, 0.8, 0.8);
      const { from, to } = standFor(corners, {
        fov: 28,
        aspect,
        direction,
        above: 0.25,
        below: 0.1,
      });
      const camera = new PerspectiveCamera(28, aspect, 0.1, 1000);
      camera.position.copy(from);
      camera.lookAt(to);
      camera.updateMatrixWorld();
      const seen = corners.map((corner) => corner.clone().project(camera));
      const side = Math.max(...seen.map((p) => Math.abs(p.x)));
      const high = Math.max(...seen.map((p) => p.y));
      const low = Math.min(...seen.map((p) => p.y));
      expect(side).toBeLessThan(0.97);
      expect(high).toBeLessThan(0.8);
      expect(low).toBeGreaterThan(-0.95);
      expect(Math.max(side / 0.95, (high - low) / 1.65)).toBeGreaterThan(0.9);
    });
  }
});
