import { deviceMap } from '@plant47/simulator';
import { parse as parseToml } from 'smol-toml';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { define } from '../runner/definition.js';
import { readVendorMap } from '../vendor/vendor-map.js';
import { nodeRed, prometheus, tagList, telegraf } from './consumers.js';

const { devices } = define({ plant: 'waterworks', seed: 1 }).createModel();
const maps = devices.map(deviceMap);
const reach = { host: '192.0.2.7', modbusPort: 1502, mqttPort: 1883 };
const values = (all: typeof maps): number =>
  all.reduce(
    (sum, { registers }) =>
      sum + registers.filter((row) => row.number6[0] === '3' && row.address > 7).length,
    0,
  );

it('Telegraf is told to read every value of every unit', () => {
  interface Request {
    readonly slave_id: number;
    readonly fields: readonly { name: string; address: number; type: string; scale: number }[];
    readonly tags: { readonly device: string; readonly asset: string };
  }
  const { inputs } = parseToml(telegraf(maps, reach)) as unknown as {
    inputs: { modbus: { controller: string; request: Request[] }[] };
  };
  expect(inputs.modbus.map(({ controller }) => controller)).toContain('tcp://192.0.2.7:1502');
  const requests = inputs.modbus.flatMap(({ request }) => request);
  expect(requests.length).toBe(maps.length);
  expect(requests.reduce((sum, { fields }) => sum + fields.length, 0)).toBe(values(maps));
  const meter = requests.find(({ tags }) => tags.device === 'motor-47/energy');
  expect(meter?.slave_id).toBe(127);
  expect(meter?.fields[0]).toEqual({
    name: 'motor.voltage-1',
    address: 8,
    type: 'FLOAT32',
    scale: 1,
    output: 'FLOAT64',
  });
});

it('Prometheus asks its Modbus exporter for modules that exist', () => {
  const [exporter, scraper] = parseAllDocuments(prometheus(maps, reach)).map(
    (document) => document.toJS() as Record<string, never[]>,
  );
  const modules = exporter?.['modules'] as unknown as {
    name: string;
    metrics: { name: string; address: number; dataType: string }[];
  }[];
  const jobs = scraper?.['scrape_configs'] as unknown as {
    job_name: string;
    params: { module: [string]; sub_target: [string] };
  }[];
  expect(jobs.length).toBe(maps.length);
  const names = modules.map(({ name }) => name);
  for (const { params } of jobs) expect(names).toContain(params.module[0]);
  const meter = jobs.find((job) => job.job_name.endsWith('motor-47/energy'));
  expect(meter?.params.sub_target).toEqual(['127']);
  const module = modules.find(({ name }) => name === meter?.params.module[0]);
  expect(module?.metrics[0]).toMatchObject({
    name: 'plant47_motor_voltage_1',
    address: 300_008,
    dataType: 'float32',
  });
  for (const { metrics } of modules) {
    for (const { name } of metrics) expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
  }
});

it('Node-RED gets a flow whose wires lead somewhere', () => {
  const nodes = JSON.parse(nodeRed(maps, reach)) as {
    id: string;
    type: string;
    z?: string;
    broker?: string;
    topic?: string;
    wires?: string[][];
  }[];
  const ids = nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const inputs = nodes.filter(({ type }) => type === 'mqtt in');
  expect(inputs.map(({ topic }) => topic)).toEqual(maps.map(({ topics }) => topics[0]));
  for (const { broker, z, wires } of inputs) {
    for (const id of [broker, z, ...(wires?.flat() ?? [])]) expect(ids).toContain(id);
  }
});

it('the tag list holds every register and is itself a table that import reads', () => {
  const text = tagList(maps, reach);
  expect(text.split('\n').length).toBe(
    2 + maps.reduce((sum, { registers }) => sum + registers.length, 0),
  );
  const meters = maps.filter(({ id }) => id === 'motor-47/energy');
  const back = readVendorMap(tagList(meters, reach), {
    file: 'tags.csv',
    device: 'motor-47/energy',
    unit: 1,
    base: 0,
  });
  expect(back.errors).toEqual([]);
  expect(back.devices[0]?.unit).toBe(127);
  expect(back.devices[0]?.registers.map(({ number6, type }) => [number6, type])).toEqual(
    meters[0]?.registers.map(({ number6, type }) => [number6, type]),
  );
});
