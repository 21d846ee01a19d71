/** The lines of the acceptance, each measured over the runs that it names. */
import type { Grade } from '../referee/grade.js';
import { type RulSample, rulCovers, rulError } from '../referee/metrics.js';
import { poissonUpper } from '../referee/statistics.js';
import { CRIPPLED, PLAIN, type RunRecord, THRESHOLDS, type Variant } from './record.js';

export interface Line {
  readonly line: string;
  readonly what: string;
  readonly passed: boolean;
  readonly measured: string;
  readonly limit: string;
}

/** Least lead before failure, h. */
const LEAD_H = 72;
/** Most false alarms a machine-month. */
const RATE_MAX = 0.1;
const FAILING = ['motor-47-starvation', 'motor-47-fatigue', 'any-bearing'];

const of = (records: readonly RunRecord[], variant: Variant): readonly RunRecord[] =>
  records.filter((record) => record.variant === variant);

/** All lines, in the order of the acceptance. */
export function poolLines(records: readonly RunRecord[]): readonly Line[] {
  const full = of(records, 'full');
  const made = <T extends Variant>(variants: readonly T[]) =>
    variants.filter((variant) => of(records, variant).length > 0);
  return [
    ...made(PLAIN).map((variant) => plainLine(of(records, variant), variant)),
    ...(made(THRESHOLDS).length > 0 ? [thresholdLine(records)] : []),
    ...made(CRIPPLED).map((variant) => crippledLine(of(records, variant), variant)),
    ...engineLines(full),
    countsLine(full),
  ];
}

/** A3b–A3e of one engine. */
function engineLines(records: readonly RunRecord[]): readonly Line[] {
  return [
    ...detectionLines(records),
    ...lifeLines(records),
    ...decoyLines(records),
    ...falseAlarmLines(records),
  ];
}

const counted = (records: readonly RunRecord[], scenario: string): readonly Grade[] =>
  records
    .filter((record) => record.scenario === scenario && record.grade.invalid.length === 0)
    .map((record) => record.grade);

/** True where the fault was called in time, and rightly unless `any` call will do. */
function calledInTime(grade: Grade, any: boolean): boolean {
  return grade.truth.faults.every((fault) =>
    grade.detections.some((found) => {
      const named = fault.failure_h === null ? 0 : fault.failure_h - found.named_h;
      const early = found.lead_h !== null && found.lead_h >= LEAD_H;
      return found.asset === fault.asset && early && (any || (found.correct && named >= LEAD_H));
    }),
  );
}

