/** Register map of a device as a table: what `plant47 map` and the docs print. */
import { CLOCK_MAP, CLOCK_UNIT, HEADER, registersOf } from '@plant47/contract';
import { type CommandEntry, type Device, scalarPoints } from '../../devices/device.js';

/** One row: where a value lies and how it is written. */
export interface RegisterRow {
  readonly point: string;
  readonly label: string;
  /** Wire address, from 0. */
  readonly address: number;
  /** Five digits, from 1, with the table's leading digit; empty beyond 9,999. */
  readonly number5: string;
  /** Six digits, from 1. */
  readonly number6: string;
  readonly hex: string;
  readonly type: string;
  readonly words: string;
  readonly scale: number;
  readonly offset: number;
  readonly unit: string;
  /** Function codes that reach it. */
  readonly access: string;
}

export interface DeviceMap {
  /** `<asset>/<device>`. */
  readonly id: string;
  readonly gateway: number;
  readonly unit: number;
  readonly registers: readonly RegisterRow[];
  readonly topics: readonly string[];
}

type Table = 'coil' | 'discrete' | 'input' | 'holding';
const DIGIT = { coil: 0, discrete: 1, input: 3, holding: 4 } as const;
const ACCESS = {
  coil: 'FC1, FC5, FC15',
  discrete: 'FC2',
  input: 'FC4, FC3',
  holding: 'FC3, FC6, FC16',
} as const;

interface Bound {
  readonly point: string;
  readonly label: string;
  readonly address: number;
  readonly type: string;
  readonly unit: string;
  readonly scale?: number;
  readonly offset?: number;
}

/** Decimal digits with zeros in front. */
function padded(n: number, digits: number, base = 10): string {
  let text = n.toString(base);
  while (text.length < digits) text = `0${text}`;
  return text;
}

/** A row of a map, its address in all forms. */
export function registerRow(table: Table, bound: Bound): RegisterRow {
  const { point, label, address, type, unit, scale = 1, offset = 0 } = bound;
  const digit = DIGIT[table];
  const oneWord = type === 'bit' || (type !== 'u64' && registersOf(type as 'u16') === 1);
  return {
    point,
    label,
    address,
    number5: address < 9999 ? `${digit}${padded(address + 1, 4)}` : '',
    number6: `${digit}${padded(address + 1, 5)}`,
    hex: `0x${padded(address, 4, 16).toUpperCase()}`,
    type,
    words: type === 'bit' ? '' : oneWord ? 'big-endian' : 'big-endian, high word first',
    scale,
    offset,
    unit,
    access: ACCESS[table],
  };
}

/** Registers 0–7 of every unit. */
function headerRows(): RegisterRow[] {
  const at = (point: keyof typeof HEADER, label: string, type: string, unit: string): RegisterRow =>
    registerRow('input', { point, label, address: HEADER[point], type, unit });
  return [
    at('heartbeat', 'gateway lives: counts wall time', 'u16', '100 ms'),
    at('seq', 'number of the scan', 'u32', '1'),
    at('simTs', 'simulated Unix time of the scan', 'u64', 'ms'),
    at('quality', 'bit i: value i is good; bit 15: run over', 'u16', 'bits'),
  ];
}

function commandRow(entry: CommandEntry): RegisterRow {
  const { setpoint, actions, component } = entry;
  const coded = actions
    ? Object.keys(actions)
        .map((raw) => `${raw} ${actions[raw] ?? ''}`)
        .join(', ')
    : '';
  const bound = {
    point: `${component}.${setpoint ? setpoint.action : 'command'}`,
    label: coded ? `${entry.label}: ${coded}` : entry.label,
    address: entry.address,
    unit: setpoint?.unit ?? '1',
  };
  if (entry.table === 'coil') return registerRow('coil', { ...bound, type: 'bit' });
  return registerRow('holding', { ...bound, type: 'u16', scale: setpoint?.scale ?? 1 });
}

/** All registers and topics of a device. */
export function deviceMap(device: Device): DeviceMap {
  const values: RegisterRow[] = [];
  const discretes: RegisterRow[] = [];
  for (const { id, label, unit, modbus } of scalarPoints(device)) {
    if (!modbus) continue;
    values.push(registerRow('input', { point: id, label, unit, ...modbus }));
    const good = { point: `${id} good`, label: `${label} is good`, type: 'bit', unit: '1' };
    discretes.push(registerRow('discrete', { ...good, address: modbus.qualityBit }));
  }
  const bursts: string[] = [];
  for (const point of device.points) {
    if (point.form === 'waveform') bursts.push(`${device.topic}/burst/${point.id}`);
  }
  const { topic } = device;
  return {
    id: `${device.asset}/${device.device}`,
    gateway: device.gateway,
    unit: device.unit,
    registers: [
      ...headerRows(),
      ...values,
      ...(device.commands ?? []).map((entry) => commandRow(entry)),
      ...discretes,
    ],
    topics: [`${topic}/data`, `${topic}/meta`, `${topic}/cmd`, `${topic}/cmd/reply`, ...bursts],
  };
}

/** The clock unit of gateway 0, for clients of mode R. */
export function clockMap(): DeviceMap {
  const state = 'state: 0 enrol, 1 run, 2 frozen, 3 end';
  const done = 'processed up to; the four registers in one FC16';
  return {
    id: 'clock',
    gateway: 0,
    unit: CLOCK_UNIT,
    registers: [
      ...headerRows(),
      registerRow('input', {
        point: 'state',
        label: state,
        address: CLOCK_MAP.state,
        type: 'u16',
        unit: '1',
      }),
      registerRow('input', {
        point: 'completeTo',
        label: 'everything up to here is scanned',
        address: CLOCK_MAP.completeTo,
        type: 'u64',
        unit: 'ms',
      }),
      registerRow('holding', {
        point: 'watermark',
        label: done,
        address: CLOCK_MAP.watermark,
        type: 'u64',
        unit: 'ms',
      }),
    ],
    topics: [],
  };
}
