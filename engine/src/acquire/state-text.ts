/** Checkpoints as text: JSON with the numbers that JSON lacks. */

/** JSON in which NaN and the infinities are `{"$":"NaN"}` and the like. */
export function encodeState(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { $: String(value) } : value,
  );
}

/** The state that `encodeState` wrote. */
export function decodeState(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    const special = (value as { $?: string } | null)?.$;
    return typeof special === 'string' ? Number(special) : value;
  });
}
