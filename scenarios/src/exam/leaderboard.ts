/** A leaderboard: a folder of result files as one static page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, PlantError } from '@plant47/contract';
import { shown } from '../report/table.js';
import type { SealedResult } from './result.js';
import { type VerifyOptions, verify } from './verify.js';

export interface Entry {
  readonly file: string;
  readonly result: SealedResult;
  readonly verified: boolean;
  /** Why it is not verified. */
  readonly why: readonly Issue[];
  /** True where it ran free: ranked apart. */
  readonly free: boolean;
}

export interface LeaderboardOptions extends VerifyOptions {
  /** A file calls itself a result and cannot be read as one. */
  readonly onRefused: (file: string, error: PlantError) => void;
}

/** Every result file of a folder, the best first; files that are no results are left out. */
export function entriesOf(folder: string, options: LeaderboardOptions): readonly Entry[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => (a < b ? -1 : 1));
  const entries = names.flatMap((file): Entry[] => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes('"plant47/result/1"')) return [];
    try {
      const { result, verified, why } = verify(text, file, options);
      const free = result.scenarios.some(({ mode }) => mode === 'F');
      return [{ file, result, verified, why, free }];
    } catch (error) {
      if (!(error instanceof PlantError)) throw error;
      options.onRefused(file, error);
      return [];
    }
  });
  return entries.sort(
    (a, b) =>
      Number(a.free) - Number(b.free) ||
      Number(b.verified) - Number(a.verified) ||
      (b.result.score ?? 0) - (a.result.score ?? 0),
  );
}

const HEAD = ['', 'team', 'suite', 'score', 'detection', 'false alarms', 'diagnosis', 'RUL'];
const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}' +
  'td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #bbb}' +
  'td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}small{color:#555}pre{white-space:pre-wrap}';

/** The page; equal results give equal bytes. */
export function leaderboardPage(entries: readonly Entry[]): string {
  const ranked = entries.filter(({ free }) => !free);
  const free = entries.filter((entry) => entry.free);
  const formula = entries[0]?.result.composite.formula ?? '';
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width"><title>plant47 leaderboard</title>',
    `<style>${STYLE}</style></head><body><h1>Leaderboard</h1>`,
    tableOf('Lock-step', ranked),
    free.length > 0 ? tableOf('Free run', free) : '',
    `<h2>Score</h2><pre>${escaped(formula)}</pre></body></html>\n`,
  ].join('\n');
}

function tableOf(title: string, entries: readonly Entry[]): string {
  const head = [...HEAD, 'worlds', 'how', 'check'];
  const cells = head.map((name, i) => `<th${i >= 3 && i <= 8 ? ' class="n"' : ''}>${name}</th>`);
  const rows = entries.map((entry, i) => rowOf(entry, i + 1));
  return `<h2>${title}</h2><table><tr>${cells.join('')}</tr>${rows.join('\n')}</table>`;
}

function rowOf({ result, verified, why, file }: Entry, place: number): string {
  const { parts, composite, team, suite, score, how, sealed, scenarios } = result;
  const part = (name: keyof typeof parts): string =>
    `<td class="n">${shown(parts[name])} <small>/ ${shown(composite.weights[name])}</small></td>`;
  const check = verified
    ? 'verified'
    : `unverified <small>${escaped(why.map(({ code }) => code).join(', '))}</small>`;
  return [
    `<tr><td>${verified ? place : ''}</td><td title="${escaped(file)}">${escaped(team)}</td>`,
    `<td>${escaped(suite)}</td><td class="n">${shown(score)}</td>`,
    part('detection'),
    part('falseAlarms'),
    part('diagnosis'),
    part('rul'),
    `<td class="n">${scenarios.length}</td><td>${how}${sealed ? ', sealed' : ', public'}</td>`,
    `<td>${check}</td></tr>`,
  ].join('');
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
