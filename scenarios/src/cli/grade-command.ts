/** plant47 grade: recorded claims against a recorded truth, without a plant. */
import { readFileSync } from 'node:fs';
import { PlantError } from '@plant47/contract';
import type { Command } from 'commander';
import { type ClaimLog, readClaimLog } from '../referee/claim-log.js';
import { exitCodeOf, type Grade } from '../referee/grade.js';
import { gradeLog, readTruth } from '../referee/truth-file.js';
import { terminalReport } from '../report/terminal.js';
import { jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { addReportOptions, type ReportFlags, writeReports } from './report-files.js';

interface GradeFlags extends ReportFlags {
  readonly truth: string;
  readonly team?: string;
  readonly json?: JsonFlag;
}

/** Adds the command. */
export function addGradeCommand(program: Command): void {
  const command = program
    .command('grade <log>')
    .description('grade recorded claims: one JSON record {team, arrivedTs, claim} a line')
    .requiredOption('--truth <file>', 'truth of the run, as `run --truth` writes it')
    .option('--team <name>', 'the claims of this team alone')
    .addOption(jsonOption());
  addReportOptions(command)
    .addHelpText('after', '\nExample:\n  plant47 grade claims.ndjson --truth truth.json')
    .action(gradeCommand);
}

function gradeCommand(file: string, flags: GradeFlags): void {
  const output = openOutput(flags.json);
  const [log, truth] = bothOf(
    () => readClaimLog(textOf(file), file),
    () => readTruth(textOf(flags.truth), flags.truth),
  );
  const graded = gradeLog(log, truth, flags.team);
  output.say(terminalReport(graded));
  output.result(documentOf(graded, truth.run, flags.team ?? teamsOf(log)));
  writeReports([graded], flags);
  process.exitCode = exitCodeOf(graded);
}

/** The run's grade with the head of an exam's result: a log is an exam of one run. */
function documentOf(graded: Grade, run: string, team: string) {
  const { scenario, seed, composite } = graded;
  const { score, parts } = composite;
  const scenarios = [{ scenario, seed, run, grade: graded }];
  return { suite: scenario, team, score, parts, scenarios, ...graded };
}

/** Who claims in the log, by commas. */
const teamsOf = ({ claims }: ClaimLog): string =>
  [...new Set(claims.map(({ team }) => team ?? ''))].sort((a, b) => (a < b ? -1 : 1)).join(',');

/** Reads both files; what is wrong with either is told at once. */
function bothOf<A, B>(readA: () => A, readB: () => B): readonly [A, B] {
  let a: A;
  try {
    a = readA();
  } catch (error) {
    if (!(error instanceof PlantError)) throw error;
    try {
      readB();
    } catch (other) {
      if (other instanceof PlantError) throw new PlantError([...error.issues, ...other.issues]);
    }
    throw error;
  }
  return [a, readB()];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new PlantError([
      {
        code: 'E_NO_FILE',
        path: file,
        message: 'the file cannot be read',
        remedy: 'give the path of a file that exists',
      },
    ]);
  }
}
