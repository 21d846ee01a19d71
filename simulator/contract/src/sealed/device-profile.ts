/** Device profiles: what a device measures, how well, and where each value lies in its map. */
import { z } from 'zod';
import { parseDuration } from '../duration.js';
import { type Issue, PlantError } from '../errors.js';
import { HEADER, RAW, RUN_OVER_BIT, registersOf } from '../registers.js';

const seconds = z.string().transform((text, context) => {
  const value = parseDuration(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: `"${text}" is not a duration such as 1 s, 200 ms` });
  return z.NEVER;
});

const site = z.enum(['motor', 'pump']);
const from = z.union([
  z.strictObject({ output: z.string() }),
  z.strictObject({ statistic: z.enum(['velocity', 'acceleration', 'kurtosis']), site }),
  z.strictObject({ waveform: site }),
]);

const point = z.strictObject({
  /** `<component>.<quantity>`: the point's id below its asset. */
  name: z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/),
  /** First letters of the plant's own name for it (ISA-5.1). */
  tag: z.string(),
  label: z.string(),
  /** The second part of the name where absent. */
  quantity: z.string().optional(),
  from,
  unit: z.enum([
    ...['degC', 'mm/s', 'm/s2', '1', 'A', 'V', 'kW', 'kWh', 'Hz', 'rpm', 'bar', 'm3/h', '%'],
  ] as const),
  range: z.tuple([z.number(), z.number()]),
  resolution: z.number().positive(),
  noise: z.number().min(0),
  /** Noise as a share of the value, and the value at which the catalogue states it. */
  relative: z.number().min(0).default(0),
  typical: z
    .union([z.number(), z.enum(['current_A', 'power_kW', 'speed_rpm', 'flow_m3h'])])
    .default(0),
  lag: seconds.default(0),
  accuracy: z
    .strictObject({ offset: z.number().min(0).default(0), gain: z.number().min(0).default(0) })
    .prefault({}),
  /** Largest drift in a year. */
  drift: z.number().min(0).default(0),
  /** How the value reaches the input card: as a number, by 4–20 mA, by resistance. */
  signal: z.enum(['direct', 'loop', 'pt100']).default('direct'),
  modbus: z
    .strictObject({
      address: z.number().int().min(0).max(65_535),
      type: z.enum(['u16', 'i16', 'u32', 'i32', 'f32']),
      scale: z.number().positive(),
      offset: z.number().default(0),
    })
    .optional(),
});
export type ProfilePoint = z.infer<typeof point>;

const command = z.strictObject({
  table: z.enum(['holding', 'coil']),
  address: z.number().int().min(0).max(65_535),
  label: z.string(),
  component: z.string(),
  actions: z.record(z.string(), z.string()).optional(),
  setpoint: z
    .strictObject({
      action: z.string(),
      unit: z.string(),
      scale: z.number().positive(),
      range: z.tuple([z.number(), z.number()]),
    })
    .optional(),
});

export const deviceProfile = z.strictObject({
  schema: z.literal('plant47/device/1'),
  id: z.string(),
  label: z.string(),
  device: z.enum(['vibration', 'energy', 'process']),
  /** Added to the train's number on its gateway. */
  unit: z.number().int().min(0).max(246),
  points: z.array(point).min(1),
  commands: z.array(command).default([]),
});
export type DeviceProfile = z.infer<typeof deviceProfile>;

/** Trains that one gateway serves. */
export const TRAINS_PER_GATEWAY = 80;
/** The bits of the quality register below this one are values. */
const MOST_VALUES = RUN_OVER_BIT;

/** A profile from parsed YAML. Throws PlantError with every mistake; `path` names the file. */
export function parseProfile(value: unknown, path: string): DeviceProfile {
  const parsed = deviceProfile.safeParse(value);
  if (!parsed.success) {
    throw new PlantError(
      parsed.error.issues.map((issue) => ({
        code: 'E_PROFILE',
        path: [path, ...issue.path].join('.'),
        message: issue.message,
        remedy: 'compare the profiles in simulator/profiles',
      })),
    );
  }
  const issues = [...checkPoints(parsed.data, path), ...checkMap(parsed.data, path)];
  if (issues.length > 0) throw new PlantError(issues);
  return parsed.data;
}

/** Profiles whose units would meet on a gateway: each kind of device has 80 of its own. */
export function unitIssues(profiles: readonly DeviceProfile[]): Issue[] {
  return profiles.flatMap((one, i) =>
    profiles
      .slice(0, i)
      .filter((other) => Math.abs(other.unit - one.unit) < TRAINS_PER_GATEWAY)
      .map((other) => ({
        code: 'E_DUPLICATE_UNIT',
        path: `${one.id}.unit`,
        message: `its units are those of ${other.id} already (${one.unit})`,
        remedy: `keep ${TRAINS_PER_GATEWAY} units between two kinds of device`,
      })),
  );
}

function checkPoints(profile: DeviceProfile, path: string): Issue[] {
  const issues: Issue[] = [];
  profile.points.forEach((one, i) => {
    const where = `${path}.points.${i}`;
    if (profile.points.findIndex(({ name }) => name === one.name) !== i) {
      issues.push({
        code: 'E_DUPLICATE_POINT',
        path: `${where}.name`,
        message: `two points are called (${one.name})`,
        remedy: 'give each point its own name',
      });
    }
    if (one.range[0] >= one.range[1]) {
      issues.push({
        code: 'E_RANGE',
        path: `${where}.range`,
        message: `the range is empty (${one.range.join(' … ')})`,
        remedy: 'write the lower end first',
      });
    }
    if (one.modbus && 'waveform' in one.from) {
      issues.push({
        code: 'E_REGISTER_WAVEFORM',
        path: `${where}.modbus`,
        message: `a waveform has no register (${one.name})`,
        remedy: 'leave modbus away: waveforms are bursts',
      });
    }
  });
  return issues;
}

function checkMap(profile: DeviceProfile, path: string): Issue[] {
  const issues: Issue[] = [];
  const taken = new Map<number, string>();
  let values = 0;
  profile.points.forEach(({ name, range, modbus }, i) => {
    if (!modbus) return;
    const where = `${path}.points.${i}.modbus`;
    values += 1;
    if (modbus.address < HEADER.values) {
      issues.push({
        code: 'E_REGISTER_HEADER',
        path: `${where}.address`,
        message: `registers 0–7 are the header (${modbus.address})`,
        remedy: `begin at ${HEADER.values}`,
      });
    }
    for (let a = modbus.address; a < modbus.address + registersOf(modbus.type); a++) {
      const other = taken.get(a);
      if (other !== undefined) {
        issues.push({
          code: 'E_REGISTER_OVERLAP',
          path: `${where}.address`,
          message: `${name} and ${other} share register (${a})`,
          remedy: 'addresses are append-only: give the newer point the next free one',
        });
      }
      taken.set(a, name);
    }
    const { min, max } = RAW[modbus.type];
    const raw = range.map((end) => (end - modbus.offset) / modbus.scale);
    if (raw[0]! < min || raw[1]! > max) {
      issues.push({
        code: 'E_REGISTER_RANGE',
        path: where,
        message: `${modbus.type} with scale ${modbus.scale} cannot hold (${range.join(' … ')})`,
        remedy: 'use a wider type or a coarser scale',
      });
    }
  });
  if (values > MOST_VALUES) {
    issues.push({
      code: 'E_REGISTER_COUNT',
      path: `${path}.points`,
      message: `the quality register has bits for ${MOST_VALUES} values (${values})`,
      remedy: 'split the device in two',
    });
  }
  return issues;
}
