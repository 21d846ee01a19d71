/** Numbers, times and ages as people read them; UTC and English throughout. */
import type { DisplayUnit } from '@plant47/contract';

const UNITS: Record<DisplayUnit, string> = {
  degC: '°C',
  'mm/s': 'mm/s',
  'm/s2': 'm/s²',
  '1': '',
  A: 'A',
  V: 'V',
  kW: 'kW',
  kWh: 'kWh',
  Hz: 'Hz',
  rpm: 'rpm',
  bar: 'bar',
  'm3/h': 'm³/h',
  '%': '%',
};
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ...['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];
const MINUS = '−';

export const unitText = (unit: string): string => UNITS[unit as DisplayUnit] ?? unit;

/** Decimals that a point's resolution gives; 1 where it is unknown. */
export function decimalsOf(resolution: number | undefined): number {
  if (resolution === undefined || !(resolution > 0)) return 1;
  let decimals = 0;
  while (decimals < 3 && Math.abs(resolution * 10 ** decimals) < 0.999) decimals++;
  return decimals;
}

/** A number with fixed decimals and a real minus sign; a dash where there is none. */
export function number(value: number, decimals = 1): string {
  if (!Number.isFinite(value)) return '–';
  const text = value.toFixed(decimals);
  return text.startsWith('-') ? MINUS + text.slice(1) : text;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `08:41:12` of a Unix time in ms. */
export function clockTime(ts: number): string {
  const date = new Date(ts);
  const parts = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  return parts.map(two).join(':');
}

/** `Tue 3 Feb 2026` of a Unix time in ms. */
export function calendarDate(ts: number): string {
  const date = new Date(ts);
  const day = `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${date.getUTCFullYear()}`;
}

/** `3 Feb 08:41` of a Unix time in ms. */
export function shortTime(ts: number): string {
  const date = new Date(ts);
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${time}`;
}

/** A span in its two largest units: `4 min`, `2 h 10 min`, `13 d 4 h`. */
export function span(seconds: number): string {
  const s = Math.round(Math.abs(seconds));
  if (s < 60) return `${s} s`;
  const minutes = Math.round(s / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return pair(hours, 'h', minutes - hours * 60, 'min');
  const days = Math.floor(hours / 24);
  return pair(days, 'd', hours - days * 24, 'h');
}

const pair = (a: number, unitA: string, b: number, unitB: string): string =>
  b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`;

/** How old a scan is: `scanned just now`, `scanned 4 min ago`. */
export function age(simTs: number, now: number): string {
  const seconds = (now - simTs) / 1000;
  return seconds < 2 ? 'scanned just now' : `scanned ${span(seconds)} ago`;
}

/** A fault id in words: `bearing.outer-race` → `Bearing · outer race`. */
export function faultText(fault: string): string {
  const [room, name] = fault.split('.');
  const words = (text: string) => text.replaceAll('-', ' ');
  const head = room.charAt(0).toUpperCase() + words(room.slice(1));
  return name === undefined ? head : `${head} · ${words(name)}`;
}

const COMPONENTS: Record<string, string> = {
  motor: 'Motor',
  'bearing-de': 'Motor DE bearing',
  'bearing-nde': 'Motor NDE bearing',
  pump: 'Pump',
  'pump-bearing-de': 'Pump DE bearing',
  'pump-bearing-nde': 'Pump NDE bearing',
  train: 'Train',
};

export const componentText = (component: string): string =>
  COMPONENTS[component] ?? component.replaceAll('-', ' ');

/** `motor-47` → `Motor #47`. */
export function assetText(asset: string): string {
  const match = /^([a-z]+)-(\d+)$/.exec(asset);
  if (!match) return asset;
  return `${match[1].charAt(0).toUpperCase()}${match[1].slice(1)} #${Number(match[2])}`;
}

/** `×60`, or `max` where the clients set the pace. */
export const rateText = (rate: number): string => (rate === 0 ? 'max' : `×${rate}`);
