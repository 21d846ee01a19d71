/** When a capture is over: after a time, after a number of messages, or when it is stopped. */

/** What a capture came to. */
export interface Captured {
  readonly messages: number;
  /** Seconds from the first record to the last. */
  readonly span: number;
}

export class CaptureEnd {
  private readonly for_s: number | undefined;
  private readonly most: number;
  private end: () => void = () => undefined;
  private stopped = false;
  private count: () => number = () => 0;

  constructor(for_s: number | undefined, most: number | undefined) {
    this.for_s = for_s;
    this.most = most ?? Number.POSITIVE_INFINITY;
  }

  /** Resolves at the end; `count` tells the messages so far. */
  wait(count: () => number): Promise<void> {
    this.count = count;
    return new Promise((resolve) => {
      const timer =
        this.for_s === undefined ? undefined : setTimeout(() => this.stop(), this.for_s * 1000);
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.stopped) this.end();
    });
  }

  isOver(messages: number): boolean {
    return this.stopped || messages >= this.most;
  }

  /** Another message was recorded. */
  heard(): void {
    if (this.count() >= this.most) this.stop();
  }

  stop(): void {
    this.stopped = true;
    this.end();
  }
}
