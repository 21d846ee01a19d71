import { decodeFrame, encodeFrame, type Manifest } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { FrameStore, RECENT_SCANS } from './frame-store.js';

const manifest = { epoch: 0, assets: [{ asset: 'motor-47' }] } as unknown as Manifest;
const points = ['motor-47.motor.speed', 'motor-47.bearing-de.temperature'];

function store(): FrameStore {
  const made = new FrameStore();
  made.reset(manifest, points);
  return made;
}
const frame = (seq: number, simTs: number, ...values: number[]) => ({
  seq,
  simTs,
  values: Float32Array.from(values),
});

describe('frame store', () => {
  it('takes a frame as it comes off the wire', () => {
    const made = store();
    const bytes = encodeFrame(frame(7, 600_000, 1470, 54.25));
    const decoded = decodeFrame(bytes.buffer as ArrayBuffer);
    expect(decoded && made.push(decoded)).toBe(true);
    expect(made.value('motor-47.bearing-de.temperature')).toBe(54.25);
    expect(made.seq).toBe(7);
  });

  it('has no value for points it does not know, and none before the first frame', () => {
    const made = store();
    expect(made.value('motor-47.motor.speed')).toBeNaN();
    expect(made.value('motor-1.motor.speed')).toBeNaN();
  });

  it('drops frames of another shape and of an older instant', () => {
    const made = store();
    made.push(frame(1, 1_000, 1, 2));
    expect(made.push(frame(2, 2_000, 1))).toBe(false);
    expect(made.push(frame(2, 500, 3, 4))).toBe(false);
    expect(made.value('motor-47.motor.speed')).toBe(1);
  });

  it('remembers recent scans in order, without holes for missing values', () => {
    const made = store();
    for (let i = 0; i < RECENT_SCANS + 10; i++) {
      made.push(frame(i, i * 1_000, 1470, i % 2 ? i : Number.NaN));
    }
    const { t, v } = made.recent('motor-47.bearing-de.temperature');
    expect(t.length).toBe(RECENT_SCANS / 2);
    expect(v.at(-1)).toBe(RECENT_SCANS + 9);
    expect([...t].sort((a, b) => a - b)).toEqual(t);
  });

  it('tells its listeners of each frame until they leave', () => {
    const made = store();
    let told = 0;
    const leave = made.subscribe(() => told++);
    made.push(frame(1, 1_000, 1, 2));
    leave();
    made.push(frame(2, 2_000, 1, 2));
    expect(told).toBe(1);
  });
});
