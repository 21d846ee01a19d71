/** The report of runs as JUnit XML: a suite per run, a case per requirement. */
import type { Grade } from '../referee/grade.js';
import type { Verdict } from '../referee/requirements.js';
import { measuredText, shown } from './table.js';
import type { Told } from './worst-moment.js';

export function junitReport(grades: readonly (Grade & Told)[]): string {
  const suites = grades.map(suiteOf);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', '']
    .flat()
    .join('\n');
}

/** A test case before it is written. */
interface Case {
  readonly name: string;
  readonly passed: boolean;
  readonly measured: string;
  readonly limit: string;
  /** Why the miss is known. */
  readonly known?: string | undefined;
  /** Why it is left out; undefined where it is not. */
  readonly skipped?: string;
}

function suiteOf(grade: Grade & Told): string {
  const invalid = grade.invalid.length > 0;
  const cases = grade.requirements.flatMap((verdict) => casesOf(grade, verdict));
  const failures = cases.filter((one) => !one.passed && !one.skipped && !invalid).length;
  const skipped = invalid ? 0 : cases.filter((one) => one.skipped !== undefined).length;
  const name = attribute(`${grade.scenario} seed ${grade.seed}`);
  return [
    `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" ` +
      `errors="${invalid ? cases.length : 0}"${skipped > 0 ? ` skipped="${skipped}"` : ''}>`,
    '    <properties>',
    ...propertiesOf(grade),
    '    </properties>',
    ...cases.map((one) => caseText(grade, one)),
    '  </testsuite>',
  ].join('\n');
}

/** One case a requirement; where it asks something of each of several faults, one a fault. */
function casesOf(grade: Grade, verdict: Verdict): Case[] {
  const { name, metric, passed, limit, faults, knownMiss: known } = verdict;
  const measured = measuredText(verdict);
  if (faults === undefined) return [{ name: `${name} ${limit}`, passed, measured, limit, known }];
  return faults.map((one) => {
    const fault = grade.scoring.faults.find(({ id }) => id === one.id);
    const place = `${fault?.asset}.${fault?.component} ${fault?.mode}`;
    const each = measuredText({ metric, measured: one.measured, limit });
    const own = { name: `${place}: ${name} ${limit}`, measured: each, limit, known };
    const none = fault?.undetectable && !fault.found;
    return {
      ...own,
      passed: one.passed,
      ...(none && !one.passed && { skipped: 'no ideal reader could have told it in time' }),
    };
  });
}

function caseText(
  grade: Grade & Told,
  { name, passed, measured, limit, known, skipped }: Case,
): string {
  const { scenario, seed, invalid } = grade;
  const open = `    <testcase classname="${attribute(scenario)}" name="${attribute(name)}"`;
  const inside = (text: string): string => `${open}>\n      ${text}\n    </testcase>`;
  if (invalid.length > 0) return inside(`<error message="${attribute(invalid.join('; '))}"/>`);
  if (skipped !== undefined) return inside(`<skipped message="${attribute(skipped)}"/>`);
  if (passed) return `${open}/>`;
  const miss = known === undefined ? '' : `, known miss: ${known}`;
  const text = `measured ${measured}, limit ${limit}, seed ${seed}${miss}`;
  const capture = 'capture' in grade ? `\nwire: ${grade.capture}` : '';
  const own =
    'run' in grade ? `plant47 replay ${grade.run}` : `plant47 run ${scenario} --seed ${seed}`;
  const replay = grade.again ?? own;
  return inside(
    `<failure message="${attribute(text)}">${attribute(replay)}${attribute(capture)}</failure>`,
  );
}

function propertiesOf(grade: Grade): readonly string[] {
  const property = (name: string, value: number | string | null) =>
    `      <property name="${name}" value="${attribute(shown(value))}"/>`;
  const { composite, measures } = grade;
  const { detection, calls, diagnosis, rul } = measures;
  return [
    property('simulatedSeconds', grade.simulatedSeconds),
    property('falseAlarms', grade.falseAlarms),
    property('machineMonths', grade.machineMonths),
    property('score', composite.score),
    ...Object.entries(composite.parts).map(([name, value]) => property(`score ${name}`, value)),
    property('recall', detection.recall.value),
    property('delay_h median', detection.delay_h.median),
    property('falseAlarms a machine-year', calls.perMachineYear.value),
    property('falseAlarms a machine-year, upper', calls.perMachineYear.high),
    property('precision at base rate', calls.precision.value),
    property('top1', diagnosis.top1.value),
    property('ece', diagnosis.ece),
    property('coverage P10-P90', rul.coverage.value),
    property('crps_h', rul.crps_h),
    ...grade.detections.map((found) => property(`lead_h ${found.asset}`, found.lead_h)),
    ...grade.rul.map((sample) =>
      property(`p50_h at ${shown(sample.hoursLeft)} h ${sample.asset}`, sample.p50_h),
    ),
  ];
}

/** Text safe inside an XML attribute or element; control characters are not allowed in XML 1.0. */
function attribute(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32) return ' ';
    return ESCAPES[character] ?? character;
  }).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
