/** A part of the water works as a running plant, for tests of the host. */
import { readFileSync } from 'node:fs';
import { type Plant, plant as plantSchema } from '@plant47/contract/sealed';
import { parse } from 'yaml';
import type { PlantModel } from '../devices/plant-model.js';
import { keyOfSeed } from '../world/key.js';
import type { HostOptions } from './host-options.js';
import { type PlantHost, startHost } from './plant-host.js';
import { createPlantModel } from './shipped-plant.js';

const FILE = new URL('../../../scenarios/plants/waterworks.yaml', import.meta.url);

const waterworks: Plant = plantSchema.parse(parse(readFileSync(FILE, 'utf8')));

/** Three neighbours, scanned every ten minutes. */
export function smallModel(seed = 1): PlantModel {
  return createPlantModel(
    waterworks,
    keyOfSeed(seed),
    {
      scalars_s: 600,
      scan: { samples: 1024, fs_hz: 25_600, every_s: 3600 },
      line: { samples: 4096, fs_hz: 12_800, every_s: 21_600 },
    },
    { only: ['motor-46', 'motor-47', 'motor-48'] },
  );
}

/** Starts it frozen at tick 0 on free ports. */
export function startSmall(options: Partial<HostOptions> = {}): Promise<PlantHost> {
  return startHost({
    createModel: smallModel,
    plant: 'waterworks',
    inputs: [],
    learning_s: 86_400,
    definition: 'the plant of the tests',
    host: '127.0.0.1',
    ports: { http: 0, modbus: 0, mqtt: 0 },
    strict: true,
    threads: 0,
    log: () => undefined,
    ...options,
  });
}

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** A request to a plant's control API. */
export async function ask(
  host: PlantHost,
  path: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { token, body, headers } = options;
  const response = await fetch(`${host.addresses.http}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
