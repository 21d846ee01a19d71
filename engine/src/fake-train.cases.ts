/** A made-up train for tests: a catalogue, and scalars and bursts from closed forms. */
import type { AssetEntry, Burst, DataMessage, Manifest, PointEntry } from '@plant47/contract';
import { CLAIMABLE } from '@plant47/contract';

const EPOCH = Date.UTC(2026, 0, 5);
const B6309 = { designation: '6309', Z: 8, Dw_mm: 17.462, Dpw_mm: 72.5, angle_deg: 0 };
const B6310 = { designation: '6310', Z: 8, Dw_mm: 19.05, Dpw_mm: 80, angle_deg: 0 };
const FR_HZ = 24.6;

/** Reproducible Gaussian numbers (mulberry32, Box-Muller). */
export function gaussian(seed: number): () => number {
  let s = seed | 0;
  const uniform = (): number => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const SCALARS: readonly [device: string, point: string, unit: PointEntry['unit']][] = [
  ['process', 'motor.winding-temperature', 'degC'],
  ['process', 'bearing-de.temperature', 'degC'],
  ['process', 'bearing-nde.temperature', 'degC'],
  ['process', 'train.ambient-temperature', 'degC'],
  ['process', 'motor.speed', 'rpm'],
  ['process', 'pump.suction-pressure', 'bar'],
  ['process', 'pump.discharge-pressure', 'bar'],
  ['process', 'pump.flow', 'm3/h'],
  ['process', 'motor.running', '1'],
  ['energy', 'motor.voltage-1', 'V'],
  ['energy', 'motor.voltage-2', 'V'],
  ['energy', 'motor.voltage-3', 'V'],
  ['energy', 'motor.current-1', 'A'],
  ['energy', 'motor.current-2', 'A'],
  ['energy', 'motor.current-3', 'A'],
  ['energy', 'motor.power', 'kW'],
  ['energy', 'motor.frequency', 'Hz'],
  ['vibration', 'bearing-de.velocity', 'mm/s'],
  ['vibration', 'bearing-de.acceleration', 'm/s2'],
  ['vibration', 'bearing-de.kurtosis', '1'],
];

function pointOf(asset: string, name: string, unit: PointEntry['unit']): PointEntry {
  const [component = '', quantity = ''] = name.split('.');
  return {
    id: `${asset}.${name}`,
    tag: name,
    label: name,
    component,
    quantity: name === 'motor.running' ? 'running' : quantity,
    unit,
    range: [0, 500],
    resolution: 0.1,
    noise: 0.05,
    form: quantity === 'vibration' ? 'waveform' : 'scalar',
  };
}

function assetOf(asset: string, x: number): AssetEntry {
  const devices = ['process', 'energy', 'vibration'].map((device) => ({
    device,
    profile: device,
    topic: `site/area/line/${asset}/${device}`,
    gateway: 0,
    unit: 1,
    scan_s: 600,
    points: [
      ...SCALARS.filter(([d]) => d === device).map(([, name, unit]) => pointOf(asset, name, unit)),
      ...(device === 'vibration' ? [pointOf(asset, 'bearing-de.vibration', 'm/s2')] : []),
    ],
  }));
  return {
    asset,
    site: 'site',
    area: 'area',
    line: 'line',
    label: asset,
    type: 'medium',
    components: ['motor', 'bearing-de', 'bearing-nde', 'pump', 'pump-bearing-de', 'train'],
    bearings: [
      { component: 'bearing-de', ...B6309 },
      { component: 'bearing-nde', ...B6309 },
      { component: 'pump-bearing-de', ...B6310 },
    ],
    nameplate: {
      power_kW: 15,
      speed_rpm: 1475,
      current_A: 29,
      voltage_V: 400,
      poles: 4,
      pump: '125-100-315',
      flow_m3h: 120,
      head_m: 32,
      drive: false,
    },
    at: [x, 0],
    devices,
  };
}

/** Manifest of trains of these names, `apart_m` from each other, that learns for ten days. */
export function fakeManifest(names: readonly string[], apart_m = 100): Manifest {
  return {
    v: 1,
    run: 'fake',
    plant: 'fake',
    simulated: true,
    epoch: EPOCH,
    learningUntil: EPOCH + 10 * 86_400_000,
    scalars_s: 600,
    bursts: [],
    claimable: CLAIMABLE,
    commitment: '',
    assets: names.map((name, i) => assetOf(name, apart_m * i)),
  };
}

/** What is wrong with the train at an hour of the run; all of it zero when healthy. */
export interface FakeFault {
  /** Kelvins that the DE bearing is warmer by friction, or reads too much. */
  readonly heat_K?: (hour: number) => number;
  readonly sensor_K?: (hour: number) => number;
  /** Impulse amplitude of an outer-race spall, m/s². */
  readonly spall?: (hour: number) => number;
  readonly suction_bar?: (hour: number) => number;
  readonly winding_K?: (hour: number) => number;
  readonly volts?: (hour: number) => number;
}

/** Readings of a train at `hour` of the run, by point. */
export function fakeReadings(hour: number, fault: FakeFault, g: () => number) {
  const day = (2 * Math.PI * hour) / 24;
  const ambient = 20 + 4 * Math.sin(day) + 2 * Math.sin(day / 5.3);
  const load = 0.8 + 0.12 * Math.sin(day + 1) + 0.05 * Math.sin(day / 7) + 0.02 * g();
  const current = 29 * load;
  const flow = 120 * load;
  const suction = 0.3 - 0.1 * load * load - (fault.suction_bar?.(hour) ?? 0);
  const winding = ambient + 55 * load * load + (fault.winding_K?.(hour) ?? 0) + 0.1 * g();
  const friction = fault.heat_K?.(hour) ?? 0;
  const base = ambient + 8 + 22 * load * load;
  return {
    'motor.winding-temperature': winding,
    'bearing-de.temperature': base + friction + (fault.sensor_K?.(hour) ?? 0) + 0.1 * g(),
    'bearing-nde.temperature': base - 3 + 0.15 * friction + 0.1 * g(),
    'train.ambient-temperature': ambient + 0.05 * g(),
    'motor.speed': 60 * FR_HZ,
    'pump.suction-pressure': suction + 0.003 * g(),
    'pump.discharge-pressure': suction + 3.4 - 0.6 * load * load + 0.01 * g(),
    'pump.flow': flow,
    'motor.running': 1,
    'motor.voltage-1': 400 + (fault.volts?.(hour) ?? 0),
    'motor.voltage-2': 400,
    'motor.voltage-3': 400,
    'motor.current-1': current * 1.002,
    'motor.current-2': current,
    'motor.current-3': current * 0.998,
    'motor.power': 15 * load,
    'motor.frequency': 50,
    'bearing-de.velocity': 0.8 * Math.exp(0.03 * g()),
    'bearing-de.acceleration': 0.45 * Math.exp(0.05 * g() + Math.min(0.6, 0.04 * friction)),
    'bearing-de.kurtosis': 3 + 0.05 * g(),
  };
}

/** The data message of one device at `hour`. */
export function fakeMessage(
  asset: string,
  device: string,
  hour: number,
  readings: Readonly<Record<string, number>>,
): DataMessage {
  const points: DataMessage['points'] = {};
  for (const [d, name] of SCALARS) {
    if (d === device) points[`${asset}.${name}`] = [readings[name]!, 192];
  }
  const simTs = EPOCH + Math.round(hour * 3_600_000);
  return { v: 1, seq: Math.round(hour * 6), simTs, simulated: true, points };
}

/** A long burst (65,536 at 12.8 kHz) with an outer-race spall of impulse amplitude `spall`. */
export function fakeBurst(hour: number, spall: number, g: () => number): Burst {
  const [n, fs] = [65_536, 12_800];
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) x[i] = 0.45 * g() + 0.15 * Math.sin((2 * Math.PI * FR_HZ * i) / fs);
  const w = 2 * Math.PI * 3500;
  const rate = 3.0366 * 0.996 * FR_HZ;
  for (let t = 0.001; spall > 0 && t * fs < n; t += (1 + 0.012 * g()) / rate) {
    const from = Math.ceil(t * fs);
    for (let i = from; i < Math.min(n, from + 200); i++) {
      const tau = i / fs - t;
      x[i]! += spall * Math.exp(-0.05 * w * tau) * Math.sin(w * tau);
    }
  }
  const scale = 0.005;
  return {
    seq: Math.round(hour),
    simTs: EPOCH + Math.round(hour * 3_600_000),
    fs_hz: fs,
    scale,
    speed_hz: FR_HZ,
    unit: 'm/s2',
    samples: Int16Array.from(x, (v) => Math.max(-32767, Math.min(32767, Math.round(v / scale)))),
  };
}
