/** Faults and alarms of a run, a lane for each asset that has any. */
import type { Grade } from '../referee/grade.js';
import { element, hint, label, line, type Scale, scaleOf, ticksOf } from './svg.js';
import { shown } from './table.js';

const WIDTH = 980;
const LEFT = 112;
const RIGHT = 18;
const TOP = 26;
const LANE = 30;
/** More lanes than this are left out and counted. */
const LANES_MAX = 40;
const HOURS_A_DAY = 24;

type Episode = Grade['episodes'][number];

/** SVG of the run's timeline; days since the start of the run from left to right. */
export function timelineChart(grade: Grade): string {
  const all = lanesOf(grade);
  const lanes = all.slice(0, LANES_MAX);
  const end_h = grade.simulatedSeconds / 3600;
  const x = scaleOf(0, end_h / HOURS_A_DAY, LEFT, WIDTH - RIGHT);
  const bottom = TOP + Math.max(1, lanes.length) * LANE;
  const parts = [learning(grade, x, bottom), ...grid(x, bottom)];
  lanes.forEach((asset, i) => {
    const y = TOP + i * LANE;
    if (i > 0) parts.push(line(0, y, WIDTH, y, 'rule'));
    parts.push(label(0, y + LANE / 2 + 4, asset, { class: 'lane' }));
    parts.push(...faultsOf(grade, asset, x, y), ...alarmsOf(grade, asset, x, y));
  });
  if (all.length === 0) {
    parts.push(label(WIDTH / 2, TOP + 20, 'no fault and no alarm', { class: 'mid quiet' }));
  }
  if (all.length > lanes.length) {
    const more = `and ${all.length - lanes.length} more assets with alarms`;
    parts.push(label(LEFT, bottom + 36, more, { class: 'quiet' }));
  }
  const height = bottom + (all.length > lanes.length ? 44 : 26);
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': 'timeline' },
    ...parts,
  );
}

/** Assets with faults first, then those with alarms by their first one. */
function lanesOf({ truth, episodes }: Grade): readonly string[] {
  const names = [...truth.faults.map(({ asset }) => asset), ...episodes.map(({ asset }) => asset)];
  return [...new Set(names)];
}

function learning(grade: Grade, x: Scale, bottom: number): string {
  const width = x(grade.learning_h / HOURS_A_DAY) - x(0);
  const box = element('rect', { x: x(0), y: TOP, width, height: bottom - TOP, class: 'learning' });
  const word = width > 60 ? label(x(0) + 6, TOP - 8, 'learning', { class: 'quiet' }) : '';
  return box + word;
}

const grid = (x: Scale, bottom: number): readonly string[] =>
  ticksOf(x, 12).flatMap((day) => [
    line(x(day), TOP, x(day), bottom, 'grid'),
    label(x(day), bottom + 16, `${shown(day)} d`, { class: 'mid quiet' }),
  ]);

function faultsOf(grade: Grade, asset: string, x: Scale, y: number): readonly string[] {
  const end_h = grade.simulatedSeconds / 3600;
  return grade.truth.faults
    .filter((fault) => fault.asset === asset)
    .flatMap((fault) => {
      const { onset_h, observable_h, failure_h, repair_h } = fault;
      const to_h = failure_h ?? repair_h ?? end_h;
      const at = (hour: number): number => x(hour / HOURS_A_DAY);
      const text =
        `${fault.mode} on ${fault.component}: onset ${shown(onset_h)} h, ` +
        `observable ${shown(observable_h)} h, failure ${shown(failure_h)} h`;
      const bar = { x: at(onset_h), y: y + 4, height: 9, rx: 2 };
      const width = Math.max(2, at(to_h) - at(onset_h));
      const told =
        observable_h === null
          ? ''
          : element('circle', { cx: at(observable_h), cy: y + 8.5, r: 3.5, class: 'observable' });
      const cross =
        failure_h === null
          ? ''
          : element('path', {
              d: `M${at(failure_h) - 4} ${y + 4.5}l8 8m0 -8l-8 8`,
              class: 'failure',
            });
      return element(
        'g',
        {},
        hint(text),
        element('rect', { ...bar, width, class: 'fault' }),
        told,
        cross,
      );
    });
}

function alarmsOf(grade: Grade, asset: string, x: Scale, y: number): readonly string[] {
  const end_h = grade.simulatedSeconds / 3600;
  return grade.episodes
    .filter((episode) => episode.asset === asset)
    .map((episode) => {
      const from = x(episode.from_h / HOURS_A_DAY);
      const to = x((episode.to_h ?? end_h) / HOURS_A_DAY);
      return element(
        'rect',
        {
          x: from,
          y: y + 17,
          width: Math.max(2.5, to - from),
          height: 9,
          rx: 2,
          class: `alarm ${reasonClass(episode)}`,
        },
        hint(
          `${episode.reason}: ${episode.fault} on ${episode.component}, ` +
            `${shown(episode.from_h)}–${episode.to_h === null ? 'end' : shown(episode.to_h)} h`,
        ),
      );
    });
}

/** Class of the page's style for an episode's reason. */
export function reasonClass({ reason }: Pick<Episode, 'reason'>): string {
  switch (reason) {
    case 'TP':
      return 'hit';
    case 'FP':
    case 'FP_DISTRACTOR':
      return 'false';
    case 'MASKED':
      return 'masked';
    default:
      return 'neutral';
  }
}
