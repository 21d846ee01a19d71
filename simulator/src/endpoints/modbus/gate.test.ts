import { PlantError } from '@plant47/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockOf, EPOCH, processDevice, scanOf } from '../../devices/small-plant.cases.js';
import { Lockstep } from '../lockstep.js';
import { type ModbusCommand, type ModbusEndpoint, startModbus } from './endpoint.js';
import { adu, RawMaster } from './raw-master.cases.js';

const device = processDevice(1);
const UNIT = device.unit;
let endpoint: ModbusEndpoint;
let master: RawMaster;
let commands: ModbusCommand[];

beforeEach(async () => {
  endpoint = await startModbus({
    host: '127.0.0.1',
    port: 0,
    devices: [device, processDevice(2)],
    lockstep: new Lockstep(),
    heartbeat: () => 0x1234,
  });
  commands = [];
  endpoint.onCommand((command) => commands.push(command));
  endpoint.setImages([scanOf(device, 7)], clockOf(EPOCH + 7000, []));
  master = await RawMaster.open(endpoint.ports[0]!.port);
});
afterEach(async () => {
  master.end();
  await endpoint.close();
});

describe('a legal read', () => {
  it('gives heartbeat, seq, simTs and quality in the first eight registers', async () => {
    const simTs = (EPOCH + 7000).toString(16).padStart(16, '0');
    const header = `04 10 1234 00000007 ${simTs} 0007`.replaceAll(' ', '');
    expect(await master.ask(UNIT, '04 0000 0008')).toBe(header);
  });

  it('gives values by their binding, high word first', async () => {
    // −161.7 °C and 161.7 °C in steps of 0.1; 1007.161 rpm as IEEE 754.
    expect(await master.ask(UNIT, '04 0008 0002')).toBe('0404f9af0651');
    expect(await master.ask(UNIT, '04 000c 0002')).toBe('0404447bca4e');
  });

  it('is the same from FC3 and FC4', async () => {
    const input = await master.ask(UNIT, '04 0001 0009');
    expect(await master.ask(UNIT, '03 0001 0009')).toBe(`03${input.slice(2)}`);
  });

  it('mirrors the quality bits as discrete inputs', async () => {
    expect(await master.ask(UNIT, '02 0000 0010')).toBe('02020700');
  });
});

