/** Values in plant files: numbers in SI units, or text with a unit; and units as published. */
import type { DisplayUnit } from '../catalogue.js';

/** Unit as written → SI unit, factor and offset. */
const UNITS: Readonly<Record<string, readonly [si: string, factor: number, offset?: number]>> = {
  '1': ['1', 1],
  '%': ['1', 0.01],
  K: ['K', 1],
  degC: ['K', 1, 273.15],
  'rad/s': ['rad/s', 1],
  rpm: ['rad/s', Math.PI / 30],
  Hz: ['Hz', 1],
  V: ['V', 1],
  A: ['A', 1],
  W: ['W', 1],
  kW: ['W', 1000],
  N: ['N', 1],
  kN: ['N', 1000],
  'N.m': ['N·m', 1],
  m: ['m', 1],
  mm: ['m', 1e-3],
  mm2: ['mm²', 1],
  s: ['s', 1],
  h: ['s', 3600],
  d: ['s', 86_400],
  'm3/s': ['m³/s', 1],
  'm3/h': ['m³/s', 1 / 3600],
  'kg.m2': ['kg·m²', 1],
  kg: ['kg', 1],
  'K/W': ['K/W', 1],
  'J/K': ['J/K', 1],
  'kg/m3': ['kg/m³', 1],
  Ohm: ['Ω', 1],
};

/** Units that plant files may use. */
export const KNOWN_UNITS: readonly string[] = Object.keys(UNITS);

export type Parsed = { readonly value: number } | { readonly problem: string };

/** The SI value of what a file says, for a parameter declared in `unit`. */
export function parseQuantity(text: number | string, unit: string): Parsed {
  if (typeof text === 'number') {
    return Number.isFinite(text) ? { value: text } : { problem: `not a finite number (${text})` };
  }
  const match = /^(-?\d+(?:\.\d+)?(?:e-?\d+)?) ?(\S+)$/.exec(text.trim());
  if (!match) return { problem: `not a number with a unit ("${text}")` };
  const known = UNITS[match[2] ?? ''];
  if (!known) return { problem: `unknown unit "${match[2]}"` };
  if (known[0] !== unit) return { problem: `unit "${match[2]}" where ${unit} is meant` };
  return { value: Number(match[1]) * known[1] + (known[2] ?? 0) };
}

/** The SI value of a text that the plant's check has passed. */
export function siValue(text: number | string, unit: string): number {
  const parsed = parseQuantity(text, unit);
  return 'value' in parsed ? parsed.value : 0;
}

/** Published value = SI value · factor + offset. */
export const CONVERSIONS: Readonly<
  Record<DisplayUnit, { readonly si: string; readonly factor: number; readonly offset: number }>
> = {
  degC: { si: 'K', factor: 1, offset: -273.15 },
  'mm/s': { si: 'mm/s', factor: 1, offset: 0 },
  'm/s2': { si: 'm/s²', factor: 1, offset: 0 },
  '1': { si: '1', factor: 1, offset: 0 },
  A: { si: 'A', factor: 1, offset: 0 },
  V: { si: 'V', factor: 1, offset: 0 },
  kW: { si: 'W', factor: 1e-3, offset: 0 },
  kWh: { si: 'J', factor: 1 / 3.6e6, offset: 0 },
  Hz: { si: 'Hz', factor: 1, offset: 0 },
  rpm: { si: 'rad/s', factor: 30 / Math.PI, offset: 0 },
  bar: { si: 'Pa', factor: 1e-5, offset: 0 },
  'm3/h': { si: 'm³/s', factor: 3600, offset: 0 },
  '%': { si: '1', factor: 100, offset: 0 },
};
