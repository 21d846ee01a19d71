/** The report of runs as one page of HTML that asks for nothing else. */
import { type Composite, type CompositeParts, composite } from '../referee/composite.js';
import type { Grade } from '../referee/grade.js';
import { measuresOf } from '../referee/measures.js';
import { calibrationChart } from './calibration-chart.js';
import { STYLE } from './html-style.js';
import {
  confusionTable,
  episodesTable,
  faultsTable,
  measuresTable,
  requirementsTable,
  table,
} from './html-tables.js';
import { lifeChart } from './life-chart.js';
import { escaped } from './svg.js';
import { shown } from './table.js';
import { timelineChart } from './timeline-chart.js';
import { type Told, worstMoment } from './worst-moment.js';

/** Equal grades give equal bytes; nothing of the computer or the wall clock is in it. */
export function htmlReport(grades: readonly (Grade & Told)[]): string {
  const names = [...new Set(grades.map(({ scenario }) => scenario))].join(', ');
  const whole = grades.length > 1 ? overview(grades) : [];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ` +
      `style-src 'unsafe-inline'">`,
    `<title>${escaped(names)} – plant47 report</title><style>${STYLE}</style></head><body><main>`,
    ...whole,
    ...grades.flatMap((grade) => runSections(grade, grades.length === 1)),
    '<footer>plant47 · times in simulated hours since the start of the run · intervals: ' +
      'Wilson and Garwood, 95 %</footer></main></body></html>',
    '',
  ].join('\n');
}

function overview(grades: readonly Grade[]): readonly string[] {
  const total = composite(grades);
  const passed = grades.filter((grade) => grade.passed).length;
  const rows = grades.map((grade) => [
    grade.scenario,
    String(grade.seed),
    { html: badge(grade) },
    shown(rounded(grade.composite.score)),
    `${grade.composite.faults}`,
    String(grade.falseAlarms),
  ]);
  const measures = measuresOf(grades);
  return [
    `<header><div><h1>${counted(grades.length, 'run')}</h1><p class="soft">${passed} passed</p></div>`,
    `${scoreOf(total)}</header>`,
    section('Score', parts(total) + formulaOf(total)),
    section('Runs', table(['scenario', 'seed#', '', 'score#', 'faults#', 'false alarms#'], rows)),
    diagnosisSection(measures.diagnosis),
    section('Measures, all runs', measuresTable(measures)),
  ];
}

function runSections(grade: Grade & Told, alone: boolean): readonly string[] {
  const { seed, simulatedSeconds, observableBasis } = grade;
  const days = shown(simulatedSeconds / 86_400);
  const moment = worstMoment(grade);
  const { measures } = grade;
  return [
    `<header><div><h1>${escaped(grade.scenario)} ${badge(grade)}</h1>`,
    `<p class="soft">seed ${seed} · ${days} days · ${shown(grade.machineMonths)} healthy ` +
      `machine-months · observable-from by ${escaped(observableBasis)}</p>`,
    ...grade.invalid.map((why) => `<p>${escaped(why)}</p>`),
    `</div>${scoreOf(grade.composite)}</header>`,
    grade.composite.score === null
      ? ''
      : section('Score', parts(grade.composite) + (alone ? formulaOf(grade.composite) : '')),
    section('Requirements', requirementsTable(grade)),
    section('Timeline', timelineChart(grade) + LEGEND),
    moment === undefined
      ? ''
      : `<section class="worst"><h2>Worst moment</h2><p>${escaped(moment.what)} ` +
        `<span class="soft">At ${shown(moment.at_h)} h.</span></p>` +
        `${moment.command === undefined ? '' : `<code>${escaped(moment.command)}</code>`}</section>`,
    grade.scoring.faults.length === 0 ? '' : section('Faults', faultsTable(grade)),
    lifeSection(grade),
    grade.scoring.faults.length === 0 ? '' : diagnosisSection(measures.diagnosis),
    section('Measures', measuresTable(measures)),
    grade.episodes.length === 0
      ? ''
      : section(
          'Episodes',
          `<details${grade.episodes.length > 12 ? '' : ' open'}><summary>` +
            `${counted(grade.episodes.length, 'episode')} with the reason of each</summary>` +
            `${episodesTable(grade)}</details>`,
        ),
  ];
}

