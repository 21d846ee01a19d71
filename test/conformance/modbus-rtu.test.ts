/** RTU frames over TCP, and the functions beyond reading and writing, with stock masters. */
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
let endpoint: ModbusEndpoint;
let commands: ModbusCommand[];

beforeEach(async () => {
  const at = { host: '127.0.0.1', port: 0, rtuPort: 0 };
  endpoint = await startModbus({ ...at, devices: [device], lockstep: new Lockstep() });
  endpoint.setImages([scanOf(device, 7)], clockOf(EPOCH, []));
  commands = [];
  endpoint.onCommand((command) => commands.push(command));
});
afterEach(() => endpoint.close());

const PYMODBUS = `
import sys
from pymodbus.client.tcp import ModbusTcpClient
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer
from pymodbus.other_message import ReportSlaveIdRequest
kind, port, unit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
framer = ModbusRtuFramer if kind == 'rtu' else ModbusSocketFramer
client = ModbusTcpClient('127.0.0.1', port=port, framer=framer, timeout=5)
assert client.connect()
def ok(reply):
    assert not reply.isError(), reply
    return reply
print('read', ok(client.read_input_registers(1, 2, slave=unit)).registers)
print('bits', ok(client.read_discrete_inputs(0, 3, slave=unit)).bits[:3])
ok(client.write_register(101, 0x0123, slave=unit))
ok(client.mask_write_register(101, 0xff0f, 0x0040, unit=unit))
print('masked', ok(client.read_holding_registers(101, 1, slave=unit)).registers)
both = client.readwrite_registers(read_address=100, read_count=2, write_address=100, write_registers=[1, 256], unit=unit)
print('both', ok(both).registers)
hole = client.read_input_registers(10, 1, slave=unit)
print('hole', hole.exception_code)
if kind == 'tcp':
    print('id', ok(client.execute(ReportSlaveIdRequest(unit=unit))).identifier[2:].decode())
client.close()
`;

const SEEN = ['read [0, 7]', 'bits [True, True, True]', 'masked [323]', 'both [1, 256]', 'hole 2'];
const ASKED = [
  ['load', expect.closeTo(29.1, 9)],
  ['load', expect.closeTo(32.3, 9)],
  ['start', undefined],
  ['load', expect.closeTo(25.6, 9)],
];

it('pymodbus masks a register, reads and writes in one request, and asks who it is', async () => {
  const { port } = endpoint.ports[0]!;
  const ended = await run(PYTHON, ['-c', PYMODBUS, 'tcp', String(port), String(device.unit)]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout.trim().split('\n')).toEqual([...SEEN, 'id plant47 process-io 1.0']);
  expect(commands.map(({ action, value }) => [action, value])).toEqual(ASKED);
});

it('pymodbus does the same with RTU frames over TCP', async () => {
  const port = String(endpoint.rtuPort);
  const ended = await run(PYTHON, ['-c', PYMODBUS, 'rtu', port, String(device.unit)]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout.trim().split('\n')).toEqual(SEEN);
  expect(commands.map(({ action, value }) => [action, value])).toEqual(ASKED);
});

it('modbus-serial reads, writes and is told what is wrong with RTU frames over TCP', async () => {
  const client = new ModbusRTU.default();
  await client.connectTelnet('127.0.0.1', { port: endpoint.rtuPort });
  client.setID(device.unit);
  client.setTimeout(5000);
  expect((await client.readInputRegisters(1, 2)).data).toEqual([0, 7]);
  await client.writeRegisters(100, [2, 500]);
  await client.writeCoil(0, true);
  expect(commands.map(({ action, value }) => [action, value])).toEqual([
    ['stop', undefined],
    ['load', 50],
    ['start', undefined],
  ]);
  await expect(client.readHoldingRegisters(9, 2)).rejects.toMatchObject({ modbusCode: 2 });
  await new Promise<void>((resolve) => client.close(() => resolve()));
});
