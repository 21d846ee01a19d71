import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlantError } from '@plant47/contract';
import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { startPlant, type TestPlant } from './index.js';
import { readInputs } from './modbus.cases.js';

/** Sockets, servers and timers that Node still holds. */
const handles = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|Timeout|Worker|Process/.test(name))
    .sort((a, b) => (a < b ? -1 : 1));

const claimOf = (plant: TestPlant, fault: string) => ({
  schema: 'alarm/1',
  run: plant.host.session.run,
  seq: 0,
  dataTs: plant.simTs,
  asset: 'motor-1',
  component: 'bearing-de',
  alarmId: 'a1',
  state: 'raised',
  priority: 2,
  hypotheses: [
    { fault: 'unknown', p: 0.2 },
    { fault, p: 0.8 },
  ],
});

const failureOf = async (promise: Promise<unknown>): Promise<PlantError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PlantError) return error;
  throw new Error('nothing was thrown');
};

describe('time', () => {
  it('stands still at tick 0 and goes on by command, without sleeps', async () => {
    await using plant = await startPlant({ seed: 3 });
    const start = plant.simTs;
    await plant.advance('10 min');
    expect(plant.simTs - start).toBe(600_000);
    expect(plant.host.session.completeTo - start).toBe(600_000);
    await plant.advance('24h');
    expect(plant.host.session.state.tick).toBe((600 + 86_400) * 20);
  });

  it('refuses a duration without a unit', async () => {
    await using plant = await startPlant();
    expect((await failureOf(plant.advance('10'))).issues[0]?.code).toBe('E_DURATION');
  });
});

describe('truth', () => {
  it('is what a register says, to the accuracy of its sensor', async () => {
    await using plant = await startPlant({ seed: 5 });
    await plant.advance('2h');
    const unit = plant.modbus.units['motor-1/process']!;
    const point = plant.manifest.assets[0]!.devices.find(
      ({ device }) => device === 'process',
    )!.points.find(({ id }) => id === 'motor-1.bearing-de.temperature')!;
    const { address, scale, offset } = point.modbus!;
    const [raw] = await readInputs(plant.modbus.port, unit, address, 1);
    const true_C = plant.truth(point.id);
    expect(true_C).toBeGreaterThan(15);
    expect(Math.abs(raw! * scale + offset - true_C)).toBeLessThan(1.5);
  });

  it('does not follow a sensor that lies', async () => {
    await using honest = await startPlant({ seed: 5 });
    await using lying = await startPlant({ seed: 5 });
    const component = 'bearing-de.temperature';
    lying.inject('motor-1', 'sensor.bias', { component, severity: 1 });
    await Promise.all([honest.advance('1h'), lying.advance('1h')]);
    const id = `motor-1.${component}`;
    expect(lying.truth(id)).toBe(honest.truth(id));
    const shown = (plant: TestPlant) => plant.host.desk.points('motor-1').points[id]![0]!;
    expect(shown(lying) - shown(honest)).toBeGreaterThan(1);
  });

  it('names what there is where a point is unknown', async () => {
    await using plant = await startPlant();
    expect(() => plant.truth('motor-1.bearing-de.colour')).toThrow(/E_UNKNOWN_POINT.*temperature/);
  });
});

describe('faults and operators', () => {
  it('change the world as on a live plant', async () => {
    await using plant = await startPlant({ seed: 2 });
    plant.inject('motor-1', 'pump.strainer-clog', { severity: 0.5, ramp: '30 min' });
    await plant.act('motor-2', 'stop');
    await plant.advance('1h');
    expect(plant.host.desk.truth().faults).toMatchObject([{ severity: 0.5 }]);
    expect(plant.truth('motor-2.motor.speed')).toBeLessThan(10);
    expect(plant.truth('motor-1.motor.speed')).toBeGreaterThan(1000);
  });
});

