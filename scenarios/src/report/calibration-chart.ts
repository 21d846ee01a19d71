/** How sure the diagnoses were against how often they were right. */
import type { CalibrationBin } from '../referee/diagnosis-measures.js';
import { element, hint, label, line, scaleOf } from './svg.js';
import { shown } from './table.js';

const SIZE = 270;
const LEFT = 40;
const BOTTOM = 34;
const TOP = 12;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** SVG of the reliability diagram; the area of a dot is the number of faults in its bin. */
export function calibrationChart(bins: readonly CalibrationBin[]): string {
  const x = scaleOf(0, 1, LEFT, SIZE - TOP);
  const y = scaleOf(0, 1, SIZE - BOTTOM, TOP);
  const most = bins.reduce((largest, { n }) => Math.max(largest, n), 1);
  const dots = bins.flatMap(({ n, p, right }) => {
    if (n === 0 || p === null || right === null) return [];
    const text = `said ${shown(100 * p)} %, right ${shown(100 * right)} % of ${n}`;
    const r = 4 + 6 * Math.sqrt(n / most);
    const circle = element('circle', { cx: x(p), cy: y(right), r, class: 'dot' }, hint(text));
    return [line(x(p), y(p), x(p), y(right), 'gap'), circle];
  });
  return element(
    'svg',
    { viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img', 'aria-label': 'calibration', class: 'square' },
    ...TICKS.flatMap((tick) => [
      line(x(tick), y(0), x(tick), y(1), 'grid'),
      line(x(0), y(tick), x(1), y(tick), 'grid'),
      label(x(tick), y(0) + 15, shown(tick), { class: 'mid quiet' }),
      label(x(0) - 6, y(tick) + 4, shown(tick), { class: 'end quiet' }),
    ]),
    line(x(0), y(0), x(1), y(1), 'true-life'),
    ...dots,
    label((LEFT + SIZE) / 2, SIZE - 4, 'probability said', { class: 'mid quiet' }),
    dots.length === 0
      ? label(SIZE / 2 + 14, SIZE / 2, 'nothing named', { class: 'mid quiet' })
      : '',
  );
}
