/** Stock clients beside the twin: they agree with each other at one simulated instant. */
import { spawn, spawnSync } from 'node:child_process';
import type {
  ClockAnswer,
  DataMessage,
  Manifest,
  ModbusBinding,
  PointEntry,
} from '@plant47/contract';
import { expect, it } from 'vitest';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const ASSET = 'motor-47';

async function get<T>(plant: SpawnedPlant, path: string): Promise<T> {
  const answer = await plant.api('instructor', path);
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as T;
}

/** Lines that mosquitto_sub prints for a topic until it is told to stop. */
function listen(
  plant: SpawnedPlant,
  topic: string,
): { lines: string[]; stop: () => Promise<void> } {
  const { host, port } = plant.ready.mqtt;
  const child = spawn('mosquitto_sub', [
    '-h',
    host,
    '-p',
    String(port),
    '-t',
    topic,
    '-F',
    '%t %p',
  ]);
  const lines: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return {
    lines,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** Registers that mbpoll reads over FC4 from `address`. */
function poll(plant: SpawnedPlant, unit: number, address: number, count: number): number[] {
  const { host, port } = plant.ready.modbus[0]!;
  const done = spawnSync('mbpoll', [
    '-m',
    'tcp',
    '-p',
    String(port),
    '-a',
    String(unit),
    '-t',
    '3:hex',
    '-0',
    '-r',
    String(address),
    '-c',
    String(count),
    '-1',
    host,
  ]);
  const text = done.stdout.toString();
  expect(done.status, text + done.stderr.toString()).toBe(0);
  return [...text.matchAll(/\[\d+\]:\s+0x([0-9A-F]{4})/gi)].map((hit) =>
    Number.parseInt(hit[1]!, 16),
  );
}

function decode(registers: readonly number[], base: number, binding: ModbusBinding): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, registers[binding.address - base]!);
  view.setUint16(2, registers[binding.address - base + 1] ?? 0);
  const raw = {
    u16: () => view.getUint16(0),
    i16: () => view.getInt16(0),
    u32: () => view.getUint32(0),
    i32: () => view.getInt32(0),
    f32: () => view.getFloat32(0),
  }[binding.type]();
  return raw * binding.scale + binding.offset;
}

function simTsOf(registers: readonly number[]): number {
  return registers.slice(3, 7).reduce((sum, word) => sum * 65_536 + word, 0);
}

function tolerance(point: PointEntry): number {
  const f32 = point.modbus!.type === 'f32' ? Math.abs(point.range[1]) * 2e-7 : 0;
  return Math.max(point.resolution, point.modbus!.scale) * 0.5001 + f32;
}

async function compareFrozen(plant: SpawnedPlant, latest: Map<string, DataMessage>): Promise<void> {
  await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
  await expect
    .poll(async () => (await get<ClockAnswer>(plant, '/api/v1/clock')).state)
    .toBe('frozen');
  const manifest = await get<Manifest>(plant, '/api/v1/plant');
  const asset = manifest.assets.find((a) => a.asset === ASSET)!;
  const values = await get<{ points: Record<string, [number | null, number]> }>(
    plant,
    `/api/v1/points?asset=${ASSET}`,
  );
  for (const device of asset.devices) {
    const bound = device.points.filter((point) => point.modbus);
    const words = (type: string): number => (type.endsWith('16') ? 1 : 2);
    const ends = bound.map(({ modbus }) => modbus!.address + words(modbus!.type));
    const last = Math.max(...ends);
    const registers = poll(plant, device.unit, 0, last);
    await expect.poll(() => latest.get(device.topic)?.simTs).toBe(simTsOf(registers));
    const message = latest.get(device.topic)!;
    for (const point of bound) {
      const [mqtt] = message.points[point.id]!;
      expect(values.points[point.id]![0], `twin ${point.id}`).toBe(mqtt);
      if (mqtt === null) continue;
      const modbus = decode(registers, 0, point.modbus!);
      expect(Math.abs(modbus - mqtt), `${point.id}: ${modbus} and ${mqtt}`).toBeLessThanOrEqual(
        tolerance(point),
      );
    }
  }
}

it('mbpoll, mosquitto_sub and the twin agree at one simulated instant, at ×60 and frozen', async () => {
  await using plant = await spawnPlant([
    '--plant',
    'waterworks',
    '--seed',
    '47',
    '--rate',
    '60',
    '--no-engine',
  ]);
  const heard = listen(plant, `+/+/+/${ASSET}/+/data`);
  try {
    for (let round = 0; round < 2; round++) {
      await plant.api('instructor', '/api/v1/clock', { verb: 'run' });
      const before = heard.lines.length;
      await expect.poll(() => heard.lines.length, { timeout: 20_000 }).toBeGreaterThan(before + 9);
      const latest = new Map<string, DataMessage>();
      const seen = (): void => {
        for (const line of heard.lines) {
          const [topic, ...rest] = line.split(' ');
          latest.set(topic!.replace(/\/data$/, ''), JSON.parse(rest.join(' ')) as DataMessage);
        }
      };
      await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
      await new Promise((resolve) => setTimeout(resolve, 500));
      seen();
      await compareFrozen(plant, latest);
    }
  } finally {
    await heard.stop();
  }
});
