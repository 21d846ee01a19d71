/** Forecast and true remaining life of one fault over time, with the α bounds (α–λ plot). */
import { alphaBounds, type LifeCourse, type LifePoint } from '../referee/life-course.js';
import { element, hint, label, line, path, type Scale, scaleOf, ticksOf } from './svg.js';
import { shown } from './table.js';

const WIDTH = 480;
const HEIGHT = 270;
const LEFT = 46;
const BOTTOM = 34;
const TOP = 12;
const RIGHT = 12;

/** SVG of one fault's forecasts; hours before failure from left to right. */
export function lifeChart(course: LifeCourse): string {
  const points = course.points.filter(hasLife);
  const from_h = course.first_h ?? course.onset_h;
  const span_h = Math.max(course.failure_h - from_h, 1);
  const most = highest(points, span_h);
  const x = scaleOf(span_h, 0, LEFT, WIDTH - RIGHT);
  const y = scaleOf(0, most, HEIGHT - BOTTOM, TOP);
  const left = (point: LifePoint): number => x(point.left_h);
  const cap = (hours: number): number => y(Math.min(hours, most));
  const band = [
    ...points.map((point) => [left(point), cap(point.p10_h)] as const),
    ...[...points].reverse().map((point) => [left(point), cap(point.p90_h)] as const),
  ];
  const [low, high] = alphaBounds(span_h);
  const cone = [
    [x(span_h), cap(low)],
    [x(span_h), cap(high)],
    [x(0), y(0)],
  ] as const;
  const median = points.map((point) => [left(point), cap(point.p50_h)] as const);
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': 'forecast of remaining life' },
    ...axes(x, y),
    element('path', { d: `${path(cone)}Z`, class: 'cone' }),
    band.length === 0 ? '' : element('path', { d: `${path(band)}Z`, class: 'band' }),
    line(x(span_h), cap(span_h), x(0), y(0), 'true-life'),
    element('path', { d: path(median), class: 'median' }),
    ...course.alphaLambda.map((read) => lambdaMark(course, read, x, y)),
    points.length === 0
      ? label(WIDTH / 2, HEIGHT / 2, 'no forecast was made', { class: 'mid quiet' })
      : '',
  );
}

type Whole = LifePoint & {
  readonly p10_h: number;
  readonly p50_h: number;
  readonly p90_h: number;
};

const hasLife = (point: LifePoint): point is Whole =>
  point.p10_h !== null && point.p50_h !== null && point.p90_h !== null;

/** Room for the bounds and for most of what was forecast; what is higher is cut off. */
function highest(points: readonly Whole[], span_h: number): number {
  let most = 1.25 * span_h;
  for (const { p50_h } of points) most = Math.max(most, 1.1 * p50_h);
  return Math.min(most, 2.2 * span_h);
}

function axes(x: Scale, y: Scale): readonly string[] {
  const across = ticksOf(scaleOf(x.to, x.from, 0, 1), 6).flatMap((hours) => [
    line(x(hours), y(y.to), x(hours), y(0), 'grid'),
    label(x(hours), y(0) + 15, shown(hours), { class: 'mid quiet' }),
  ]);
  const up = ticksOf(y, 5).flatMap((hours) => [
    line(x(x.from), y(hours), x(0), y(hours), 'grid'),
    label(x(x.from) - 6, y(hours) + 4, shown(hours), { class: 'end quiet' }),
  ]);
  const name = label((LEFT + WIDTH) / 2, HEIGHT - 4, 'hours before failure', {
    class: 'mid quiet',
  });
  return [...across, ...up, name];
}

function lambdaMark(
  course: LifeCourse,
  { lambda, at_h, mass, passed }: LifeCourse['alphaLambda'][number],
  x: Scale,
  y: Scale,
): string {
  const left_h = course.failure_h - at_h;
  const text = `λ ${lambda}: ${shown(100 * mass)} % of the forecast within ±20 %`;
  return element(
    'g',
    {},
    hint(text),
    element('circle', {
      cx: x(Math.min(left_h, x.from)),
      cy: y(Math.min(left_h, y.to)),
      r: 5,
      class: passed ? 'lambda hit' : 'lambda false',
    }),
  );
}