describe('the answer to', () => {
  it.each([
    ['count 128', '03 0000 0080', '8303'],
    ['count 126', '04 0000 007e', '8403'],
    ['count 0', '03 0000 0000', '8303'],
    ['2,001 coils', '01 0000 07d1', '8103'],
    ['a start beyond the end', '04 1000 0001', '8402'],
    ['a range that straddles the end', '04 000d 0002', '8402'],
    ['a hole', '04 000a 0001', '8402'],
    ['a range over a hole', '04 0008 0006', '8402'],
    ['an address beyond 65,535', '03 ffff 0002', '8302'],
    ['a read that is too short', '03 0000', '8303'],
    ['a read that is too long', '03 0000 0001 00', '8303'],
    ['FC5 with a value that is neither on nor off', '05 0000 1234', '8503'],
    ['FC5 beyond the coils', '05 2000 ff00', '8502'],
    ['FC6 on a measurement', '06 0008 0001', '8602'],
    ['FC6 beyond the map', '06 0066 0001', '8602'],
    ['FC6 with a command that does not exist', '06 0064 0009', '8603'],
    ['FC6 with a setpoint out of range', '06 0065 04b1', '8603'],
    ['FC15 beyond the coils', '0f 0000 0002 01 03', '8f02'],
    ['FC15 with a wrong byte count', '0f 0000 0001 02 01 00', '8f03'],
    ['FC15 with no coils', '0f 0000 0000 00', '8f03'],
    ['FC16 with a quantity that is not half the byte count', '10 0064 0002 02 0001', '9003'],
    ['FC16 with fewer bytes than it says', '10 0064 0001 02 00', '9003'],
    ['FC16 that says 124 registers', '10 0064 007c f8 0000', '9003'],
    ['FC16 over the end of the commands', '10 0065 0002 04 0001 0001', '9002'],
    ['FC0', '00', '8001'],
    ['FC7', '07', '8701'],
    ['FC8', '08 0000 0000', '8801'],
    ['FC17 that is too long', '11 00', '9103'],
    ['FC20', '14 07 06 0004 0001 0002', '9401'],
    ['FC22 on a measurement', '16 0008 00f2 0025', '9602'],
    ['FC22 beyond the map', '16 0066 0000 0001', '9602'],
    ['FC22 that makes a command that does not exist', '16 0064 0000 0009', '9603'],
    ['FC22 that is too short', '16 0064 0000', '9603'],
    ['FC23 that reads nothing', '17 0001 0000 0064 0001 02 0001', '9703'],
    ['FC23 that reads 126 registers', '17 0001 007e 0064 0001 02 0001', '9703'],
    ['FC23 that writes nothing', '17 0001 0001 0064 0000 00', '9703'],
    ['FC23 that says 122 registers', '17 0001 0001 0064 007a f4 0001', '9703'],
    ['FC23 with a wrong byte count', '17 0001 0001 0064 0001 04 0001', '9703'],
    ['FC23 with fewer bytes than it says', '17 0001 0001 0064 0001 02 00', '9703'],
    ['FC23 that reads a hole', '17 000a 0001 0064 0001 02 0001', '9702'],
    ['FC23 that writes a measurement', '17 0001 0002 0008 0001 02 0001', '9702'],
    ['FC23 that writes over the end', '17 0001 0002 0065 0002 04 0001 0001', '9702'],
    ['FC23 with a setpoint out of range', '17 0001 0002 0065 0001 02 04b1', '9703'],
    ['FC65', '41 00', 'c101'],
    ['FC144', '90', '9001'],
    ['FC43 with another MEI', '2b 0d 01 00', 'ab01'],
    ['FC43/14 with access code 0', '2b 0e 00 00', 'ab03'],
    ['FC43/14 with access code 5', '2b 0e 05 00', 'ab03'],
    ['FC43/14 for one object that does not exist', '2b 0e 04 77', 'ab02'],
  ])('%s is an exception, and the connection lives on', async (_, pdu, expected) => {
    expect(await master.ask(UNIT, pdu)).toBe(expected);
    expect(await master.ask(UNIT, '04 0001 0002')).toBe('040400000007');
    expect(commands).toEqual([]);
  });

  it('an unknown unit is exception 0B', async () => {
    expect(await master.ask(99, '03 0000 0001')).toBe('830b');
  });
});

describe('a connection is closed for', () => {
  it.each([
    ['another protocol id', Buffer.from('000100010006a103000000010', 'hex')],
    ['length 0', Buffer.from('000100000000a1030000', 'hex')],
    ['length 1', Buffer.from('000100000001a1030000', 'hex')],
    ['length 255', Buffer.from('0001000000ffa1030000', 'hex')],
    ['a frame of 124 registers', adu(UNIT, `10 0064 007c f8 ${'0000'.repeat(124)}`)],
    ['length 65535', Buffer.from('00010000ffffa1030000', 'hex')],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: plant\r\n\r\n')],
    ['a TLS hello', Buffer.from('16030101000100', 'hex')],
  ])('%s, and the others are unharmed', async (_, bytes) => {
    const other = await RawMaster.open(endpoint.ports[0]!.port);
    master.send(bytes);
    expect(await master.reply()).toBeUndefined();
    expect(await other.ask(UNIT, '04 0001 0002')).toBe('040400000007');
    other.end();
  });
});

describe('framing', () => {
  it('answers three requests of one segment in their order', async () => {
    master.send(Buffer.concat([1, 2, 3].map((t) => adu(UNIT, '04 0001 0002', t))));
    for (const t of [1, 2, 3]) expect((await master.reply())?.readUInt16BE(0)).toBe(t);
  });

  it('answers forty requests of one segment in their order', async () => {
    const all = Array.from({ length: 40 }, (_, t) => adu(UNIT, '04 0001 0002', t));
    master.send(Buffer.concat(all));
    for (let t = 0; t < 40; t++) expect((await master.reply())?.readUInt16BE(0)).toBe(t);
  });

  it('waits for a request that comes byte by byte', async () => {
    for (const byte of adu(UNIT, '10 0064 0002 04 0001 0100')) {
      master.send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await master.reply())?.subarray(7).toString('hex')).toBe('1000640002');
    expect(commands.map(({ action, value }) => [action, value])).toEqual([
      ['start', undefined],
      ['load', 25.6],
    ]);
  });

  it('answers what was legal before a broken frame, then closes', async () => {
    master.send(Buffer.concat([adu(UNIT, '04 0001 0002'), Buffer.from('GET / HTTP')]));
    expect((await master.reply())?.subarray(7).toString('hex')).toBe('040400000007');
    expect(await master.reply()).toBeUndefined();
  });
});

