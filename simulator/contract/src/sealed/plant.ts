/** Plant files, version 1: areas, lines and trains; defaults by type, overrides by train. */
import { z } from 'zod';

/** A number in SI units, or text with a unit such as `1475 rpm` or `40 degC`. */
export const quantity = z.union([z.number(), z.string()]);

const component = z.strictObject({
  /** Kind of the registry, e.g. `rolling-bearing`. */
  kind: z.string().optional(),
  /** Entry of the kind's catalogue, e.g. `6309`. */
  model: z.string().optional(),
  /** Overrides of the kind's parameters and starting states. */
  set: z.record(z.string(), quantity).optional(),
});
export type PlantComponent = z.infer<typeof component>;

const duty = z.strictObject({
  /** Mean flow over rated flow. */
  mean: z.number().min(0.2).max(1.1).optional(),
  /** Half range of the daily and weekly course, and standard deviation of the scatter. */
  daily: z.number().min(0).max(0.5).optional(),
  weekly: z.number().min(0).max(0.5).optional(),
  scatter: z.number().min(0).max(0.3).optional(),
  /** Hour of the day at which demand peaks. */
  peak_h: z.number().min(0).max(24).optional(),
  /** True where a converter sets the speed; else a valve throttles. */
  drive: z.boolean().optional(),
  /** Stops every n-th night (0 = never), from and to these hours. */
  nights: z.number().int().min(0).optional(),
  stop_h: z.number().min(12).max(24).optional(),
  start_h: z.number().min(0).max(12).optional(),
});
export type PlantDuty = z.infer<typeof duty>;

const surroundings = z.strictObject({
  /** Room over outside temperature, K, and the share of the weather that comes in. */
  warmer_K: z.number().optional(),
  share: z.number().min(0).max(1).optional(),
  /** Standard deviation of the room's own course, K. */
  local_K: z.number().min(0).optional(),
});

const mode = z.strictObject({
  hz: z.number().min(200).max(10_000),
  zeta: z.number().min(0.005).max(0.3),
  gain: z.number().min(0).max(4),
});

/** What sensing needs of the place where an accelerometer sits. */
const vibration = z.strictObject({
  /** Gain from a defect to the housing; 1 = the reference path. */
  pathGain: z.number().positive().optional(),
  /** Broadband floor, m/s² rms from 1 to 10 kHz at rated speed and load. */
  floor: z.number().positive().optional(),
  /** 1× velocity of a healthy machine, mm/s rms. */
  order1_mm_s: z.number().min(0).optional(),
  /** Depth of the load modulation of the floor. */
  modulation: z.number().min(0).max(1).optional(),
  /** True where the floor has regimes and episodes of random impacts. */
  restless: z.boolean().optional(),
  /** Share of a neighbour's impulses that crosses the floor, at 3 m. */
  crosstalk: z.number().min(0).max(0.5).optional(),
  /** Structural modes of a 15 kW frame, in place of the class's own. */
  modes: z.array(mode).min(1).max(3).optional(),
  /** Slip of the balls at full load and scatter of their intervals, as shares. */
  slip: z
    .strictObject({ mean: z.number().min(0).max(0.015), scatter: z.number().min(0).max(0.1) })
    .optional(),
  /** Amplitude that the healthy floor has more above 5 kHz and below 200 Hz, over its white part. */
  colour: z
    .strictObject({ high: z.number().min(0).max(8), low: z.number().min(0).max(8) })
    .optional(),
});

const settings = {
  components: z.record(z.string(), component).optional(),
  duty: duty.optional(),
  surroundings: surroundings.optional(),
  vibration: vibration.optional(),
  /** Standing conditions: fault id → severity, e.g. a loose foot that everybody lives with. */
  standing: z.record(z.string(), z.number().min(0).max(1)).optional(),
};

const trainType = z.strictObject({ label: z.string(), ...settings });

const train = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  type: z.string(),
  label: z.string().optional(),
  /** Position on the floor, m. */
  at: z.tuple([z.number(), z.number()]),
  /** Short form of duty.mean. */
  load: z.number().min(0.2).max(1.1).optional(),
  /** Short forms of duty.drive, duty.nights and surroundings.warmer_K. */
  drive: z.boolean().optional(),
  nights: z.number().int().min(0).optional(),
  warmer_K: z.number().optional(),
  /** Short forms of the motor's fouling, the pump's wear and the bearings' grease fill. */
  fouling: z.number().min(0).max(3).optional(),
  wear: z.number().min(0).max(0.25).optional(),
  fill: z.number().min(0.1).max(5).optional(),
  ...settings,
});
export type PlantTrain = z.infer<typeof train>;
export type PlantSettings = Omit<z.infer<typeof trainType>, 'label'>;

const line = z.strictObject({ id: z.string(), label: z.string(), trains: z.array(train).min(1) });
const area = z.strictObject({
  id: z.string(),
  label: z.string(),
  surroundings: surroundings.optional(),
  lines: z.array(line).min(1),
});

export const plant = z.strictObject({
  schema: z.literal('plant47/plant/1'),
  id: z.string(),
  label: z.string(),
  site: z.string(),
  /** Simulated UTC at tick 0. */
  epoch: z.string().default('2026-01-05T00:00:00Z'),
  weather: z
    .strictObject({
      mean: quantity.default('14 degC'),
      daily_K: z.number().min(0).default(4),
      slow_K: z.number().min(0).default(2.5),
    })
    .prefault({}),
  types: z.record(z.string(), trainType),
  areas: z.array(area).min(1),
});
export type Plant = z.infer<typeof plant>;
