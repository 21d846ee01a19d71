import { deviceMap } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { define } from '../runner/definition.js';
import { readVendorMap } from './vendor-map.js';

const read = (text: string, base?: 0 | 1) =>
  readVendorMap(text, { file: 'meter.csv', device: 'meter', unit: 5, base });
const brief = (text: string, base?: 0 | 1) =>
  read(text, base).devices.flatMap(({ registers }) =>
    registers.map(({ point, address, number5, type, scale }) => [
      point,
      address,
      number5,
      type,
      scale,
    ]),
  );

describe('a vendor table', () => {
  it('with 3x and 4x numbers says by itself which registers it means', () => {
    const text =
      'Title of the manual\n\nRegister,Parameter,Format\n30001,Volts,Float\n40101,Run,word\n';
    expect(brief(text)).toEqual([
      ['Volts', 0, '30001', 'f32', 1],
      ['Run', 100, '40101', 'u16', 1],
    ]);
    expect(read(text).guess).toMatchObject({ header: 3, base: 1, delimiter: ',' });
  });

  it('with six digits, hexadecimal numbers, 4x0101 or ranges is read too', () => {
    expect(brief('Register;Name\n400101;a\n')[0]?.slice(0, 2)).toEqual(['a', 100]);
    expect(brief('Register;Name\n0x0064;a\n65h;b\n').map(([, a]) => a)).toEqual([100, 101]);
    expect(brief('Register;Name\n4x0101;a\n')[0]?.[1]).toBe(100);
    expect(brief('Register;Name;Type\n30001-30002;a;float\n')[0]?.slice(1, 4)).toEqual([
      0,
      '30001',
      'f32',
    ]);
  });

  it('without such numbers is told from 0 or 1 by what it holds, and by --base', () => {
    const one = 'Address,Name\n1,a\n2,b\n';
    expect([read(one).guess?.base, brief(one)[0]?.[1]]).toEqual([1, 0]);
    expect(read('Address,Name\n0,a\n1,b\n').guess?.base).toBe(0);
    expect(read('Address (1-based),Name\n10,a\n').guess?.base).toBe(1);
    expect(read('Address,Name\n10,a\n').guess).toMatchObject({
      base: 0,
      baseFrom: 'nothing tells; --base 1 reads them from 1',
    });
    expect(brief('Address,Name\n10,a\n', 1)[0]?.[1]).toBe(9);
  });

  it('may write decimals with a comma, and scales as factors or divisors', () => {
    const cells = ['0,1', 'x0.01', '1/10', '10^-2', '/4', '2,5E-3'];
    const text = `Reg;Name;Scale\n${cells.map((one, i) => `${i};p${i};${one}`).join('\n')}\n`;
    expect(brief(text).map((row) => row[4])).toEqual([0.1, 0.01, 0.1, 0.01, 0.25, 0.0025]);
    expect(brief('Reg,Name,Divisor\n0,a,10\n')[0]?.[4]).toBe(0.1);
  });

  it('names word orders, access and units in many ways', () => {
    const text =
      'Addr,Name,Type,Access,Slave ID,FC\n0,a,float CDAB,R/W,7,3\n2,b,uint32,RO,7,3\n0,c,bool,R,7,2\n';
    const [device] = read(text).devices;
    expect(device).toMatchObject({ id: 'meter', unit: 7 });
    expect(device?.registers.map(({ words, access }) => [words, access])).toEqual([
      ['big-endian, low word first', 'FC3, FC6, FC16'],
      ['big-endian, high word first', 'FC3'],
      ['', 'FC2'],
    ]);
  });

  it('that plant47 map has written comes back as it was', () => {
    const { devices } = define({ plant: 'waterworks', seed: 1 }).createModel();
    const { id, unit, gateway, registers } = deviceMap(devices.find((d) => d.commands?.length)!);
    const names = Object.keys(registers[0]!) as (keyof (typeof registers)[0])[];
    const lines = registers.map((row) =>
      [id, unit, ...names.map((name) => `"${String(row[name]).replaceAll('"', '""')}"`)].join(','),
    );
    const back = read(`device,unit_id,${names.join(',')}\n${lines.join('\n')}\n`);
    expect(back.errors).toEqual([]);
    expect(back.devices).toEqual([{ id, unit, gateway, registers, topics: [] }]);
  });
});

describe('a vendor table with mistakes', () => {
  it('gives each with its line and its code, and no device at all', () => {
    const lines = [
      'Register;Name;Type;Length;Scale;Slave ID',
      '0;Volts;float;2;0,1;1',
      '1;Inside;u16;1;1;1',
      'zz;Nowhere;u16;1;1;1',
      '10;Odd;blob;1;1;1',
      '11;Long;u16;2;1;1',
      '12;Thousand;u16;1;1,000;1',
      '13;;u16;1;1;1',
      '14;Far;u16;1;1;300',
      '65536;Beyond;u16;1;1;1',
      'Chapter two;;;;;',
    ];
    const { devices, errors } = read(lines.join('\n'));
    expect(devices).toEqual([]);
    expect(errors.map(({ row, code }) => [row, code])).toEqual([
      [3, 'E_IMPORT_OVERLAP'],
      [4, 'E_IMPORT_ADDRESS'],
      [5, 'E_IMPORT_TYPE'],
      [6, 'E_IMPORT_LENGTH'],
      [7, 'E_IMPORT_NUMBER'],
      [8, 'E_IMPORT_NAME'],
      [9, 'E_IMPORT_NUMBER'],
      [10, 'E_IMPORT_ADDRESS'],
    ]);
    expect(errors[0]).toMatchObject({ path: 'meter.csv:3' });
  });

  it.each([
    ['', [1, 'E_IMPORT_HEADER']],
    ['what,ever\n1,2\n', [1, 'E_IMPORT_HEADER']],
    ['Register,Name\n', [1, 'E_IMPORT_CSV']],
    ['Register,Name\n1,"never ends\n', [2, 'E_IMPORT_CSV']],
  ])('that is no table at all (%j) is refused', (text, expected) => {
    const { devices, errors } = read(text);
    expect(devices).toEqual([]);
    expect([errors[0]?.row, errors[0]?.code]).toEqual(expected);
  });
});
