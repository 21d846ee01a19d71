/** Stock Modbus masters against the gateway: they read, write, and see its exceptions. */
import ModbusRTU from 'modbus-serial';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  clockOf,
  EPOCH,
  processDevice,
  scanOf,
} from '../../simulator/src/devices/small-plant.cases.js';
import { Lockstep } from '../../simulator/src/endpoints/lockstep.js';
import {
  type ModbusCommand,
  type ModbusEndpoint,
  startModbus,
} from '../../simulator/src/endpoints/modbus/endpoint.js';
import { PYTHON, run } from './programs.cases.js';

const device = processDevice(1);
const UNIT = String(device.unit);
let lockstep: Lockstep;
let endpoint: ModbusEndpoint;
let commands: ModbusCommand[];

beforeEach(async () => {
  lockstep = new Lockstep();
  lockstep.begin(EPOCH - 1);
  endpoint = await startModbus({ host: '127.0.0.1', port: 0, devices: [device], lockstep });
  commands = [];
  endpoint.onCommand((command) => commands.push(command));
});
afterEach(() => endpoint.close());

const barrier = (seq: number): Promise<void> => {
  const scans = [scanOf(device, seq)];
  endpoint.setImages(scans, clockOf(EPOCH + 1000 * seq, scans));
  return lockstep.waitAllDone(EPOCH + 1000 * seq);
};
const port = (): string => String(endpoint.ports[0]!.port);
const mbpoll = (...args: string[]) =>
  run('mbpoll', ['-m', 'tcp', '-p', port(), '-a', UNIT, '-0', '-1', ...args]);

it('mbpoll reads integers and floats from both tables, and sees exceptions', async () => {
  await barrier(7);
  const hex = await mbpoll('-t', '3:hex', '-r', '1', '-c', '2', '127.0.0.1');
  expect(hex.stdout).toMatch(/\[1\]:\s+0x0000\s+\[2\]:\s+0x0007/);
  const float = await mbpoll('-t', '4:float', '-B', '-r', '12', '-c', '1', '127.0.0.1');
  expect(float.stdout).toMatch(/\[12\]:\s+1007\.16/);
  const hole = await mbpoll('-t', '3', '-r', '10', '-c', '1', '127.0.0.1');
  expect(hole.stderr + hole.stdout).toMatch(/Illegal data address/i);
});

it('mbpoll writes a command register', async () => {
  await barrier(0);
  const written = await mbpoll('-t', '4', '-r', '100', '127.0.0.1', '1');
  expect(written.code, written.stderr).toBe(0);
  expect(commands.map(({ action }) => action)).toEqual(['start']);
});

it('modbus-serial reads, writes, and is told what is wrong', async () => {
  await barrier(7);
  const client = new ModbusRTU.default();
  await client.connectTCP('127.0.0.1', { port: Number(port()) });
  client.setID(device.unit);
  const { data } = await client.readInputRegisters(8, 2);
  expect(data).toEqual([0xf9af, 0x0651]);
  await client.writeRegisters(100, [2, 500]);
  await client.writeCoil(0, true);
  expect(commands.map(({ action, value }) => [action, value])).toEqual([
    ['stop', undefined],
    ['load', 50],
    ['start', undefined],
  ]);
  await expect(client.readHoldingRegisters(9, 2)).rejects.toMatchObject({ modbusCode: 2 });
  const identity = await client.readDeviceIdentification(1, 0);
  expect(identity.data[0]).toBe('plant47');
  await new Promise<void>((resolve) => client.close(() => resolve()));
});

const POLLER = `
import struct, sys
from pymodbus.client.tcp import ModbusTcpClient
port, unit, rounds = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
client = ModbusTcpClient('127.0.0.1', port=port)
client.connect()
for _ in range(rounds):
    first = client.read_input_registers(0, 10, slave=unit)
    second = client.read_input_registers(12, 2, slave=unit)
    assert not first.isError() and not second.isError(), (first, second)
    r = first.registers
    speed = struct.unpack('>f', struct.pack('>HH', *second.registers))[0]
    print((r[1] << 16) + r[2], round(speed, 3), flush=True)
client.close()
`;

it('a pymodbus poller that is enrolled misses no scan and mixes no two', async () => {
  const ranges = [{ gateway: 0, unit: device.unit, address: 0, count: 14 }];
  lockstep.hello('poller', 'P', ranges);
  const rounds = 200;
  const poller = run(PYTHON, ['-c', POLLER, port(), UNIT, String(rounds)]);
  for (let seq = 0; seq < rounds; seq++) await barrier(seq);
  const { code, stdout, stderr } = await poller;
  expect(code, stderr).toBe(0);
  expect(stdout.trim().split('\n')).toEqual(
    Array.from({ length: rounds }, (_, seq) => `${seq} ${1000 + seq + 0.161}`),
  );
});
