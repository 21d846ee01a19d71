/** The report of a run as a terminal shows it. */
import type { Composite, CompositeParts } from '../referee/composite.js';
import type { Grade } from '../referee/grade.js';
import type { Measures } from '../referee/measures.js';
import type { Interval } from '../referee/statistics.js';
import { columns, measuredText, shown } from './table.js';

/** The report's text, lines without an end. */
export function terminalReport(grade: Grade): string {
  const days = shown(grade.simulatedSeconds / 86_400);
  const lines = [`${grade.scenario}  seed ${grade.seed}  ${days} days`, ''];
  for (const fault of grade.truth.faults) {
    lines.push(`fault     ${fault.mode} on ${fault.asset} ${fault.component}`);
    lines.push(
      `          onset ${shown(fault.onset_h)} h, observable ${shown(fault.observable_h)} h ` +
        `(${grade.observableBasis}), failure ${shown(fault.failure_h)} h`,
    );
  }
  for (const found of grade.detections) {
    lines.push(
      `detected  ${found.asset} ${found.component} ${found.mode} p ${shown(found.p)} at ` +
        `${shown(found.at_h)} h, lead ${shown(found.lead_h)} h, ` +
        `${found.correct ? 'right' : 'not right'}`,
    );
  }
  for (const sample of grade.rul) {
    const claim =
      sample.status === 'ok'
        ? `${shown(sample.p50_h)} h (P10 ${shown(sample.p10_h)}, P90 ${shown(sample.p90_h)})`
        : 'unavailable';
    lines.push(`life      ${shown(sample.hoursLeft)} h left: ${claim}`);
  }
  const rate = shown(grade.falseAlarmsPerMachineMonth);
  lines.push(
    `false     ${grade.falseAlarms} in ${shown(grade.machineMonths)} machine-months, ` +
      `${rate} a month`,
  );
  for (const episode of grade.falseAlarmEpisodes) {
    lines.push(
      `          ${episode.asset} ${episode.component} ${episode.fault} ` +
        `${shown(episode.from_h)}–${episode.to_h === null ? 'end' : shown(episode.to_h)} h`,
    );
  }
  lines.push('');
  const rows = grade.requirements.map((verdict) => [
    verdict.passed ? 'pass' : 'FAIL',
    verdict.name,
    measuredText(verdict),
    verdict.limit,
    verdict.knownMiss === undefined ? '' : `known miss: ${verdict.knownMiss}`,
  ]);
  lines.push(...columns(rows));
  for (const why of grade.invalid) lines.push(`invalid   ${why}`);
  lines.push('', ...scoreLines(grade.composite), '', ...measureLines(grade.measures));
  return [...lines, '', verdictOf(grade)].join('\n');
}

/** The score with its parts and its formula; also of several runs together. */
export function scoreLines({ score, parts, weights, formula }: Composite): readonly string[] {
  const part = (name: keyof CompositeParts): string =>
    `${name} ${points(parts[name])} of ${points(weights[name])}`;
  const names = ['detection', 'falseAlarms', 'diagnosis', 'rul'] as const;
  if (score === null) return ['score     none: no fault counts'];
  return [
    `score     ${points(score)} of 100`,
    `          ${names.map(part).join(', ')}`,
    ...formula.split('\n').map((text) => `          ${text}`),
  ];
}

const points = (value: number): string => (Math.round(10 * value) / 10).toFixed(1);

function measureLines({ detection, calls, diagnosis, rul }: Measures): readonly string[] {
  const rate = `calls     ${spread(calls.perMachineYear)} false a machine-year`;
  if (detection.faults === 0) return [rate];
  const lines = [
    `recall    ${spread(detection.recall)} of ${detection.faults}, delay ` +
      `${shown(detection.delay_h.median)} h median, ${shown(detection.delay_h.p90)} h P90`,
    `${rate}, precision ${spread(calls.precision)} at ${calls.baseRate} faults a machine-year`,
    `named     ${spread(diagnosis.top1)} first, ${spread(diagnosis.top3)} among three, ` +
      `Brier ${shown(diagnosis.brier)}, ECE ${shown(diagnosis.ece)}`,
  ];
  if (rul.reads === 0) return lines;
  const lambdas = rul.alphaLambda.map(({ lambda, passed }) => `${lambda}: ${shown(passed.value)}`);
  return [
    ...lines,
    `forecast  P10–P90 covers ${spread(rul.coverage)}, CRPS ${shown(rul.crps_h)} h, ` +
      `horizon ${shown(rul.horizon_h)} h, α–λ ${lambdas.join(', ')}`,
  ];
}

const spread = ({ value, low, high }: Interval): string =>
  value === null ? 'none' : `${shown(value)} (${shown(low)}–${shown(high)})`;

function verdictOf(grade: Grade): string {
  if (grade.undecided) return 'UNDECIDED: the run ended before the failure that it waits for';
  if (grade.invalid.length > 0) return 'DOES NOT COUNT';
  return grade.passed ? 'PASSED' : 'FAILED';
}
