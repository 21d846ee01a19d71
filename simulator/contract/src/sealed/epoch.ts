/** Instants of simulated UTC, without a clock. */

/** Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, days_from_civil). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Unix ms of an instant such as `2026-01-05T00:00:00Z`; the plant's check has passed its form. */
export function epochOf(text: string): number {
  const at = (from: number, to: number): number => Number(text.slice(from, to));
  const days = daysFromCivil(at(0, 4), at(5, 7), at(8, 10));
  return (((days * 24 + at(11, 13)) * 60 + at(14, 16)) * 60 + at(17, 19)) * 1000;
}
