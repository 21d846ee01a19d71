/** How a transmitter's signal becomes counts: the steps that a reading can take. */

/** Current of a 4–20 mA transmitter, mA (IEC 60381-1). */
export function loopCurrent(x: number, lo: number, hi: number): number {
  return 4 + (16 * (x - lo)) / (hi - lo);
}

/** Counts of an analogue input card for 0–20 mA; 27648 = 20 mA (S7-1500 manual, representation). */
export function loopCode(current_mA: number): number {
  return Math.floor((27_648 * current_mA) / 20 + 0.5);
}

// Callendar–Van Dusen coefficients of IEC 60751.
const A = 3.9083e-3;
const B = -5.775e-7;

/** Resistance of a PT100, Ω; its cubic term below 0 °C (0.02 K at −50 °C) is left out. */
export function pt100(temperature_degC: number): number {
  return 100 * (1 + A * temperature_degC + B * temperature_degC * temperature_degC);
}

/** Temperature of a PT100, °C: the inverse of `pt100`. */
export function pt100Temperature(resistance_ohm: number): number {
  return (-A + Math.sqrt(A * A - 4 * B * (1 - resistance_ohm / 100))) / (2 * B);
}

/** Nearest of 2^bits codes over a range, as a value of it. */
export function nearestCode(x: number, lo: number, hi: number, bits: number): number {
  let top = 1;
  for (let b = 0; b < bits; b++) top *= 2;
  top -= 1;
  return lo + ((hi - lo) * Math.floor(((x - lo) / (hi - lo)) * top + 0.5)) / top;
}

export type Signal = 'direct' | 'loop' | 'pt100';

/** A value within [lo, hi] after its way through the input card. */
export function converted(x: number, lo: number, hi: number, signal: Signal): number {
  if (signal === 'direct') return x;
  if (signal === 'loop') {
    const current = (20 * loopCode(loopCurrent(x, lo, hi))) / 27_648;
    return lo + ((current - 4) / 16) * (hi - lo);
  }
  return pt100Temperature(nearestCode(pt100(x), pt100(lo), pt100(hi), 16));
}
