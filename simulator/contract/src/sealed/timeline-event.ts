/** Events of a scenario's timeline: each kind is told by its first key. */
import { z } from 'zod';
import { quantity } from './plant.js';
import { sortedToxic, toxicWith } from './toxic-spec.js';
import { type Drawn, drawn, duration, oneOf, span } from './written.js';

const number = z.number();
/** When: after the scenario's start, or after the group or condition that the event stands in. */
const at = drawn(duration);
const ramp = drawn(duration);
/** How long it lasts; to the end where absent. */
const lasting = drawn(span).optional();
/** Assets of the plant: one, one of several, or `any`. */
const asset = oneOf;
/** What is changed: an asset, an area, or the whole plant where neither is given. */
const where = { asset: asset.optional(), area: z.string().optional() };

/** A physical cause that begins at `at` and rises to `severity` over `ramp`. */
export const faultEvent = z.strictObject({
  fault: z.string(),
  asset,
  component: oneOf.optional(),
  at,
  severity: drawn(number.min(0).max(1)).default(1),
  /** `abrupt` allows no ramp, `incipient` asks for one, `intermittent` for `on` and `off`. */
  profile: z.enum(['incipient', 'abrupt', 'intermittent']).optional(),
  ramp: ramp.prefault('0s'),
  /** Multiplier of the fault's growth. */
  growth: drawn(number.positive().max(1000)).optional(),
  /** Of an intermittent fault: how long it stands, and how long it is gone. */
  on: drawn(span).optional(),
  off: drawn(span).optional(),
  /** The fault clears by itself this long after `at`. */
  for: lasting,
});

/** A fault of one point: machine and wire stay well. */
export const sensorEvent = z.strictObject({
  sensor: z.enum(['sensor.bias', 'sensor.drift', 'sensor.stuck']),
  point: z.string(),
  at,
  /** In the point's unit: the offset, or the drift in a day. */
  amount: drawn(number).default(0),
  for: lasting,
});

/** What an operator does at `at`. */
export const actionEvent = z.strictObject({
  action: z.string(),
  asset,
  component: z.string().optional(),
  at,
  value: drawn(number).optional(),
});

/** A planned piece of work: the machine is stopped, the work done, the machine started again. */
export const maintenanceEvent = z.strictObject({
  maintenance: z.string(),
  asset,
  component: z.string().optional(),
  at,
});

/** A change of demand: a share of what it would be, or a level (flow over rated flow). */
export const loadEvent = z.strictObject({
  load: z.union([
    z.strictObject({ factor: drawn(number.min(0.2).max(3)) }),
    z.strictObject({ to: drawn(number.min(0.35).max(1.1)) }),
  ]),
  ...where,
  at,
  ramp: ramp.prefault('0s'),
  for: lasting,
});

/** Warmer or colder surroundings. */
export const ambientEvent = z.strictObject({
  ambient: z.strictObject({ delta_K: drawn(number.min(-40).max(40)) }),
  ...where,
  at,
  ramp: ramp.prefault('0s'),
  for: lasting,
});

/** A fault of the wire or of a binding; the table of toxics says which fields each takes. */
export const toxicEvent = toxicWith({ at, for: lasting }).transform((flat) => {
  const { at: from, for: lasts } = flat as unknown as { at: Drawn; for?: Drawn };
  const { toxic, target, params } = sortedToxic(flat);
  return { toxic, target, params, at: from, ...(lasts === undefined ? {} : { for: lasts }) };
});

export const DRAWN_MODES = ['none', 'starvation', 'outer-race', 'inner-race'] as const;
/** How a bearing can be drawn to fail; `none` leaves the plant healthy. */
export type DrawnMode = (typeof DRAWN_MODES)[number];
/** A bearing fault whose asset, side, end, mode and onset come from the seed. */
export const drawEvent = z.strictObject({
  draw: z.literal('any-bearing'),
  modes: z.array(z.enum(DRAWN_MODES)).min(1),
  /** Onset is drawn evenly between these two. */
  onset: z.tuple([duration, duration]),
  /** Ramp of a starvation; a race fault begins at once. */
  ramp: duration.prefault('240h'),
  /** Time from onset to failure, drawn evenly between these two; growth is set to meet it. */
  life: z.tuple([duration, duration]),
});

/** Events that stand alone, by their first key. */
export const PLAIN_EVENTS = {
  fault: faultEvent.meta({ id: 'fault' }),
  sensor: sensorEvent.meta({ id: 'sensor' }),
  action: actionEvent.meta({ id: 'action' }),
  maintenance: maintenanceEvent.meta({ id: 'maintenance' }),
  load: loadEvent.meta({ id: 'load' }),
  ambient: ambientEvent.meta({ id: 'ambient' }),
  toxic: toxicEvent.meta({ id: 'toxic' }),
} as const;

const plainEvent = z
  .union([
    PLAIN_EVENTS.fault,
    PLAIN_EVENTS.sensor,
    PLAIN_EVENTS.action,
    PLAIN_EVENTS.maintenance,
    PLAIN_EVENTS.load,
    PLAIN_EVENTS.ambient,
    PLAIN_EVENTS.toxic,
  ])
  .meta({ id: 'plain-event' });
export type PlainEvent = z.infer<typeof plainEvent>;

/** Events of a group, a condition or an alternative, at most. */
const TOGETHER_MAX = 50;
const events = z.array(plainEvent).max(TOGETHER_MAX);

/** Events that belong together: their `at` counts from the group's. */
export const groupEvent = z.strictObject({ group: z.string(), at, events: events.min(1) });

/** Events that begin once a true value has been beyond a limit: their `at` counts from then. */
export const whenEvent = z.strictObject({
  when: z.strictObject({
    /** A true value: `<asset>.<component>.<output>`, e.g. `motor-12.pump.flow`. */
    signal: z.string(),
    /** In SI units, or text with a unit: `60 degC`, `5 m3/h`. */
    below: quantity.optional(),
    above: quantity.optional(),
    /** It must have been so this long without a break. */
    for: duration.prefault('0s'),
    /** Not watched before this. */
    after: duration.prefault('0s'),
  }),
  events: events.min(1),
});

/** As many of the alternatives as asked for, drawn by the run's key. */
export const chooseEvent = z.strictObject({
  choose: z.union([z.literal('one'), z.int().min(1).max(TOGETHER_MAX)]),
  /** Each is one event or a list of them; an empty list is a draw in which nothing happens. */
  of: z
    .array(z.union([plainEvent, events]))
    .min(2)
    .max(TOGETHER_MAX),
});

/** Every kind of event, by its first key. */
export const TIMELINE_EVENTS = {
  ...PLAIN_EVENTS,
  draw: drawEvent.meta({ id: 'draw' }),
  group: groupEvent.meta({ id: 'group' }),
  when: whenEvent.meta({ id: 'when' }),
  choose: chooseEvent.meta({ id: 'choose' }),
} as const;

export const timelineEvent = z.union([
  plainEvent,
  TIMELINE_EVENTS.draw,
  TIMELINE_EVENTS.group,
  TIMELINE_EVENTS.when,
  TIMELINE_EVENTS.choose,
]);
export type TimelineEvent = z.infer<typeof timelineEvent>;
