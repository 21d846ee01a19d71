/** The catalogue as a schema, version 1: what a client may rely on in the manifest. */
import { z } from 'zod';

const pointEntry = z.looseObject({
  id: z.string(),
  tag: z.string(),
  label: z.string(),
  component: z.string(),
  quantity: z.string(),
  unit: z.enum([
    'degC',
    'mm/s',
    'm/s2',
    '1',
    'A',
    'V',
    'kW',
    'kWh',
    'Hz',
    'rpm',
    'bar',
    'm3/h',
    '%',
  ]),
  range: z.tuple([z.number(), z.number()]),
  resolution: z.number(),
  noise: z.number(),
  form: z.enum(['scalar', 'waveform']),
  modbus: z
    .looseObject({
      address: z.int().min(0).max(65_535),
      type: z.enum(['u16', 'i16', 'u32', 'i32', 'f32']),
      scale: z.number(),
      offset: z.number(),
      qualityBit: z.int().min(0).max(15),
    })
    .optional(),
});

const deviceEntry = z.looseObject({
  device: z.string(),
  profile: z.string(),
  topic: z.string(),
  gateway: z.int().min(0),
  unit: z.int().min(0).max(255),
  scan_s: z.number().positive(),
  points: z.array(pointEntry),
});

const assetEntry = z.looseObject({
  asset: z.string(),
  site: z.string(),
  area: z.string(),
  line: z.string(),
  label: z.string(),
  type: z.string(),
  components: z.array(z.string()),
  bearings: z.array(
    z.looseObject({
      component: z.string(),
      designation: z.string(),
      Z: z.number(),
      Dw_mm: z.number(),
      Dpw_mm: z.number(),
      angle_deg: z.number(),
    }),
  ),
  nameplate: z.looseObject({
    power_kW: z.number(),
    speed_rpm: z.number(),
    current_A: z.number(),
    voltage_V: z.number(),
    poles: z.number(),
    pump: z.string(),
    flow_m3h: z.number(),
    head_m: z.number(),
    drive: z.boolean(),
  }),
  at: z.tuple([z.number(), z.number()]),
  devices: z.array(deviceEntry),
});

/** The retained manifest; unknown fields are allowed. */
export const manifestSchema = z.looseObject({
  v: z.literal(1),
  run: z.string(),
  plant: z.string(),
  simulated: z.literal(true),
  epoch: z.number(),
  learningUntil: z.number(),
  scalars_s: z.number().positive(),
  bursts: z.array(
    z.looseObject({
      name: z.enum(['scan', 'line']),
      samples: z.int(),
      fs_hz: z.number(),
      every_s: z.number(),
    }),
  ),
  /** Fault ids that a claim may name: the same list in every run of a plant. */
  claimable: z.array(z.string()),
  commitment: z.string(),
  assets: z.array(assetEntry),
});
