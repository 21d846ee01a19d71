/** The files that a graded run is written to: reports, and what it can be graded from again. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import { writeClaimLog } from '../referee/claim-log.js';
import type { Grade, GradeInput } from '../referee/grade.js';
import { writeTruth } from '../referee/truth-file.js';
import { htmlReport } from '../report/html.js';
import { junitReport } from '../report/junit.js';
import { summaryReport } from '../report/summary.js';
import type { Told } from '../report/worst-moment.js';
import { writeFile } from './written-files.js';

export interface ReportFlags {
  readonly junit?: string;
  readonly summary?: string;
  readonly html?: string;
}

export const addReportOptions = (command: Command): Command =>
  command
    .option('--junit <file>', 'JUnit report')
    .option('--summary <file>', 'Markdown report')
    .option('--html <file>', 'report as one page that needs nothing else');

export function writeReports(grades: readonly (Grade & Told)[], flags: ReportFlags): void {
  if (flags.junit !== undefined) writeFile(flags.junit, junitReport(grades));
  if (flags.summary !== undefined) writeFile(flags.summary, summaryReport(grades));
  if (flags.html !== undefined) writeFile(flags.html, htmlReport(grades));
}

export interface RecordFlags {
  readonly log?: string;
  readonly truth?: string;
}

/** Writes claims and truth; where a command makes several runs, the seed goes into the names. */
export function writeRecord(
  input: GradeInput,
  { log, truth }: RecordFlags,
  seed: number | undefined,
): void {
  if (log !== undefined) writeFile(named(log, seed), writeClaimLog(input.claims));
  if (truth !== undefined) writeFile(named(truth, seed), writeTruth(input));
}

/** `claims.ndjson` becomes `claims-7.ndjson`. */
function named(file: string, seed: number | undefined): string {
  if (seed === undefined) return file;
  const end = extname(file);
  return `${file.slice(0, file.length - end.length)}-${seed}${end}`;
}
