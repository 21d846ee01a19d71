/** A plant of a few devices for the tests of the endpoints: known values, no physics. */
import type { ClockMessage, Manifest, ModbusBinding, PointEntry } from '@plant47/contract';
import type { Device, DeviceScan, DueBurst } from './device.js';

export const EPOCH = Date.UTC(2026, 0, 5);
export const RUN = 'run-of-the-tests';

const binding = (address: number, bit: number, type: ModbusBinding['type']): ModbusBinding => ({
  address,
  type,
  scale: type === 'f32' ? 1 : 0.1,
  offset: 0,
  qualityBit: bit,
});

function point(asset: string, name: string, modbus: ModbusBinding): PointEntry {
  const [component = '', quantity = ''] = name.split('.');
  return {
    id: `${asset}.${name}`,
    tag: name,
    label: name,
    component,
    quantity,
    unit: 'degC',
    range: [-300, 3000],
    resolution: 0.1,
    noise: 0.1,
    form: 'scalar',
    modbus,
  };
}

/** Process I/O of one train: two temperatures, a f32 speed, start/stop, a load setpoint. */
export function processDevice(n: number, scan_s = 1): Device {
  const asset = `motor-${n}`;
  return {
    index: n - 1,
    asset,
    train: n - 1,
    device: 'process',
    profile: 'process-io',
    topic: `works/hall/line-1/${asset}/process`,
    gateway: Math.floor((n - 1) / 80),
    unit: 160 + n,
    scan_s,
    points: [
      point(asset, 'bearing-de.temperature', binding(8, 0, 'i16')),
      point(asset, 'motor.winding-temperature', binding(9, 1, 'u16')),
      point(asset, 'motor.speed', binding(12, 2, 'f32')),
    ],
    commands: [
      {
        table: 'holding',
        address: 100,
        label: 'command',
        component: 'motor',
        actions: { 1: 'start', 2: 'stop', 3: 'reset' },
      },
      {
        table: 'holding',
        address: 101,
        label: 'load',
        component: 'pump',
        setpoint: { action: 'load', unit: '%', scale: 0.1, range: [0, 120] },
      },
      {
        table: 'coil',
        address: 0,
        label: 'run',
        component: 'motor',
        actions: { 0: 'stop', 1: 'start' },
      },
    ],
  };
}

/** Values that tell device and scan: unit.k, −unit.k, 1000 + seq + unit/1000. */
export function scanOf(device: Device, seq: number, simTs = EPOCH + seq * 1000): DeviceScan {
  const base = device.unit + (seq % 10) / 10;
  return {
    device,
    seq,
    simTs,
    values: Float64Array.from([-base, base, 1000 + seq + device.unit / 1000]),
    quality: Uint8Array.from([192, 192, 192]),
  };
}

export function clockOf(
  simTs: number,
  scans: readonly DeviceScan[],
  state: ClockMessage['state'] = 'run',
): ClockMessage {
  const seq = Object.fromEntries(
    scans.map(({ device, seq: n }) => [`${device.asset}/${device.device}`, n]),
  );
  return { v: 1, run: RUN, simTs, wallTs: Date.now(), rate: 0, state, completeTo: simTs, seq };
}

export const enrolClock = (): ClockMessage => ({
  ...clockOf(EPOCH, [], 'enrol'),
  completeTo: EPOCH - 1,
});

export function manifestOf(run = RUN): Manifest {
  return {
    v: 1,
    run,
    plant: 'small',
    simulated: true,
    epoch: EPOCH,
    learningUntil: EPOCH,
    scalars_s: 1,
    bursts: [],
    claimable: [],
    commitment: '',
    assets: [],
  };
}

/** A burst of `n` samples; `job` and `plan` are left out, no endpoint looks at them. */
export function burstOf(device: Device, seq: number, n: number) {
  const due = { device, point: device.points[0], seq, simTs: EPOCH } as unknown as DueBurst;
  const samples = new Int16Array(n);
  for (let i = 0; i < n; i++) samples[i] = i % 100;
  const burst = { seq, simTs: EPOCH, fs_hz: 25_600, scale: 0.01, speed_hz: 24, unit: 'm/s2' };
  return { due, burst: { ...burst, samples } };
}
