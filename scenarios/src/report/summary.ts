/** The report of runs as a page of Markdown, for a pull request or a CI job. */
import type { Grade } from '../referee/grade.js';
import { shown } from './table.js';

const wordOf = ({ passed, knownMiss }: Grade['requirements'][number]): string =>
  passed ? 'pass' : `**FAIL**${knownMiss === undefined ? '' : ` (known miss: ${knownMiss})`}`;

export function summaryReport(grades: readonly Grade[]): string {
  const lines = [
    '| scenario | seed | requirement | measured | limit | |',
    '|---|---|---|---|---|---|',
  ];
  for (const grade of grades) {
    for (const verdict of grade.requirements) {
      lines.push(
        `| ${grade.scenario} | ${grade.seed} | ${verdict.name} | ${shown(verdict.measured)} ` +
          `| ${verdict.limit} | ${wordOf(verdict)} |`,
      );
    }
    for (const why of grade.invalid) {
      lines.push(`| ${grade.scenario} | ${grade.seed} | run counts | ${why} | | **INVALID** |`);
    }
  }
  const passed = grades.filter((grade) => grade.passed).length;
  return [...lines, '', `${passed} of ${grades.length} runs passed.`, ''].join('\n');
}
