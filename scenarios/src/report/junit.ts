/** The report of runs as JUnit XML: a suite per run, a case per requirement. */
import type { Grade } from '../referee/grade.js';
import { shown } from './table.js';

export function junitReport(grades: readonly Grade[]): string {
  const suites = grades.map(suiteOf);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', '']
    .flat()
    .join('\n');
}

function suiteOf(grade: Grade): string {
  const invalid = grade.invalid.length > 0;
  const replay = `plant47 run ${grade.scenario} --seed ${grade.seed}`;
  const failures = grade.requirements.filter((verdict) => !verdict.passed && !invalid).length;
  const cases = grade.requirements.map((verdict) => {
    const name = attribute(`${verdict.name} ${verdict.limit}`);
    const open = `    <testcase classname="${attribute(grade.scenario)}" name="${name}"`;
    if (invalid) {
      const why = attribute(grade.invalid.join('; '));
      return `${open}>\n      <error message="${why}"/>\n    </testcase>`;
    }
    if (verdict.passed) return `${open}/>`;
    const capture = 'capture' in grade ? `\nwire: ${grade.capture}` : '';
    const known = verdict.knownMiss === undefined ? '' : `, known miss: ${verdict.knownMiss}`;
    const text = `measured ${shown(verdict.measured)}, limit ${verdict.limit}, seed ${grade.seed}${known}`;
    return (
      `${open}>\n      <failure message="${attribute(text)}">${attribute(replay)}${attribute(capture)}</failure>\n` +
      '    </testcase>'
    );
  });
  const name = attribute(`${grade.scenario} seed ${grade.seed}`);
  const count = grade.requirements.length;
  return [
    `  <testsuite name="${name}" tests="${count}" failures="${failures}" ` +
      `errors="${invalid ? count : 0}">`,
    '    <properties>',
    ...propertiesOf(grade),
    '    </properties>',
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function propertiesOf(grade: Grade): readonly string[] {
  const property = (name: string, value: number | string | null) =>
    `      <property name="${name}" value="${attribute(shown(value))}"/>`;
  return [
    property('simulatedSeconds', grade.simulatedSeconds),
    property('falseAlarms', grade.falseAlarms),
    property('machineMonths', grade.machineMonths),
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
