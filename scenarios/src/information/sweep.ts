/** Detectability over severity, load, noise and sampling: observable-from, cell by cell. */
import { type Issue, PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import { informationNeeded } from '../referee/observable.js';
import type { Definition } from '../runner/definition.js';
import { visibilityOf } from './visibility.js';

/** What can be swept; sampling in seconds, load as flow over rated flow, noise as a multiple. */
export const SWEPT = ['severity', 'load', 'noise', 'sampling'] as const;
export type Swept = (typeof SWEPT)[number];

export interface Axis {
  readonly name: Swept;
  readonly values: readonly number[];
}

export interface Cell {
  readonly at: Readonly<Partial<Record<Swept, number>>>;
  readonly fault: string;
  readonly asset: string;
  readonly component: string;
  readonly detectable: boolean;
  /** From onset to observable-from, h; null = not within the scenario. */
  readonly delay_h: number | null;
}

const CELLS_MAX = 500;
const HOUR_S = 3600;

/** Every combination of the axes' values. Throws E_SWEEP_SIZE. */
export function cellsOf(axes: readonly Axis[]): readonly Cell['at'][] {
  let cells: readonly Cell['at'][] = [{}];
  for (const { name, values } of axes) {
    cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value })));
  }
  if (cells.length <= CELLS_MAX) return cells;
  const issue: Issue = {
    code: 'E_SWEEP_SIZE',
    path: '--over',
    message: `these axes have too many cells (${cells.length})`,
    remedy: `take at most ${CELLS_MAX}`,
  };
  throw new PlantError([issue]);
}

/** The cells of one combination: one a fault of the scenario. `define` reads the scenario anew. */
export function sweepCell(
  define: (scalars_s: number | undefined) => Definition,
  at: Cell['at'],
): readonly Cell[] {
  const definition = define(at.sampling);
  const { plant, key, sampling, scenario, faults } = definition;
  const assets = [...new Set(faults.map(({ asset }) => asset))];
  const loads = at.load === undefined ? [] : assets.map((asset, i) => loadAt(asset, at.load, i));
  const inputs = [...loads, ...definition.inputs.map((input) => scaled(input, at.severity))];
  const macro_s = scenario.macro;
  const run = { plant, key, sampling, inputs, until_s: scenario.duration, macro_s };
  const needed = informationNeeded(sampling.scalars_s);
  return faults.map(({ id, asset, component, mode }): Cell => {
    const seen = visibilityOf(run, id, { needed, noise: at.noise ?? 1, untilObservable: true });
    const from_s = seen?.observable_s ?? null;
    const delay_h = from_s === null ? null : (from_s - (seen?.onset_s ?? 0)) / HOUR_S;
    return { at, fault: mode, asset, component, detectable: delay_h !== null, delay_h };
  });
}

/** Demand set by hand at the start of the run. */
function loadAt(asset: string, value: number | undefined, seq: number): Input {
  const command = { type: 'action', asset, component: 'train', action: 'load' } as const;
  return {
    tick: 0,
    source: 'sweep',
    seq,
    command: { ...command, ...(value === undefined ? {} : { value }) },
  };
}

function scaled(input: Input, severity: number | undefined): Input {
  const { command } = input;
  if (severity === undefined || command.type !== 'fault') return input;
  return { ...input, command: { ...command, severity } };
}
