/** What toxics did, one entry an effect: tests compare it with what a client saw. */

/** One effect of a toxic. */
export interface Injection {
  /** Number of the entry in its log, from 0; entries that are no longer kept count too. */
  readonly index: number;
  /** Id of the toxic as it was asked for. */
  readonly id: string;
  readonly toxic: string;
  /** What it hit: `<asset>/<device>`, a point, a client, a connection. */
  readonly target: string;
  /** Simulated Unix time, ms. */
  readonly simTs: number;
  /** What was done, e.g. the number of the request or of the scan. */
  readonly detail: Readonly<Record<string, number | string>>;
}

/** Entries kept; the oldest go first. */
const KEPT = 100_000;

/** A bounded log of injections. */
export class InjectionLog {
  private readonly entries: Injection[] = [];
  private count = 0;

  add(entry: Omit<Injection, 'index'>): void {
    this.entries.push({ index: this.count++, ...entry });
    // Seldom and in one go: shifting one by one would copy the list each time.
    if (this.entries.length > 2 * KEPT) this.entries.splice(0, KEPT);
  }

  get all(): readonly Injection[] {
    return this.entries.slice(-KEPT);
  }
}
