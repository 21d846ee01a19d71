/** Speed of the composed world: ticks and macro-steps, over the same equations in C. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plant, plant as plantSchema } from '@plant47/contract/sealed';
import { createPlantModel, keyOfSeed } from '@plant47/simulator';
import type { BenchResult } from './result.js';

const TRAINS = 60;
/** Seconds of plant of one round by ticks, and days of one by macro-steps. */
const TICK_S = 1200;
const MACRO_D = 10;
const ROUNDS = 5;
const TICKS_A_DAY = 1_728_000;

/** Sixty 15 kW trains on the line, as the C reference has them. */
function uniformPlant(): Plant {
  const bearing = (model: string) => ({ kind: 'rolling-bearing', model });
  return plantSchema.parse({
    schema: 'plant47/plant/1',
    id: 'uniform',
    label: 'Uniform trains',
    site: 'bench',
    types: {
      medium: {
        label: '15 kW train',
        components: {
          train: { kind: 'coupled-train' },
          motor: { kind: 'induction-motor', model: '15kW-160L' },
          'bearing-de': bearing('6309'),
          'bearing-nde': bearing('6309'),
          pump: { kind: 'centrifugal-pump', model: '125-100-315' },
          'pump-bearing-de': bearing('6310'),
          'pump-bearing-nde': bearing('6310'),
        },
      },
    },
    areas: [
      {
        id: 'hall',
        label: 'Hall',
        lines: [
          {
            id: 'one',
            label: 'Line one',
            trains: Array.from({ length: TRAINS }, (_, i) => ({
              id: `t-${i + 1}`,
              type: 'medium',
              at: [3 * i, 0],
            })),
          },
        ],
      },
    ],
  });
}

/** Median of the CPU seconds that `run` takes; the first round is warm-up. */
function medianCpu(run: () => void): number {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) times.push((user + system) / 1e6);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

/** Million train-steps a second of the C reference; undefined without a C compiler. */
function referenceSpeed(): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-bench-'));
  try {
    const binary = join(folder, 'reference');
    // The build copies no C: it lies beside the source, two folders up from `dist/bench`.
    const here = fileURLToPath(new URL('.', import.meta.url)).replace('/dist/bench/', '/bench/');
    const quiet = { stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'] };
    execFileSync('gcc', ['-O3', '-o', binary, join(here, 'reference.c'), '-lm'], quiet);
    const speeds = Array.from({ length: ROUNDS }, () =>
      Number(
        execFileSync(binary, [`${TRAINS}`, `${TICK_S}`], quiet)
          .toString()
          .split(' ')[0],
      ),
    );
    return speeds.sort((a, b) => a - b)[ROUNDS >> 1];
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Train-steps a second by ticks over the C reference; macro-steps over the ticks they replace. */
export function benchKernel(): BenchResult[] {
  const plant = uniformPlant();
  const burst = { samples: 8192, fs_hz: 25_600, every_s: 3600 };
  const sampling = { scalars_s: 600, scan: burst, line: burst };
  const ticked = createPlantModel(plant, keyOfSeed(1), { ...sampling, scalars_s: 1 });
  const leapt = createPlantModel(plant, keyOfSeed(1), sampling);
  const tick_s = medianCpu(() => ticked.advance(ticked.state.tick + 20 * TICK_S, []));
  const macro_s = medianCpu(() => leapt.advance(leapt.state.tick + MACRO_D * TICKS_A_DAY, []));
  const speed = (TRAINS * TICK_S * 20) / tick_s / 1e6;
  const c = referenceSpeed();
  const leaps = (TRAINS * MACRO_D * 144) / macro_s / 1e6;
  const ratio = (macro_s / (MACRO_D * TICKS_A_DAY)) * ((20 * TICK_S) / tick_s);
  return [
    {
      name: 'kernel: ticks, 60 trains',
      value: speed,
      unit: 'M train-steps/s',
      ratio: c === undefined ? null : speed / c,
      against: c === undefined ? null : 'C -O3',
    },
    {
      name: 'kernel: macro-steps of 10 min, 60 trains',
      value: leaps,
      unit: 'M train-steps/s',
      ratio: 1 / ratio,
      against: 'real time of ticks',
    },
    {
      name: 'kernel: 30 days of 60 trains',
      value: (30 / MACRO_D) * macro_s,
      unit: 's of CPU',
      ratio: null,
      against: null,
    },
  ];
}
