/** The tables of the report's page. */
import type { Confused } from '../referee/diagnosis-measures.js';
import type { Grade } from '../referee/grade.js';
import type { Measures } from '../referee/measures.js';
import type { Interval } from '../referee/statistics.js';
import { escaped } from './svg.js';
import { measuredText } from './table.js';
import { reasonClass } from './timeline-chart.js';

type Cell = string | { readonly html: string };

const cellText = (cell: Cell): string => (typeof cell === 'string' ? escaped(cell) : cell.html);

/** A table; columns whose head ends in `#` hold numbers. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const kind = heads.map((head) => (head.endsWith('#') ? ' class="num"' : ''));
  const names = heads.map((text) => text.replace(/#$/, ''));
  const cells = names.map((name, i) => `<th${kind[i]}>${escaped(name)}</th>`).join('');
  const head = names.some((name) => name !== '') ? `<tr>${cells}</tr>` : '';
  const body = rows.map(
    (row) => `<tr>${row.map((cell, i) => `<td${kind[i]}>${cellText(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table>${head}${body.join('')}</table></div>`;
}

export function requirementsTable({ requirements }: Grade): string {
  if (requirements.length === 0) return '<p class="soft">The scenario states none.</p>';
  return table(
    ['requirement', 'measured#', 'limit', ''],
    requirements.map((verdict) => [
      verdict.name,
      measuredText(verdict),
      verdict.limit,
      {
        html:
          `<span class="tag ${verdict.passed ? 'hit">pass' : 'false">FAIL'}</span>` +
          (verdict.knownMiss === undefined
            ? ''
            : ` <span class="soft">known miss: ${escaped(verdict.knownMiss)}</span>`),
      },
    ]),
  );
}

/** At most three figures: enough for a table that is looked at. */
function brief(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

export function faultsTable({ scoring, truth }: Grade): string {
  const rows = scoring.faults.map((fault) => {
    const record = truth.faults.find(({ id }) => id === fault.id);
    const place = `<span class="soft">${escaped(`${fault.asset} ${fault.component}`)}</span>`;
    const lead = fault.lead_h === null ? '–' : brief(fault.lead_h);
    return [
      { html: `${escaped(fault.mode)}<br>${place}` },
      brief(record?.onset_h ?? null),
      brief(record?.observable_h ?? null),
      brief(record?.failure_h ?? null),
      brief(fault.delay_h),
      { html: `${lead}<br><span class="soft">of ${brief(fault.required_h)}</span>` },
      fault.said === null ? (fault.counts ? 'missed' : 'not counted') : fault.said.first.fault,
      brief(fault.diagnosis),
      brief(fault.rul),
      brief(fault.chance),
    ];
  });
  const heads = ['fault', 'onset h#', 'observable#', 'failure#', 'delay#', 'lead#'];
  return table([...heads, 'named', 'diagnosis#', 'life#', 'chance#'], rows);
}

const EPISODES_MAX = 200;

export function episodesTable({ episodes }: Grade): string {
  const rows = episodes
    .slice(0, EPISODES_MAX)
    .map(({ asset, component, from_h, to_h, fault, reason, stale }) => [
      {
        html:
          `<span class="tag ${reasonClass({ reason })}">${reason}</span>` +
          (stale ? ' <span class="tag">STALE</span>' : ''),
      },
      asset,
      component,
      fault,
      brief(from_h),
      to_h === null ? 'stands' : brief(to_h),
    ]);
  const more = episodes.length - rows.length;
  return (
    table(['reason', 'asset', 'component', 'first named', 'from h#', 'to h#'], rows) +
    (more > 0 ? `<p class="soft">and ${more} more</p>` : '')
  );
}

/** Rows are what was wrong, columns what was said. */
export function confusionTable(confused: readonly Confused[]): string {
  if (confused.length === 0) return '<p class="soft">No fault counts.</p>';
  const order = (a: string, b: string): number => Number(isWord(a)) - Number(isWord(b));
  const truths = [...new Set(confused.map(({ truth }) => truth))];
  const words = [...new Set(confused.map(({ said }) => said))].sort(
    (a, b) => order(a, b) || (a < b ? -1 : 1),
  );
  const most = confused.reduce((largest, { count }) => Math.max(largest, count), 1);
  const rows = truths.map((truth) => {
    const cells = words.map((said) => {
      const cell = confused.find((one) => one.truth === truth && one.said === said);
      const count = cell?.count ?? 0;
      const heat =
        count === 0 ? '' : ` style="background:rgba(var(--heat),${heatOf(count, most)})"`;
      const right = truth === said || (count > 0 && cell?.right === count) ? ' right' : '';
      return `<td><div class="cell${right}"${heat}>${count || ''}</div></td>`;
    });
    return `<tr><td class="name">${escaped(truth)}</td>${cells.join('')}</tr>`;
  });
  const head = words.map((word) => `<th>${escaped(word).replace('.', '.<wbr>')}</th>`).join('');
  return (
    `<div class="wide"><table class="matrix"><tr><th></th>${head}</tr>` +
    `${rows.join('')}</table></div>`
  );
}

const isWord = (said: string): boolean => said === 'unknown' || said === 'missed';
const heatOf = (count: number, most: number): string => (0.15 + (0.55 * count) / most).toFixed(2);

/** `0.83 (0.51–0.97)`. */
export const interval = ({ value, low, high }: Interval): string =>
  value === null ? '–' : `${brief(value)} (${brief(low)}–${brief(high)})`;

/** Every measure, in groups. */
export function measuresTable(measures: Measures): string {
  const { detection, calls, diagnosis, rul, operations } = measures;
  const { delay_h, lead_h } = detection;
  const group = (title: string, rows: readonly (readonly [string, string])[]): string =>
    `<div><h3>${title}</h3>${table(['', '#'], rows)}</div>`;
  return `<div class="two">${[
    group('Detection', [
      ['recall', `${interval(detection.recall)} of ${detection.faults}`],
      ['undetectable, left out', brief(detection.undetectable)],
      ['episode precision, F1', `${interval(detection.precision)}, ${brief(detection.f1)}`],
      ['delay from observable, median and P90, h', two(delay_h.median, delay_h.p90)],
      ['lead, median and least, h', two(lead_h.median, lead_h.least)],
      ['lead, share of life, median', brief(detection.leadOfLife)],
      ['windowed score (NAB style)', brief(detection.nab)],
    ]),
    group('Remaining life', [
      ...rul.alphaLambda.map(
        ({ lambda, passed }) => [`α–λ at λ = ${lambda}`, interval(passed)] as const,
      ),
      ['prognostic horizon, median, h', brief(rul.horizon_h)],
      [`P10–P90 coverage of ${rul.reads} reads`, interval(rul.coverage)],
      ['error of P50, mean and r.m.s., % of life', two(rul.mae, rul.rmse)],
      ['CRPS, h; asymmetric score', two(rul.crps_h, rul.cmapss)],
    ]),
    group('Calls', [
      ['false alarms a machine-year', interval(calls.perMachineYear)],
      [`precision at ${calls.baseRate} faults a machine-year`, interval(calls.precision)],
      ['machine-years', brief(calls.machineYears)],
    ]),
    group('Diagnosis', [
      ['right name first', interval(diagnosis.top1)],
      ['right name among three', interval(diagnosis.top3)],
      ['macro F1', brief(diagnosis.macroF1)],
      ['Brier score, calibration error', two(diagnosis.brier, diagnosis.ece)],
    ]),
    group('Operations', [
      ['alarms per 10 min, mean and most', two(operations.perTen, operations.worstTen)],
      ['floods, chattering', two(operations.floods, operations.chattering)],
      ['chatter, stale', two(operations.chatter, operations.stale)],
      ['standing over a day', brief(operations.overADay)],
      ['availability', brief(operations.availability)],
    ]),
  ].join('')}</div>`;
}

const two = (a: number | null, b: number | null): string => `${brief(a)}, ${brief(b)}`;
