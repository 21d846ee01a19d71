/** MQTT topic filters, 3.1.1 section 4.7. */

/** Filters of one client, sorted so that a plain topic among hundreds is found at once. */
export class FilterSet {
  private readonly plain = new Set<string>();
  private readonly wild: (readonly string[])[] = [];

  constructor(filters: readonly string[]) {
    for (const filter of filters) {
      if (/[+#]/.test(filter)) this.wild.push(filter.split('/'));
      else this.plain.add(filter);
    }
  }

  /** True where any of them selects the topic, which comes with its levels. */
  selects(topic: string, levels: readonly string[]): boolean {
    return this.plain.has(topic) || this.wild.some((filter) => selects(filter, levels));
  }
}

/** True where the filter `want` selects the topic `have`; both as levels. */
export function selects(want: readonly string[], have: readonly string[]): boolean {
  const [first] = want;
  if (have[0]?.startsWith('$') && (first === '#' || first === '+')) return false;
  for (let i = 0; i < want.length; i++) {
    if (want[i] === '#') return true;
    if (i >= have.length || (want[i] !== '+' && want[i] !== have[i])) return false;
  }
  return want.length === have.length;
}

/** True where each topic that `filter` could select is selected by `wide` too. */
export function covers(wide: string, filter: string): boolean {
  const want = wide.split('/');
  const have = filter.split('/');
  if (have[0]?.startsWith('$') && (want[0] === '#' || want[0] === '+')) return false;
  for (let i = 0; i < want.length; i++) {
    if (want[i] === '#') return true;
    if (i >= have.length || have[i] === '#') return false;
    if (want[i] !== '+' && want[i] !== have[i]) return false;
  }
  return want.length === have.length;
}
