/** What must not be found in captured bytes, in every form that a number or a name may take. */

/** The text of each, and of a number its f64 in both byte orders, and with `short` its f32. */
export function canaries(
  values: readonly number[],
  texts: readonly string[],
  short = true,
): Buffer[] {
  const found = texts.map((text) => Buffer.from(text));
  for (const value of values) {
    const numbers = [Buffer.alloc(8), Buffer.alloc(8)];
    numbers[0]!.writeDoubleLE(value);
    numbers[1]!.writeDoubleBE(value);
    found.push(...numbers, Buffer.from(String(value)));
    if (!short) continue;
    const halves = [Buffer.alloc(4), Buffer.alloc(4)];
    halves[0]!.writeFloatLE(value);
    halves[1]!.writeFloatBE(value);
    found.push(...halves);
  }
  return found;
}