describe('expectClaim', () => {
  it('goes on until the alarm that leads with the fault comes', async () => {
    await using plant = await startPlant();
    const client = await connectAsync(plant.mqtt.url);
    const topic = `plant47/v1/${plant.host.session.run}/claims/mine/alarm`;
    const say = plant.host.on(({ type }) => {
      if (type !== 'scan' || plant.simTs < plant.manifest.epoch + 3_600_000) return;
      say();
      client.publish(topic, JSON.stringify(claimOf(plant, 'bearing.starvation')), { qos: 1 });
    });
    const claim = await plant.expectClaim({
      asset: 'motor-1',
      fault: 'bearing.starvation',
      within: '3h sim',
    });
    expect(claim.alarmId).toBe('a1');
    await client.endAsync();
  });

  it('keeps seed, recording, capture and replay command where it does not come', async () => {
    const artefacts = mkdtempSync(join(tmpdir(), 'plant47-kept-'));
    await using plant = await startPlant({ seed: 11, artefacts });
    await readInputs(plant.modbus.port, 1, 0, 8);
    const error = await failureOf(plant.expectClaim({ asset: 'motor-1', within: '1h sim' }));
    expect(error.issues[0]).toMatchObject({ code: 'E_EXPECTED', path: 'claim' });
    const folder = join(artefacts, plant.host.session.run);
    expect(error.message).toContain(folder);
    expect(readFileSync(join(folder, 'failure.txt'), 'utf8')).toContain('seed 11');
    expect(readFileSync(join(folder, 'failure.txt'), 'utf8')).toContain(`plant47 replay ${folder}`);
    expect(existsSync(join(folder, 'inputs.ndjson'))).toBe(true);
    expect(readFileSync(join(folder, 'definition.yaml'), 'utf8')).toContain('two-pumps');
    expect(readFileSync(join(folder, 'wire.pcap')).readUInt32LE(0)).toBe(0xa1b2c3d4);
    rmSync(artefacts, { recursive: true });
  });
});

describe('expectPoll', () => {
  it('sees a read of the device, and only of it', async () => {
    await using plant = await startPlant({ artefacts: mkdtempSync(join(tmpdir(), 'kept-')) });
    const unit = plant.modbus.units['motor-2/vibration']!;
    const waiting = plant.expectPoll({ device: 'motor-2/vibration', within: '2s wall' });
    await readInputs(plant.modbus.port, unit, 0, 8);
    expect(await waiting).toMatchObject({ unit, fc: 4, address: 0, count: 8 });
    const missing = plant.expectPoll({ device: 'motor-1/energy', within: '50ms wall' });
    await readInputs(plant.modbus.port, unit, 0, 8);
    expect((await failureOf(missing)).message).toContain('1 reads of others');
  });
});

describe('many plants', () => {
  it('run side by side, each with its own ports, and leave nothing behind', async () => {
    const before = handles();
    {
      await using stack = new AsyncStack();
      const plants = await Promise.all(
        Array.from({ length: 20 }, (_, i) => stack.use(startPlant({ seed: i % 10 }))),
      );
      await Promise.all(plants.map((plant) => plant.advance('6h')));
      const hashes = plants.map(({ host }) => host.hash());
      expect(hashes.slice(0, 10)).toEqual(hashes.slice(10));
      expect(new Set(hashes).size).toBe(10);
      expect(new Set(plants.map(({ modbus }) => modbus.port)).size).toBe(20);
    }
    for (const left of handles()) expect(before).toContain(left);
    expect(handles().length).toBeLessThanOrEqual(before.length);
  });
});

it('refuses a plant with every mistake of its options', async () => {
  const wrong = { seed: -1, rate: 0, scenrio: 'load-steps' };
  const refused = startPlant(wrong).then(
    () => [],
    (error: PlantError) => error.issues.map(({ code, path }) => `${code} ${path}`),
  );
  expect(await refused).toEqual(['E_USAGE startPlant', 'E_NUMBER seed', 'E_NUMBER rate']);
});

/** Disposes of all that it was given. */
class AsyncStack implements AsyncDisposable {
  private readonly all: AsyncDisposable[] = [];

  async use<T extends AsyncDisposable>(one: Promise<T>): Promise<T> {
    const got = await one;
    this.all.push(got);
    return got;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.all) await one[Symbol.asyncDispose]();
  }
}
