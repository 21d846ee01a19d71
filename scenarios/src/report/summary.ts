/** The report of runs as a page of Markdown, for a pull request or a CI job. */
import { type CompositeParts, composite } from '../referee/composite.js';
import type { Grade } from '../referee/grade.js';
import { measuresOf } from '../referee/measures.js';
import type { Interval } from '../referee/statistics.js';
import { measuredText, shown } from './table.js';

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
        `| ${grade.scenario} | ${grade.seed} | ${verdict.name} | ${measuredText(verdict)} ` +
          `| ${verdict.limit} | ${wordOf(verdict)} |`,
      );
    }
    for (const why of grade.invalid) {
      lines.push(`| ${grade.scenario} | ${grade.seed} | run counts | ${why} | | **INVALID** |`);
    }
  }
  if (grades.length > 0) lines.push('', ...scoreTable(grades));
  const passed = grades.filter((grade) => grade.passed).length;
  return [...lines, '', `${passed} of ${grades.length} runs passed.`, ''].join('\n');
}

/** The score with its parts, of all runs together, and its formula folded away. */
function scoreTable(grades: readonly Grade[]): readonly string[] {
  const { score, parts, weights, formula } = composite(grades);
  const part = (name: keyof CompositeParts): string =>
    score === null ? '–' : `${tenth(parts[name])} of ${tenth(weights[name])}`;
  const { detection, calls } = measuresOf(grades);
  const spread = ({ value, low, high }: Interval): string =>
    value === null ? 'none' : `${shown(value)} (${shown(low)}–${shown(high)})`;
  return [
    '| score | detection | false alarms | diagnosis | remaining life | recall | false a machine-year |',
    '|---|---|---|---|---|---|---|',
    `| **${score === null ? 'none' : tenth(score)}** | ${part('detection')} ` +
      `| ${part('falseAlarms')} | ${part('diagnosis')} | ${part('rul')} ` +
      `| ${spread(detection.recall)} | ${spread(calls.perMachineYear)} |`,
    ...(score === null ? [] : folded(formula)),
  ];
}

const tenth = (points: number): number => Math.round(10 * points) / 10;

const folded = (formula: string): readonly string[] => [
  '',
  '<details><summary>formula</summary>',
  '',
  '```',
  formula,
  '```',
  '',
  '</details>',
];
