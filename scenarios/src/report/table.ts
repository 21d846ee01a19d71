/** Numbers and columns as people read them; equal inputs give equal text. */
import type { Verdict } from '../referee/requirements.js';

/** A number in at most four figures, a truth value in words. */
export function shown(value: number | boolean | string | null): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** Metrics that are told in seconds of their limit's clock; the others are in hours. */
const IN_SECONDS = ['poll-interval', 'recovers-within', 'flags-bad-quality'];

/** What a requirement measured, with its unit where the limit is a duration. */
export function measuredText(verdict: Pick<Verdict, 'metric' | 'measured' | 'limit'>): string {
  const { metric, measured, limit } = verdict;
  const text = shown(measured);
  if (typeof measured !== 'number' || !/ (wall|sim)\b/.test(limit)) return text;
  return `${text} ${IN_SECONDS.includes(metric) ? 's' : 'h'}`;
}

/** Rows in columns, two spaces apart, no space at the end of a line. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
