/** Retained description of a device beside its data: what it measures, and the JSON Schema. */
import type { PointEntry } from '@plant47/contract';
import type { Device } from '../../devices/device.js';

/** Body of `<device>/meta`. */
export function deviceMeta(device: Device): Record<string, unknown> {
  const scalars = device.points.filter((point) => point.form === 'scalar');
  return {
    v: 1,
    simulated: true,
    asset: device.asset,
    device: device.device,
    profile: device.profile,
    scan_s: device.scan_s,
    modbus: { gateway: device.gateway, unit: device.unit },
    points: device.points,
    dataSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['v', 'seq', 'simTs', 'simulated', 'points'],
      properties: {
        v: { const: 1 },
        seq: { type: 'integer', minimum: 0, description: 'number of the scan' },
        simTs: { type: 'integer', description: 'simulated Unix time, ms' },
        simulated: { const: true },
        points: {
          type: 'object',
          required: scalars.map((point) => point.id),
          properties: Object.fromEntries(scalars.map((point) => [point.id, pointSchema(point)])),
          additionalProperties: false,
        },
      },
    },
  };
}

function pointSchema(point: PointEntry): Record<string, unknown> {
  const [minimum, maximum] = point.range;
  return {
    type: 'array',
    title: point.label,
    prefixItems: [
      { type: ['number', 'null'], minimum, maximum, description: point.unit },
      { enum: [192, 64, 0], description: 'good, uncertain, bad' },
    ],
    minItems: 2,
    maxItems: 2,
  };
}