const section = (title: string, body: string): string =>
  `<section><h2>${escaped(title)}</h2>${body}</section>`;

function badge(grade: Grade): string {
  if (grade.undecided) return '<span class="badge">UNDECIDED</span>';
  if (grade.invalid.length > 0) return '<span class="badge">DOES NOT COUNT</span>';
  return grade.passed
    ? '<span class="badge hit">PASSED</span>'
    : '<span class="badge false">FAILED</span>';
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

function scoreOf({ score }: Composite): string {
  if (score === null) return '<div class="soft">no fault counts: no score</div>';
  return `<div class="score">${shown(rounded(score))}<small> / 100</small></div>`;
}

const NAMES: readonly (readonly [keyof CompositeParts, string])[] = [
  ['detection', 'Detection'],
  ['falseAlarms', 'False alarms'],
  ['diagnosis', 'Diagnosis'],
  ['rul', 'Remaining life'],
];

function parts({ parts: points, weights }: Composite): string {
  const bars = NAMES.map(([name, title]) => {
    const share = weights[name] > 0 ? points[name] / weights[name] : 0;
    const width = Math.round(100 * Math.min(1, Math.abs(share)));
    const of = weights[name] > 0 ? `of ${shown(rounded(weights[name]))}` : 'not asked';
    return (
      `<div class="part"><h3>${title}</h3><b>${shown(rounded(points[name]))}</b> ` +
      `<span class="soft">${of}</span><div class="bar"><i${share < 0 ? ' class="neg"' : ''} ` +
      `style="width:${width}%"></i></div></div>`
    );
  });
  return `<div class="parts">${bars.join('')}</div>`;
}

const formulaOf = ({ formula }: Composite): string => `<pre>${escaped(formula)}</pre>`;

function lifeSection({ lives }: Grade): string {
  if (lives.length === 0) return '';
  const plots = lives.map(
    (course) =>
      `<div><h3>${escaped(course.asset)} ${escaped(course.component)}` +
      `${course.horizon_h === null ? '' : ` · horizon ${shown(course.horizon_h)} h`}</h3>` +
      `${lifeChart(course)}</div>`,
  );
  return section('Remaining life (α–λ)', `<div class="plots">${plots.join('')}</div>${LIFE_KEY}`);
}

function diagnosisSection(diagnosis: Grade['measures']['diagnosis']): string {
  return section(
    'Diagnosis',
    '<div class="two"><div><h3>at the first match</h3>' +
      `${confusionTable(diagnosis.first)}<h3 style="margin-top:18px">at half the lead</h3>` +
      `${confusionTable(diagnosis.halfway)}</div><div><h3>calibration of the first</h3>` +
      `${calibrationChart(diagnosis.bins)}</div></div>`,
  );
}

const swatch = (colour: string, text: string): string =>
  `<span><i style="background:var(--${colour})"></i>${text}</span>`;

const LEGEND =
  '<div class="legend"><span><i style="background:var(--fault);opacity:.35"></i>fault</span>' +
  '<span><i class="ring"></i>observable</span>' +
  '<span><b style="color:var(--false)">×</b>&nbsp; failure</span>' +
  `${swatch('hit', 'alarm that found it')}${swatch('false', 'false alarm')}` +
  `${swatch('masked', 'raised before the onset')}${swatch('neutral', 'neither')}</div>`;

const LIFE_KEY =
  '<div class="legend"><span><i style="background:var(--blue)"></i>P50 of the forecast, hours' +
  '</span><span><i style="background:var(--band)"></i>P10–P90</span>' +
  '<span><i style="background:var(--cone)"></i>±20 % of the true life, dashed</span>' +
  '<span>● half of the forecast within ±20 %, at λ ½, ¾, 0.9</span></div>';
