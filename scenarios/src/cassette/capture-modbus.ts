/** Records a Modbus plant by polling the registers of a map. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { PlantError } from '@plant47/contract';
import Modbus from 'jsmodbus';
import { z } from 'zod';
import type { Captured, CaptureEnd } from './capture-end.js';
import { CassetteWriter, type ModbusRecord } from './cassette.js';

export interface ModbusCapture {
  readonly end: CaptureEnd;
  readonly host: string;
  readonly port: number;
  /** What `plant47 map --format json` writes. */
  readonly map: string;
  readonly every_s: number;
  readonly out: string;
  readonly clock: 'arrival' | 'message';
}

const TYPES = { u16: 1, i16: 1, u32: 2, i32: 2, f32: 2, u64: 4 } as const;
type RegisterType = keyof typeof TYPES;

const row = z.object({
  point: z.string(),
  address: z.number().int().min(0).max(65_535),
  type: z.string(),
  words: z.string().default('big-endian, high word first'),
  scale: z.number().default(1),
  offset: z.number().default(0),
  access: z.string().default('FC4'),
});
const mapFile = z.object({
  devices: z
    .array(
      z.object({ id: z.string(), unit: z.number().int().min(0).max(255), registers: z.array(row) }),
    )
    .min(1),
});
type Row = z.infer<typeof row> & { readonly type: RegisterType };

interface Polled {
  readonly id: string;
  readonly unit: number;
  readonly rows: readonly Row[];
  /** Ranges of registers, each read at once. */
  readonly ranges: readonly { readonly address: number; readonly count: number }[];
  readonly input: boolean;
}

/** Registers that one request may ask for. */
const MOST = 125;
const TIMEOUT_MS = 5_000;

/** Polls every device of the map once a period; throws E_MAP, E_MODBUS. */
export async function captureModbus(capture: ModbusCapture): Promise<Captured> {
  const { host, port, every_s, out, clock, end } = capture;
  const devices = readMap(capture.map);
  const socket = new Socket().setNoDelay(true).setMaxListeners(2 * devices.length + 10);
  const clients = devices.map(({ unit }) => new Modbus.client.TCP(socket, unit, TIMEOUT_MS));
  socket.connect({ host, port });
  await once(socket, 'connect').catch((error: Error) => {
    throw refusal('E_MODBUS', '--modbus', `nobody answers (${error.message})`, 'see the address');
  });
  const writer = new CassetteWriter(out, { source: 'modbus', address: `${host}:${port}`, clock });
  socket.on('error', () => end.stop());
  socket.once('close', () => end.stop());
  const ended = end.wait(() => writer.messages);
  const poll = async (): Promise<void> => {
    for (let round = Date.now(); !end.isOver(writer.messages); round += every_s * 1000) {
      for (const [i, device] of devices.entries()) {
        if (end.isOver(writer.messages)) return;
        writer.add(await read(device, clients[i]!, clock));
        end.heard();
      }
      await setTimeout(Math.max(0, round + every_s * 1000 - Date.now()));
    }
  };
  try {
    await Promise.race([ended, poll()]);
  } finally {
    socket.destroy();
    writer.close();
  }
  return { messages: writer.messages, span: writer.span_s };
}

async function read(
  device: Polled,
  client: InstanceType<typeof Modbus.client.TCP>,
  clock: 'arrival' | 'message',
): Promise<ModbusRecord> {
  const blocks = [];
  for (const { address, count } of device.ranges) {
    const answer = device.input
      ? await client.readInputRegisters(address, count)
      : await client.readHoldingRegisters(address, count);
    const registers = [...(answer.response.body.valuesAsArray as readonly number[])];
    blocks.push({ address, registers });
  }
  const known = new Map(
    blocks.flatMap((block) => block.registers.map((word, k) => [block.address + k, word] as const)),
  );
  const values = Object.fromEntries(
    device.rows.map((one) => [one.point, readValue(one, known)] as const),
  );
  const stated = values['simTs'];
  const t = clock === 'message' && typeof stated === 'number' ? stated : Date.now();
  return { t, device: device.id, unit: device.unit, blocks, values };
}

/** The value of a row, or null where it is no number. */
function readValue({ address, type, words, scale, offset }: Row, known: Map<number, number>) {
  const view = new DataView(new ArrayBuffer(8));
  const size = TYPES[type];
  const lowFirst = words.includes('low word first');
  for (let k = 0; k < size; k++) {
    const word = known.get(address + (lowFirst ? size - 1 - k : k)) ?? 0;
    view.setUint16(2 * k, word, words.startsWith('little-endian'));
  }
  const raw = {
    u16: () => view.getUint16(0),
    i16: () => view.getInt16(0),
    u32: () => view.getUint32(0),
    i32: () => view.getInt32(0),
    f32: () => view.getFloat32(0),
    u64: () => Number(view.getBigUint64(0)),
  }[type]();
  const value = raw * scale + offset;
  return Number.isFinite(value) ? value : null;
}

function readMap(file: string): Polled[] {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refusal('E_MAP', file, (error as Error).message, MAP_REMEDY);
  }
  const parsed = mapFile.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refusal('E_MAP', `${file} ${issue?.path.join('.')}`, issue?.message ?? '', MAP_REMEDY);
  }
  return parsed.data.devices.map(({ id, unit, registers }) => {
    const readable = registers.filter(({ type, access }) => type in TYPES && /FC[34]/.test(access));
    const input = readable.filter(({ access }) => access.includes('FC4'));
    // Holding registers are read only where a device has no others.
    const rows = (input.length > 0 ? input : readable) as Row[];
    return { id, unit, rows, ranges: rangesOf(rows), input: input.length > 0 };
  });
}

const MAP_REMEDY = 'write it with `plant47 map DEVICE --format json`, or in its form';

function rangesOf(rows: readonly Row[]): Polled['ranges'] {
  const ranges: { address: number; count: number }[] = [];
  for (const { address, type } of [...rows].sort((a, b) => a.address - b.address)) {
    const end = address + TYPES[type];
    const last = ranges.at(-1);
    const joins = last && address <= last.address + last.count && end - last.address <= MOST;
    if (joins) last.count = Math.max(last.count, end - last.address);
    else ranges.push({ address, count: TYPES[type] });
  }
  return ranges;
}

function refusal(code: string, path: string, message: string, remedy: string): PlantError {
  return new PlantError([{ code, path, message, remedy }]);
}
