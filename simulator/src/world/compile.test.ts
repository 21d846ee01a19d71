import { PlantError } from '@plant47/contract';
import { checkSampling, parseQuantity, readPlantData } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../machines/registry.js';
import { compile } from './compile.js';
import { keyOfSeed } from './key.js';
import { plantOf, threeTrains } from './plant.cases.js';

// biome-ignore lint/suspicious/noExplicitAny: the tests below break the data in many places.
type Loose = any;

/** Codes and paths of what is wrong with broken data. */
function mistakes(breakIt: (data: Loose) => void): string[] {
  const data: Loose = threeTrains();
  breakIt(data);
  return readPlantData(data, KINDS).issues.map(({ code, path }) => `${code} ${path}`);
}

describe('a plant file', () => {
  it('compiles where nothing is wrong', () => {
    expect(readPlantData(threeTrains(), KINDS).issues).toEqual([]);
    const world = compile(plantOf(), keyOfSeed(1));
    expect(world.trains.map(({ asset, unitBase }) => [asset, unitBase])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect(world.trains[0]?.bearings.map(({ designation }) => designation)).toEqual([
      '6309',
      '6309',
      '6310',
      '6310',
    ]);
    expect(world.trains[1]?.neighbours.map(({ train }) => train)).toEqual([0, 2]);
  });

  it('is told all its mistakes at once', () => {
    const found = mistakes((data) => {
      const parts = data.types.medium.components;
      parts.motor.kind = 'steam-engine';
      parts.pump.model = '999';
      parts['bearing-de'].set = { C_b: '3 parsec', colour: 1 };
      parts.train.set = { J: -0.1 };
      const trains = data.areas[0].lines[0].trains;
      trains[1].id = 'a';
      trains[2].type = 'huge';
      trains[0].standing = { 'pump.gremlins': 0.5 };
    });
    expect(found).toEqual([
      'E_OUT_OF_RANGE types.medium.components.train.set.J',
      'E_UNKNOWN_KIND types.medium.components.motor.kind',
      'E_UNKNOWN_UNIT types.medium.components.bearing-de.set.C_b',
      'E_UNKNOWN_PARAMETER types.medium.components.bearing-de.set.colour',
      'E_UNKNOWN_MODEL types.medium.components.pump.model',
      'E_UNKNOWN_FAULT areas.0.lines.0.trains.0.standing.pump.gremlins',
      'E_DUPLICATE_ASSET areas.0.lines.0.trains.1.id',
      'E_UNKNOWN_TYPE areas.0.lines.0.trains.2.type',
    ]);
  });

  it('is told mistakes of shape and of sense together', () => {
    const data: Loose = threeTrains();
    data.areas[0].lines[0].trains[0].lode = 0.8;
    data.types.medium.components.motor.kind = 'steam-engine';
    const { issues, plant } = readPlantData(data, KINDS);
    expect(plant).toBeUndefined();
    expect(issues.map(({ code }) => code)).toEqual(['E_PLANT_FIELD', 'E_UNKNOWN_KIND']);
    expect(issues.every(({ remedy }) => remedy)).toBe(true);
    expect(issues[0]?.message).toContain('lode');
  });

  it('is refused by compile with the same mistakes', () => {
    const plant: Loose = plantOf();
    const broken = structuredClone(plant);
    broken.types.medium.components.motor.kind = 'steam-engine';
    expect(() => compile(broken, keyOfSeed(1))).toThrow(PlantError);
    expect(() => compile(plant, keyOfSeed(1), { only: ['nobody'] })).toThrow(/E_UNKNOWN_ASSET/);
    expect(() => compile(plant, keyOfSeed(1), { macro_s: 90 })).toThrow(/E_MACRO_GRID/);
  });
});

describe('a scan period', () => {
  it('off the macro grid has a code', () => {
    const bursts = { samples: 8, fs_hz: 8, every_s: 3600 };
    const codes = (scalars_s: number, macro_s: number) =>
      checkSampling({ scalars_s, scan: bursts, line: bursts }, macro_s, 'sampling').map(
        ({ code, path }) => `${code} ${path}`,
      );
    expect(codes(1200, 600)).toEqual([]);
    expect(codes(90, 600)).toEqual(['E_SCAN_OFF_GRID sampling.scalars']);
    expect(codes(1, 0)).toEqual([]);
    expect(codes(0.12, 0)).toEqual(['E_SCAN_PERIOD sampling.scalars']);
  });
});

describe('values in plant files', () => {
  it('carry SI numbers or known units', () => {
    expect(parseQuantity('1475 rpm', 'rad/s')).toEqual({ value: (1475 * Math.PI) / 30 });
    expect(parseQuantity('14 degC', 'K')).toEqual({ value: 287.15 });
    expect(parseQuantity(0.2, 'kg·m²')).toEqual({ value: 0.2 });
    expect(parseQuantity('14 bananas', 'K')).toHaveProperty('problem');
    expect(parseQuantity('14 rpm', 'K')).toHaveProperty('problem');
  });
});
