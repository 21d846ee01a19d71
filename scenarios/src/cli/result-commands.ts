/** plant47 verify, compare, leaderboard: what is done with the result files of exams. */
import { readFileSync } from 'node:fs';
import { formatIssue, PlantError } from '@plant47/contract';
import type { Command } from 'commander';
import { compare } from '../exam/compare.js';
import { comparisonText } from '../exam/exam-text.js';
import { entriesOf, leaderboardPage } from '../exam/leaderboard.js';
import { parseResult } from '../exam/result.js';
import { verify } from '../exam/verify.js';
import { shown } from '../report/table.js';
import { examFingerprint } from '../runner/places.js';
import { jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { writeFile } from './written-files.js';

/** Adds the commands. */
export function addResultCommands(program: Command): void {
  program
    .command('verify <result>')
    .description("runs and grades an exam's worlds again and compares every byte of its result")
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 verify results/smoke-mine-1a2b3c4d.json')
    .action(verifyCommand);
  program
    .command('compare <a> <b>')
    .description('the difference of two results of the same worlds, by the paired bootstrap')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 compare engine.json threshold.json')
    .action(compareCommand);
  program
    .command('leaderboard <dir>')
    .description('one static page from a folder of result files, each verified anew')
    .option('--out <file>', 'where the page goes', 'leaderboard.html')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 leaderboard results --out index.html')
    .action(leaderboardCommand);
}

interface Flags {
  readonly json?: JsonFlag;
}

function verifyCommand(file: string, flags: Flags): void {
  const output = openOutput(flags.json);
  const { verified, why, result } = verify(textOf(file), file, {
    code: examFingerprint(),
    onWorld: (world, of) => output.progress(`world ${world} of ${of}`, (world - 1) / of),
  });
  const { team, suite, how, score } = result;
  if (verified) output.say(`verified: ${team}, suite ${suite}, ${how}, score ${shown(score)}`);
  for (const issue of why) output.warn(formatIssue(issue));
  output.result({ verified, why, team, suite, how, score });
  process.exitCode = verified ? 0 : 1;
}

function compareCommand(a: string, b: string, flags: Flags): void {
  const output = openOutput(flags.json);
  const comparison = compare(parseResult(textOf(a), a), parseResult(textOf(b), b));
  output.say(comparisonText(comparison));
  output.result(comparison);
}

function leaderboardCommand(folder: string, flags: Flags & { readonly out: string }): void {
  const output = openOutput(flags.json);
  const entries = entriesOf(folder, {
    code: examFingerprint(),
    onRefused: (_file, { issues }) => output.warn(issues.map(formatIssue).join('\n')),
  });
  writeFile(flags.out, leaderboardPage(entries));
  output.say(`${entries.length} results in ${flags.out}`);
  output.result(
    entries.map(({ file, verified, free, result }) => {
      const { team, suite, score, how, sealed } = result;
      return { file, team, suite, score, how, sealed, free, verified };
    }),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    const remedy = 'name a result file of `plant47 exam --out`';
    throw new PlantError([{ code: 'E_NO_FILE', path: file, message, remedy }]);
  }
}
