import { describe, expect, it } from 'vitest';
import { createUnitImage, setRunOver, setScan } from './register-image.js';
import { processDevice, scanOf } from './small-plant.cases.js';

describe('an image', () => {
  const device = processDevice(1);

  it('says by one bit a value which are good', () => {
    const image = createUnitImage(device);
    const scan = scanOf(device, 3);
    scan.quality[1] = 64;
    scan.values[2] = Number.NaN;
    setScan(image, scan);
    expect([...image.bytes.subarray(14, 16)]).toEqual([0, 0b001]);
    expect([...image.discretes.subarray(0, 3)]).toEqual([1, 0, 0]);
    setRunOver(image);
    expect([...image.bytes.subarray(14, 16)]).toEqual([0x80, 0b001]);
  });

  it('ends each run of defined registers at its hole', () => {
    const { input, holding } = createUnitImage(device);
    expect([input[0], input[9], input[10], input[11], input[12], input[13]]).toEqual([
      10, 10, 0, 0, 14, 14,
    ]);
    expect([input[100], holding[100], holding[101], holding[102]]).toEqual([
      undefined,
      102,
      102,
      undefined,
    ]);
  });
});
