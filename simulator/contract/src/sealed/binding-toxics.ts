/** Toxics of bindings: deterministic in simulated time, equal over sockets and in memory. */
import type { ToxicDeclaration, ToxicParam } from './toxics.js';

const DEVICES = ['asset', 'device'] as const;

const share = (says: string, usual: number): ToxicParam => ({
  name: 'p',
  says,
  kind: 'number',
  unit: '1',
  range: [0, 1],
  default: usual,
});

const WIRE = { layer: 'binding', truth: 'wire', aims: DEVICES, needs: [] } as const;
const ENCODING = { layer: 'binding', truth: 'encoding', needs: [] } as const;

export const BINDING_TOXICS: readonly ToxicDeclaration[] = [
  {
    ...WIRE,
    id: 'stuck',
    label: 'Device repeats its last scan',
    on: ['mqtt', 'modbus'],
    params: [
      {
        name: 'stamp',
        says: 'whether seq and time go on, or stand still with the values',
        kind: 'choice',
        of: ['live', 'frozen'],
        default: 'live',
      },
    ],
    says: 'All values of the device stand still from one scan on.',
  },
  {
    ...WIRE,
    id: 'gap',
    label: 'Device falls silent',
    on: ['mqtt', 'modbus'],
    params: [
      {
        name: 'backfill',
        says: 'what comes when it ends: everything that was kept, or nothing',
        kind: 'choice',
        of: ['burst', 'none'],
        default: 'burst',
      },
      {
        name: 'buffer',
        says: 'messages that the device keeps; the oldest go first',
        kind: 'integer',
        unit: '1',
        range: [1, 100_000],
        default: 3600,
      },
    ],
    says: 'Nothing is published and registers stand still; then the kept messages come at once, in order, with their old times.',
  },
  {
    ...WIRE,
    id: 'clock-skew',
    label: 'Device clock is wrong',
    on: ['mqtt', 'modbus'],
    params: [
      {
        name: 'shift',
        says: 'how far the clock is ahead; negative = behind',
        kind: 'duration',
        unit: 's',
        range: [-31_536_000, 31_536_000],
        default: 60,
      },
      {
        name: 'drift',
        says: 'how much it gains; negative = loses',
        kind: 'number',
        unit: 'ppm',
        range: [-100_000, 100_000],
        default: 0,
      },
    ],
    says: "The device's own times are shifted and drift; seq and the plant's clock are right.",
  },
  {
    ...ENCODING,
    id: 'unit-mixup',
    label: 'Point in another unit',
    on: ['mqtt', 'modbus'],
    aims: ['point'],
    needs: ['point'],
    params: [],
    says: 'The point is sent in °F for °C, g for m/s², in/s for mm/s, psi for bar, hp for kW, gal/min for m³/h, MJ for kWh or Hz for rpm, while the catalogue says the first.',
  },
  {
    ...ENCODING,
    id: 'word-order',
    label: 'Registers change their word order',
    on: ['modbus'],
    aims: DEVICES,
    params: [
      {
        name: 'order',
        says: 'order of the bytes of a 32-bit value whose right order is ABCD',
        kind: 'choice',
        of: ['CDAB', 'BADC', 'DCBA'],
        default: 'CDAB',
      },
    ],
    says: 'Values in registers come in another word or byte order, as after new firmware; header and MQTT stay right.',
  },
  {
    ...ENCODING,
    id: 'register-offset',
    label: 'Register map moves',
    on: ['modbus'],
    aims: DEVICES,
    params: [
      {
        name: 'by',
        says: 'registers by which every value lies higher; negative = lower',
        kind: 'integer',
        unit: 'registers',
        range: [-8, 8],
        default: 1,
      },
    ],
    says: 'Every value lies some registers away from where the catalogue says; the header stays.',
  },
  {
    ...ENCODING,
    id: 'rollover',
    label: 'Counter turns over',
    on: ['mqtt', 'modbus'],
    aims: ['point'],
    needs: ['point'],
    params: [
      {
        name: 'bits',
        says: 'width of the counter; it counts steps of the resolution',
        kind: 'integer',
        unit: 'bits',
        range: [4, 32],
        default: 16,
      },
    ],
    says: 'The point is shown by a counter of so many bits and begins at 0 again when that is full.',
  },
  {
    ...ENCODING,
    id: 'rename',
    label: 'Point under another name',
    on: ['mqtt'],
    aims: ['point'],
    needs: ['point'],
    params: [
      {
        name: 'to',
        says: 'its new name, `component.quantity`; empty = the old one with `-2`',
        kind: 'name',
        default: '',
      },
      {
        name: 'meta',
        says: 'whether the retained meta says so',
        kind: 'choice',
        of: ['updated', 'stale'],
        default: 'updated',
      },
    ],
    says: 'The point comes under a new name in data messages; the manifest keeps the old one.',
  },
  {
    ...WIRE,
    id: 'no-value',
    label: 'Values are missing',
    on: ['mqtt', 'modbus'],
    aims: ['asset', 'device', 'point'],
    params: [],
    says: 'null with quality 0 on MQTT, the sentinel of the type in registers.',
  },
  {
    ...WIRE,
    id: 'drop',
    label: 'Messages are lost',
    on: ['mqtt'],
    params: [share('share of data messages', 0.1)],
    says: 'Some data messages never come: a gap in seq.',
  },
  {
    ...WIRE,
    id: 'duplicate',
    label: 'Messages come twice',
    on: ['mqtt'],
    params: [share('share of data messages', 0.1)],
    says: 'Some data messages come twice, one right after the other.',
  },
  {
    ...WIRE,
    id: 'delay',
    label: 'Messages come late',
    on: ['mqtt'],
    params: [
      {
        name: 'scans',
        says: 'scans by which each message comes late',
        kind: 'integer',
        unit: 'scans',
        range: [1, 1000],
        default: 1,
      },
    ],
    says: 'Each data message comes some scans after its own.',
  },
  {
    ...WIRE,
    id: 'out-of-order',
    label: 'Messages out of order',
    on: ['mqtt'],
    params: [
      {
        name: 'window',
        says: 'messages that are kept and sent together, shuffled',
        kind: 'integer',
        unit: 'messages',
        range: [2, 64],
        default: 4,
      },
    ],
    says: 'Data messages are kept and sent together in a shuffled order.',
  },
];
