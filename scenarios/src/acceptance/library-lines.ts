/** The lines of a library's acceptance: the whole engine as stated, the crippled ones not. */
import { shown } from '../report/table.js';
import type { Line } from './pool.js';
import type { RunRecord } from './record.js';

/** Two lines a scenario, then one a crippled engine. */
export function libraryLines(
  records: readonly RunRecord[],
  engines: readonly string[],
): readonly Line[] {
  const names = [...new Set(records.map(({ scenario }) => scenario))];
  const of = (scenario: string) => records.filter((record) => record.scenario === scenario);
  return [
    ...names.flatMap((name) => [wholeLine(name, of(name)), crippledLine(name, of(name), engines)]),
    ...engines.map((engine) => suiteLine(engine, records)),
  ];
}

const verdictsOf = ({ grade }: RunRecord) => grade.requirements;

/** The whole engine meets every requirement, or misses only what the scenario says it misses. */
function wholeLine(scenario: string, records: readonly RunRecord[]): Line {
  const whole = records.filter(({ variant }) => variant === 'full');
  const missed = whole.flatMap((record) =>
    verdictsOf(record)
      .filter(({ passed }) => !passed)
      .map((verdict) => ({ ...verdict, seed: record.seed })),
  );
  const unstated = missed.filter(({ knownMiss }) => knownMiss === undefined);
  const invalid = whole.flatMap(({ grade }) => grade.invalid);
  const texts = missed.map(
    ({ name, measured, seed, knownMiss }) =>
      `${knownMiss === undefined ? 'MISS' : 'known miss'}: ${name} ${shown(measured)} (seed ${seed})`,
  );
  return {
    line: 'whole',
    what: scenario,
    passed: whole.length > 0 && unstated.length === 0 && invalid.length === 0,
    measured: [...texts, ...invalid].join('; ') || `${whole.length} of ${whole.length} passed`,
    limit: 'met, or stated as missed',
  };
}

/** At least one crippled engine fails the scenario where the whole one does not. */
function crippledLine(
  scenario: string,
  records: readonly RunRecord[],
  engines: readonly string[],
): Line {
  const failing = engines.filter((engine) => failedBy(engine, records).length > 0);
  return {
    line: 'crippled',
    what: scenario,
    passed: failing.length > 0,
    measured: failing.length > 0 ? `fails ${failing.join(', ')}` : 'every engine passes',
    limit: 'fails one',
  };
}

/** Requirements that an engine missed and that the whole one met in the same run. */
function failedBy(engine: string, records: readonly RunRecord[]): readonly string[] {
  return records
    .filter(({ variant }) => variant === engine)
    .flatMap((record) => {
      const whole = records.find(
        ({ variant, scenario, seed }) =>
          variant === 'full' && scenario === record.scenario && seed === record.seed,
      );
      const met = (name: string): boolean =>
        whole === undefined ||
        verdictsOf(whole).some((verdict) => verdict.name === name && verdict.passed);
      return verdictsOf(record)
        .filter(({ name, passed }) => !passed && met(name))
        .map(({ name }) => name);
    });
}

function suiteLine(engine: string, records: readonly RunRecord[]): Line {
  const names = [...new Set(records.map(({ scenario }) => scenario))];
  const failed = names.filter(
    (name) =>
      failedBy(
        engine,
        records.filter(({ scenario }) => scenario === name),
      ).length > 0,
  );
  return {
    line: 'suite',
    what: `${engine} fails the suite`,
    passed: failed.length > 0,
    measured: `fails ${failed.length} of ${names.length} scenarios`,
    limit: 'a failure',
  };
}