function detectionLines(records: readonly RunRecord[]): readonly Line[] {
  return FAILING.flatMap((scenario) => {
    const grades = counted(records, scenario).filter((grade) => grade.truth.faults.length > 0);
    if (grades.length === 0) return [];
    const good = grades.filter((grade) => calledInTime(grade, false));
    const leads = grades.map((grade) => grade.detections[0]?.lead_h ?? 0).sort((a, b) => a - b);
    return {
      line: 'A3b',
      what: `${scenario}: right asset, place and mode, ≥ ${LEAD_H} h ahead`,
      passed: good.length === grades.length,
      measured: `${good.length} of ${grades.length}, least lead ${Math.round(leads[0] ?? 0)} h`,
      limit: 'each run',
    };
  });
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** `unavailable` is a miss at 72 h and left out earlier. */
function lifeLines(records: readonly RunRecord[]): readonly Line[] {
  const samples = FAILING.flatMap((scenario) =>
    counted(records, scenario).flatMap((grade) => grade.rul),
  ).filter((sample) => sample.status === 'ok' || sample.hoursLeft < LEAD_H + 1);
  if (samples.length === 0) return [];
  const covered = percent(samples.filter((sample) => rulCovers(sample)).length, samples.length);
  const close = samples.filter((sample) => (rulError(sample) ?? 1) <= 0.5).length;
  const near = percent(close, samples.length);
  const width = median(samples.map(relativeWidth).filter((value) => value !== null));
  const missed = samples.filter((sample) => sample.status !== 'ok').length;
  const line = (what: string, passed: boolean, measured: string, limit: string): Line => ({
    line: 'A3c',
    what,
    passed,
    measured: `${measured} (n ${samples.length}, ${missed} unavailable at 72 h)`,
    limit,
  });
  return [
    line('P10–P90 covers', covered >= 60 && covered <= 95, `${covered.toFixed(0)} %`, '60–95 %'),
    line('median width over hours left', width <= 1.2, width.toFixed(2), '≤ 1.2'),
    line('|P50 error| ≤ 50 %', near >= 80, `${near.toFixed(0)} %`, '≥ 80 %'),
  ];
}

function relativeWidth(sample: RulSample): number | null {
  const { p10_h, p90_h, hoursLeft } = sample;
  return p10_h === null || p90_h === null ? null : (p90_h - p10_h) / hoursLeft;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.POSITIVE_INFINITY;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

const DECOYS = [
  ['motor-47-overgrease', 'longest-alarm', 'no alarm stands longer than 24 h'],
  ['motor-47-sensor-bias', 'named-within', 'called a sensor fault within 12 h'],
  ['motor-47-looseness', 'named-times', 'never called a bearing defect'],
] as const;

function decoyLines(records: readonly RunRecord[]): readonly Line[] {
  return DECOYS.flatMap(([scenario, metric, what]) => {
    const verdicts = counted(records, scenario).flatMap((grade) =>
      grade.requirements.filter((verdict) => verdict.metric === metric),
    );
    if (verdicts.length === 0) return [];
    const good = verdicts.filter((verdict) => verdict.passed).length;
    const worst = verdicts.map(({ measured }) => measured ?? 'none');
    return {
      line: 'A3d',
      what: `${scenario}: ${what}`,
      passed: good === verdicts.length,
      measured: `${good} of ${verdicts.length} (${worst.map(short).join(' ')})`,
      limit: 'each run',
    };
  });
}

const short = (value: number | boolean | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);

/** Echoes at a neighbour are to be attributed to their source, so they count here. */
function falseAlarmLines(records: readonly RunRecord[]): readonly Line[] {
  const grades = records.map((record) => record.grade).filter((grade) => !grade.invalid.length);
  if (grades.length === 0) return [];
  const echoes = grades.flatMap((grade) =>
    grade.otherEpisodes.filter(({ reason }) => reason === 'NEUTRAL_AFFECTED'),
  ).length;
  let episodes = 0;
  let months = 0;
  for (const grade of grades) {
    episodes += grade.falseAlarms;
    months += grade.machineMonths;
  }
  const rate = months === 0 ? 0 : (episodes + echoes) / months;
  const upper = months === 0 ? 0 : poissonUpper(episodes + echoes) / months;
  return [
    {
      line: 'A3e',
      what: 'false alarms a machine-month, healthy trains of every run',
      passed: rate <= RATE_MAX,
      measured:
        `${rate.toFixed(4)} (${episodes} and ${echoes} echoes in ${months.toFixed(0)} months, ` +
        `upper ${upper.toFixed(3)})`,
      limit: `≤ ${RATE_MAX}`,
    },
    {
      line: 'A3e',
      what: "neighbours' crosstalk attributed to its source",
      passed: echoes === 0,
      measured: `${echoes} echoes`,
      limit: '0',
    },
  ];
}

/** A plain detector is to miss the lead or the false-alarm limit on starvation or fatigue. */
function plainLine(records: readonly RunRecord[], variant: Variant): Line {
  const misses = missesOf(records);
  return {
    line: 'A3a',
    what: `${variant} misses lead or false-alarm limit`,
    passed: misses.some(({ missed }) => missed),
    measured: misses.map(({ text }) => text).join('; '),
    limit: 'a miss',
  };
}

/** No temperature threshold may do, not even the one that is best in hindsight. */
function thresholdLine(records: readonly RunRecord[]): Line {
  const limits = THRESHOLDS.map((variant) => {
    const misses = missesOf(of(records, variant));
    const worth = misses.reduce((sum, { late, rate }) => sum + late + 10 * rate, 0);
    return { variant, misses, worth, does: misses.length > 0 && !misses.some((m) => m.missed) };
  });
  const [best] = [...limits].sort((a, b) => a.worth - b.worth);
  const does = limits.filter((limit) => limit.does).map(({ variant }) => variant);
  return {
    line: 'A3a',
    what: 'the best temperature threshold in hindsight misses lead or false-alarm limit',
    passed: does.length === 0,
    measured:
      does.length > 0
        ? `${does.join(', ')} would do`
        : `${best?.variant}: ${best?.misses.map(({ text }) => text).join('; ')}`,
    limit: 'a miss',
  };
}

interface Misses {
  readonly missed: boolean;
  readonly late: number;
  readonly rate: number;
  readonly text: string;
}

/** How often a detector comes late, and how often it cries wolf, on starvation and fatigue. */
function missesOf(records: readonly RunRecord[]): readonly Misses[] {
  return FAILING.slice(0, 2).flatMap((scenario) => {
    const grades = counted(records, scenario);
    if (grades.length === 0) return [];
    const late = grades.filter((grade) => !calledInTime(grade, true)).length;
    let episodes = 0;
    let months = 0;
    for (const grade of grades) {
      episodes += grade.falseAlarms;
      months += grade.machineMonths;
    }
    const rate = months === 0 ? 0 : episodes / months;
    const text = `${scenario.slice(9)}: late ${late}/${grades.length}, ${rate.toFixed(2)} a month`;
    return { missed: late > 0 || rate > RATE_MAX, late, rate, text };
  });
}

/** A crippled engine is to fail a line of A3b–A3e. */
function crippledLine(records: readonly RunRecord[], variant: Variant): Line {
  const failed = engineLines(records).filter((line) => !line.passed);
  const named = failed.map((line) => `${line.line} ${line.what}`);
  return {
    line: 'A3a',
    what: `${variant} fails a line`,
    passed: failed.length > 0,
    measured: named[0] ?? 'failed none',
    limit: 'a failure',
  };
}

function countsLine(records: readonly RunRecord[]): Line {
  const invalid = records.filter((record) => record.grade.invalid.length > 0);
  const named = invalid.map((record) => `${record.scenario} ${record.seed}`);
  return {
    line: 'A3f',
    what: 'every fault that was to fail did',
    passed: invalid.length === 0,
    measured: named.length === 0 ? `${records.length} runs count` : named.join(', '),
    limit: 'each run',
  };
}
