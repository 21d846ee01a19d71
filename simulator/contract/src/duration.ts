/** Durations as files and flags write them: `90s`, `10 min`, `24h`, `30d`. */

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

/** Seconds of a duration, or undefined where the text is not one (a bare number is not). */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|min|h|d)$/.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 0);
}

/** The shortest whole unit that states the duration: 86400 → `1d`. */
export function formatDuration(seconds: number): string {
  for (const unit of ['d', 'h', 'min', 's']) {
    const size = SECONDS[unit] ?? 1;
    if (seconds >= size && Number.isInteger(seconds / size)) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}
