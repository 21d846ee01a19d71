/** Recorded series, read where they lie beside the project; none is part of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlantError } from '@plant47/contract';
import { lifeSeries } from './life.js';
import { burstSeries } from './segments.js';
import type { Family, Series, Waveform } from './series.js';

/** Standard gravity, m/s². */
const G = 9.80665;
/** Counts of a waveform that was recorded as floats: ±32 g over 16 bits. */
const COUNT = (32 * G) / 32_768;

/** The four families of records under `folder`; throws E_NO_DATA where a file is missing. */
export function realFamilies(folder: string): readonly Family[] {
  const read = (path: string): Buffer => {
    const file = join(folder, path);
    if (existsSync(file)) return readFileSync(file);
    throw new PlantError([
      {
        code: 'E_NO_DATA',
        path: file,
        message: 'the recorded series is not there',
        remedy: 'name the folder of the data with --data',
      },
    ]);
  };
  const lines = (path: string): string[] => read(path).toString().trim().split(/\r?\n/);
  return [
    { id: 'bursts', label: 'CWRU', series: cwru(read) },
    { id: 'lives', label: 'FEMTO, IMS test 1', series: [...femto(lines), ...ims(lines)] },
    { id: 'process', label: 'SKAB', series: skab(lines) },
    { id: 'temperature', label: 'NAB machine temperature', series: [nab(lines, read)] },
  ];
}

type Read = (path: string) => Buffer;
type Lines = (path: string) => string[];

/** Drive-end bearing of the rig, 6205-2RS JEM: CWRU Bearing Data Center. */
const BEARING_6205 = {
  component: 'bearing-de',
  designation: '6205',
  Z: 9,
  Dw_mm: 7.94,
  Dpw_mm: 39.04,
  angle_deg: 0,
};

function cwru(read: Read): Series[] {
  const waveform = (file: string): Waveform => {
    const about = JSON.parse(read(`cwru/${file}.json`).toString()) as Record<string, number>;
    const bytes = read(`cwru/${file}.f32`);
    const raw = new Float32Array(new Uint8Array(bytes).buffer);
    const values = about['fs_hz'] === 48_000 ? quarterRate(raw) : raw;
    return {
      samples: Int16Array.from(values, (x) => Math.round((x * G) / COUNT)),
      fs_hz: 12_000,
      scale: COUNT,
      shaft_hz: (about['rpm_file'] ?? 0) / 60,
      bearing: BEARING_6205,
    };
  };
  const normal = waveform('normal_load0hp');
  const half = normal.samples.length >> 1;
  const learn = { ...normal, samples: normal.samples.subarray(0, half) };
  const healthy = { ...normal, samples: normal.samples.subarray(half) };
  return ['outerat6', 'inner', 'ball'].flatMap((fault) =>
    [0, 1, 2, 3].map((load) => {
      const file = `DE_${fault}_007_load${load}hp`;
      return burstSeries(file, { learn, healthy, faulty: waveform(file) });
    }),
  );
}

/** 48 to 12 kHz: a windowed sinc of 129 taps that is down at 5.5 kHz, every fourth sample kept. */
function quarterRate(raw: Float32Array): Float32Array {
  const half = 64;
  const taps = Array.from({ length: 2 * half + 1 }, (_, i) => {
    const k = i - half;
    const x = 2 * Math.PI * (5_200 / 48_000) * k;
    const sinc = k === 0 ? (2 * 5_200) / 48_000 : Math.sin(x) / (Math.PI * k);
    return sinc * (0.54 + 0.46 * Math.cos((Math.PI * k) / half));
  });
  return Float32Array.from({ length: Math.floor((raw.length - 2 * half) / 4) }, (_, i) =>
    taps.reduce((sum, tap, k) => sum + tap * raw[4 * i + k]!, 0),
  );
}

function femto(lines: Lines): Series[] {
  return ['1_1', '1_2', '2_1', '2_2', '3_1', '3_2'].map((bearing) => {
    const rows = lines(`femto/Bearing${bearing}_features.csv`)
      .slice(1)
      .map((line) => line.split(',').slice(2).map(Number));
    return lifeSeries(`Bearing${bearing}`, rows, [2, 5]);
  });
}

/** Rows before the restart of the sixth day: all channels step there. */
const RESTART = 156;

/** Bearings 3 and 4 failed at the end; each has two channels. */
function ims(lines: Lines): Series[] {
  const rows = lines('ims/test1_meanabs_10min.csv')
    .slice(1 + RESTART)
    .map((line) => line.split(',').slice(2).map(Number));
  return [3, 4].map((bearing) =>
    lifeSeries(
      `IMS 1 bearing ${bearing}`,
      rows.map((row) => row.slice(2 * bearing - 2, 2 * bearing)),
    ),
  );
}

/** Healthy rows at the start of each file, as the set's own protocol has them. */
const SKAB_TRAIN = 400;

function skab(lines: Lines): Series[] {
  const files = [
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `valve1_${n}`),
    ...[1, 3, 5, 7, 9, 11, 13].map((n) => `other_${n}`),
  ];
  return files.map((file) => {
    const cells = lines(`skab/${file}.csv`)
      .slice(1)
      .map((line) => line.split(';'));
    return {
      name: file,
      rows: cells.map((row) => row.slice(1, 9).map(Number)),
      train: SKAB_TRAIN,
      labels: cells.map((row, r) => (r < SKAB_TRAIN ? -1 : Number(row[9]) === 1 ? 1 : 0)),
      kurtosis: [],
    };
  });
}

/** Share at the start that may be learnt, as the set's own protocol has it. */
const NAB_TRAIN = 0.15;

function nab(lines: Lines, read: Read): Series {
  const file = 'machine_temperature_system_failure.csv';
  const all = JSON.parse(read('nab/labels.json').toString()) as Record<
    string,
    { readonly windows: readonly (readonly [string, string])[] }
  >;
  const windows = (all[file]?.windows ?? []).map(([from, to]) => [time(from), time(to)] as const);
  const cells = lines(`nab/${file}`)
    .slice(1)
    .map((line) => line.split(','));
  const train = Math.floor(NAB_TRAIN * cells.length);
  return {
    name: file,
    rows: cells.map((row) => [Number(row[1])]),
    train,
    labels: cells.map(([at = ''], r) => {
      if (r < train) return -1;
      const t = time(at);
      return windows.some(([from, to]) => t >= from && t <= to) ? 1 : 0;
    }),
    kurtosis: [],
  };
}

const time = (text: string): number => Date.parse(`${text.replace(' ', 'T').slice(0, 19)}Z`);
