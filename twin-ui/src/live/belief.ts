/** What the engine believes of each asset, read from the alarm list. */
import type { AlarmView, RulClaim } from '@plant47/contract';

/** Shape and colour of the four priorities; the letter is never colour alone. */
export const PRIORITIES = [
  { priority: 1, name: 'URGENT', mark: '■', colour: '#b91c1c' },
  { priority: 2, name: 'HIGH', mark: '◆', colour: '#c2410c' },
  { priority: 3, name: 'MEDIUM', mark: '▲', colour: '#946200' },
  { priority: 4, name: 'LOW', mark: '●', colour: '#6d28d9' },
] as const;

export type Priority = (typeof PRIORITIES)[number];

export const priorityOf = (n: number): Priority =>
  PRIORITIES[Math.min(4, Math.max(1, Math.round(n))) - 1];

/** Alarms that stand: raised and not yet back to normal. */
export const isActive = (alarm: AlarmView): boolean =>
  alarm.state === 'UNACK' || alarm.state === 'ACK';
export const isUnacknowledged = (alarm: AlarmView): boolean =>
  alarm.state === 'UNACK' || alarm.state === 'RTN_UNACK';

/** An alarm's words without the asset's name, which stands beside them. */
export function alarmText(alarm: AlarmView): string {
  const { asset } = alarm;
  const named = alarm.text.startsWith(`${asset}:`) || alarm.text.startsWith(`${asset} `);
  const text = named ? alarm.text.slice(asset.length + 1).trim() : alarm.text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Most important first: unacknowledged, then priority, then newest. */
export function byImportance(a: AlarmView, b: AlarmView): number {
  const waiting = Number(isUnacknowledged(b)) - Number(isUnacknowledged(a));
  return waiting || a.priority - b.priority || b.raisedAt - a.raisedAt;
}

/** The alarm that the banner shows: the most important unacknowledged one. */
export function bannerAlarm(alarms: readonly AlarmView[]): AlarmView | undefined {
  return alarms.filter(isUnacknowledged).sort(byImportance)[0];
}

/** The standing alarm of each asset that has one, the most important where there are several. */
export function worstByAsset(alarms: readonly AlarmView[]): Map<string, AlarmView> {
  const worst = new Map<string, AlarmView>();
  const rank = (a: AlarmView, b: AlarmView) => a.priority - b.priority || b.raisedAt - a.raisedAt;
  for (const alarm of alarms.filter(isActive).sort(rank)) {
    if (!worst.has(alarm.asset)) worst.set(alarm.asset, alarm);
  }
  return worst;
}

export interface HoursLeft {
  readonly claim: RulClaim;
  /** Hours since the claim's newest sample. */
  readonly passed: number;
  /** Hours from now to the event; the early ones may have passed and are then 0. */
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** The shortest remaining life that is claimed for an asset; undefined where there is none, and
 *  where even the claim's P90 has passed. `now` is simulated Unix time, ms. */
export function hoursLeft(
  rul: readonly RulClaim[],
  asset: string,
  now: number,
): HoursLeft | undefined {
  const passed = (claim: RulClaim) => Math.max(0, now - claim.dataTs) / 3_600_000;
  const quantile = (claim: RulClaim, q: number) => {
    const s = claim.quantiles.find((entry) => Math.abs(entry.q - q) < 1e-6)?.s ?? Number.NaN;
    return Math.max(0, s / 3600 - passed(claim));
  };
  return rul
    .filter((claim) => claim.asset === asset && claim.status === 'ok')
    .map((claim) => ({
      claim,
      passed: passed(claim),
      p10: quantile(claim, 0.1),
      p50: quantile(claim, 0.5),
      p90: quantile(claim, 0.9),
    }))
    .filter((left) => left.p90 > 0)
    .sort((a, b) => a.p50 - b.p50)[0];
}
