/** Small pieces of SVG text: scales, ticks, elements. Colours come from the page's style. */

export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Position of a value, px. */
  (value: number): number;
}

/** A straight scale from values to pixels. */
export function scaleOf(from: number, to: number, low_px: number, high_px: number): Scale {
  const span = to - from || 1;
  const at = (value: number): number =>
    Math.round((low_px + ((value - from) / span) * (high_px - low_px)) * 100) / 100;
  return Object.assign(at, { from, to });
}

/** Round values inside a range, at most `count` of them. */
export function ticksOf({ from, to }: Scale, count: number): readonly number[] {
  const rough = (to - from) / count;
  if (!(rough > 0)) return [from];
  let step = 1;
  while (step * 10 <= rough) step *= 10;
  while (step > rough) step /= 10;
  const size = [1, 2, 5, 10].map((k) => k * step).find((size) => size >= rough) ?? step * 10;
  const first = Math.ceil(from / size - 1e-9);
  const last = Math.floor(to / size + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    return Number(((first + i) * size).toPrecision(12));
  });
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; attributes are escaped, children are SVG already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]) {
  const text = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escaped(String(value))}"`))
    .join('');
  return children.length === 0
    ? `<${name}${text}/>`
    : `<${name}${text}>${children.join('')}</${name}>`;
}

export const label = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element('text', { x, y, ...attributes }, escaped(text));

/** A title that browsers show on hovering. */
export const hint = (text: string): string => element('title', {}, escaped(text));

export const line = (x1: number, y1: number, x2: number, y2: number, name: string): string =>
  element('line', { x1, y1, x2, y2, class: name });

/** A path through points. */
export const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** Text safe in HTML, SVG and their attributes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
