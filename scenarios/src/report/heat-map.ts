/** A detectability map as one page without any request: rows and columns are the first two axes. */
import type { Axis, Cell } from '../information/sweep.js';
import { shown } from './table.js';

export interface HeatMap {
  readonly title: string;
  readonly seed: number;
  readonly axes: readonly Axis[];
  readonly cells: readonly Cell[];
}

const STYLE = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}
table{border-collapse:separate;border-spacing:3px}
th{font-weight:500;padding:.35rem .7rem;text-align:right}
td{min-width:5.5rem;padding:.6rem .7rem;text-align:center;border-radius:4px;color:#10151c;
font-variant-numeric:tabular-nums}
td.never{background:#8a909a;color:#fff}p{color:#6a7280}`;

/** The page; equal maps give equal bytes. */
export function heatMapPage({ title, seed, axes, cells }: HeatMap): string {
  const longest = cells.reduce((most, { delay_h }) => Math.max(most, delay_h ?? 0), 1);
  const [column, row, ...others] = axes;
  const faults = [...new Set(cells.map(faultOf))];
  const groups = [...new Set(cells.map((cell) => groupOf(cell, others)))];
  const tables = faults.flatMap((fault) =>
    groups.map((group) => {
      const part = cells.filter(
        (cell) => faultOf(cell) === fault && groupOf(cell, others) === group,
      );
      const heading = `<h2>${escaped(fault)}${group === '' ? '' : `, ${escaped(group)}`}</h2>`;
      return heading + tableOf(part, column, row, longest);
    }),
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Detectability: ${escaped(title)}</title><style>${STYLE}</style>
<h1>Detectability of ${escaped(title)}, seed ${seed}</h1>
<p>Hours from the fault's onset until the published points suffice to tell it, at best.
Grey: never within the scenario.</p>
${tables.join('\n')}
</html>
`;
}

function faultOf({ fault, asset, component }: Cell): string {
  return `${fault} of ${asset} ${component}`;
}

function groupOf({ at }: Cell, others: readonly Axis[]): string {
  return others.map(({ name }) => `${name} ${axisLabel(name, at[name])}`).join(', ');
}

function tableOf(
  cells: readonly Cell[],
  column: Axis | undefined,
  row: Axis | undefined,
  longest: number,
): string {
  const columnsOf = column?.values ?? [Number.NaN];
  const rowsOf = row?.values ?? [Number.NaN];
  const at = (x: number, y: number): Cell | undefined =>
    cells.find(
      (cell) =>
        (column === undefined || cell.at[column.name] === x) &&
        (row === undefined || cell.at[row.name] === y),
    );
  const head = columnsOf
    .map(
      (x) => `<th scope="col">${column ? `${column.name} ${axisLabel(column.name, x)}` : ''}</th>`,
    )
    .join('');
  const body = rowsOf.map((y) => {
    const label = row ? `${row.name} ${axisLabel(row.name, y)}` : '';
    const line = columnsOf.map((x) => tdOf(at(x, y), longest)).join('');
    return `<tr><th scope="row">${label}</th>${line}</tr>`;
  });
  return `<table><tr><th></th>${head}</tr>${body.join('')}</table>`;
}

/** From pale (at once) to deep orange (late), by the logarithm of the delay. */
function tdOf(cell: Cell | undefined, longest: number): string {
  const delay = cell?.delay_h;
  if (delay === null || delay === undefined) return '<td class="never">never</td>';
  const share = Math.log1p(delay) / Math.log1p(longest);
  const colour = `hsl(${Math.round(165 - 140 * share)} 62% ${Math.round(78 - 14 * share)}%)`;
  return `<td style="background:${colour}">${shown(delay)} h</td>`;
}

/** A value of an axis as people read it. */
export function axisLabel(name: Axis['name'], value: number | undefined): string {
  if (value === undefined) return '';
  if (name !== 'sampling') return shown(value);
  return value % 60 === 0 ? `${value / 60} min` : `${value} s`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
