/** One publisher at a time: what is awaited on the wire is never overtaken. */
export class WireTurn {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after everything that was given before it. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work, work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
