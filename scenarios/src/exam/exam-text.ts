/** An exam's result and a comparison as a terminal shows them. */
import { composite } from '../referee/composite.js';
import { findLeak, leakLine } from '../referee/leak.js';
import { columns, shown } from '../report/table.js';
import type { Comparison } from './compare.js';
import type { SealedResult, WorldRecord } from './result.js';

const PARTS = ['detection', 'falseAlarms', 'diagnosis', 'rul'] as const;

/** One line for a world that has just been run. */
export function worldLine(record: WorldRecord, of: number): string {
  const { grade, world, scenario, mode, wallSeconds } = record;
  const { score } = composite([grade]);
  const found = `${grade.detections.length} of ${grade.truth.faults.length} found`;
  return (
    `world ${world} of ${of}  ${scenario}  mode ${mode}  score ${shown(score)}  ${found}, ` +
    `${grade.falseAlarms} false alarms  ${shown(wallSeconds)} s`
  );
}

/** The result with its parts and formula. */
export function examText(result: SealedResult): string {
  const { composite: total, scenarios, team, suite, how, sealed } = result;
  const leak = leakLine(findLeak(scenarios.map(({ grade }) => grade)));
  const free = scenarios.some(({ mode }) => mode === 'F');
  const rows = scenarios.map((record) => {
    const { score, parts } = composite([record.grade]);
    const cells = PARTS.map((part) => shown(parts[part]));
    return [`${record.world}`, record.scenario, shown(score), ...cells];
  });
  return [
    `${team}  suite ${suite}  ${how}, ${sealed ? 'sealed' : 'public seeds'}` +
      `${free ? ', free run: ranked apart' : ', lock-step'}`,
    '',
    ...columns([['world', 'scenario', 'score', ...PARTS], ...rows]),
    '',
    `score ${shown(total.score)} of 100`,
    ...PARTS.map(
      (part) => `  ${part} ${shown(total.parts[part])} of ${shown(total.weights[part])}`,
    ),
    '',
    total.formula,
    ...(leak === undefined ? [] : ['', leak]),
  ].join('\n');
}

/** The comparison with both scores, the difference and its interval. */
export function comparisonText(comparison: Comparison): string {
  const { a, b, worlds, scoreA, scoreB, difference, interval, perWorld } = comparison;
  const rows = perWorld.map((one) => [`${one.world}`, one.scenario, shown(one.a), shown(one.b)]);
  const range = interval === null ? 'none' : `${shown(interval[0])} to ${shown(interval[1])}`;
  return [
    ...columns([['world', 'scenario', a, b], ...rows]),
    '',
    `${a} ${shown(scoreA)}, ${b} ${shown(scoreB)} on ${worlds} worlds`,
    `difference ${shown(difference)}, 95 % interval ${range} (paired bootstrap over worlds)`,
  ].join('\n');
}