describe('a legal write', () => {
  it('is echoed, kept for reading, and asks for its command', async () => {
    expect(await master.ask(UNIT, '06 0064 0002')).toBe('0600640002');
    expect(await master.ask(UNIT, '03 0064 0002')).toBe('030400020000');
    expect(await master.ask(UNIT, '04 0064 0001')).toBe('8402');
    expect(commands).toEqual([{ device, component: 'motor', action: 'stop' }]);
  });

  it('sets coils by FC5 and FC15', async () => {
    expect(await master.ask(UNIT, '05 0000 ff00')).toBe('050000ff00');
    expect(await master.ask(UNIT, '01 0000 0001')).toBe('010101');
    expect(await master.ask(UNIT, '0f 0000 0001 01 00')).toBe('0f00000001');
    expect(await master.ask(UNIT, '01 0000 0001')).toBe('010100');
    expect(commands.map(({ action }) => action)).toEqual(['start', 'stop']);
  });

  it('by FC22 changes the bits that its masks name', async () => {
    expect(await master.ask(UNIT, '06 0065 0123')).toBe('0600650123');
    expect(await master.ask(UNIT, '16 0065 ff0f 0040')).toBe('160065ff0f0040');
    expect(await master.ask(UNIT, '03 0065 0001')).toBe('03020143');
    expect(commands.map(({ action, value }) => [action, value])).toEqual([
      ['load', expect.closeTo(29.1, 9)],
      ['load', expect.closeTo(32.3, 9)],
    ]);
  });

  it('by FC23 is done before the read of the same request', async () => {
    const request = '17 0064 0002 0064 0002 04 0001 0100';
    expect(await master.ask(UNIT, request)).toBe('170400010100');
    expect(await master.ask(UNIT, '17 0001 0002 0064 0001 02 0002')).toBe('170400000007');
    expect(commands.map(({ action }) => action)).toEqual(['start', 'load', 'stop']);
  });

  it('that the plant refuses is exception 04, and nothing worse', async () => {
    const issue = { code: 'E_LOCKED', path: 'motor', message: 'locked out', remedy: 'unlock it' };
    endpoint.onCommand(() => {
      throw new PlantError([issue]);
    });
    expect(await master.ask(UNIT, '06 0064 0001')).toBe('8604');
    expect(await master.ask(UNIT, '16 0064 0000 0001')).toBe('9604');
    expect(await master.ask(UNIT, '17 0001 0001 0064 0001 02 0001')).toBe('9704');
    expect(await master.ask(UNIT, '04 0001 0002')).toBe('040400000007');
  });
});

describe('device identification', () => {
  it('by FC17 is the unit, that it runs, and who it is', async () => {
    const text = Buffer.from('plant47 process-io 1.0');
    const running = (yes: boolean): string =>
      `11${(2 + text.length).toString(16)}a1${yes ? 'ff' : '00'}${text.toString('hex')}`;
    expect(await master.ask(UNIT, '11')).toBe(running(true));
    const ended = endpoint.end(clockOf(EPOCH, []));
    expect(await master.ask(UNIT, '11')).toBe(running(false));
    await ended;
  });

  it('streams the basic objects', async () => {
    const reply = Buffer.from(await master.ask(UNIT, '2b 0e 01 00'), 'hex');
    expect([...reply.subarray(0, 7)]).toEqual([0x2b, 0x0e, 1, 0x82, 0, 0, 3]);
    expect(reply.subarray(9, 9 + reply[8]!).toString()).toBe('plant47');
  });

  it('gives one object by its id', async () => {
    const reply = Buffer.from(await master.ask(UNIT, '2b 0e 04 04'), 'hex');
    expect(reply.subarray(9).toString()).toBe('motor-1 process');
  });
});
