/** The operator's alarm list, made of what analytics claim; ISA-18.2 states. */
import type { AlarmClaim, AlarmView, RulClaim } from '@plant47/contract';

/** Alarms kept, ended ones included; the oldest ended go first. */
const MAX_ALARMS = 2_000;

type Stored = { -readonly [K in keyof AlarmView]: AlarmView[K] };

export type BoardEvent = {
  readonly type: 'raised' | 'cleared' | 'updated' | 'acknowledged';
  readonly alarm: AlarmView;
};

/** Alarms by team and id, and the newest RUL claim of each component. */
export class AlarmBoard {
  private readonly byId = new Map<string, Stored>();
  private readonly ruls = new Map<string, RulClaim>();
  private readonly onEvent: (event: BoardEvent) => void;

  constructor(onEvent: (event: BoardEvent) => void) {
    this.onEvent = onEvent;
  }

  /** Every alarm, newest first. */
  get alarms(): AlarmView[] {
    return [...this.byId.values()].reverse();
  }

  get rul(): RulClaim[] {
    return [...this.ruls.values()];
  }

  /** Takes an alarm claim that arrived at `simTs`; returns true where the list changed. */
  claim(team: string, claim: AlarmClaim, simTs: number): boolean {
    const id = `${team}:${claim.alarmId}`;
    const known = this.byId.get(id);
    if (claim.state === 'cleared') return known ? this.clear(known, claim, simTs) : false;
    if (known && known.clearedAt === null) {
      known.claim = claim;
      known.priority = claim.priority;
      known.text = claim.text ?? known.text;
      known.component = claim.component ?? known.component;
      this.onEvent({ type: 'updated', alarm: { ...known } });
      return true;
    }
    const alarm: Stored = {
      id,
      team,
      asset: claim.asset,
      component: claim.component ?? 'train',
      state: 'UNACK',
      priority: claim.priority,
      text: claim.text ?? claim.hypotheses[0]?.fault ?? 'alarm',
      raisedAt: simTs,
      clearedAt: null,
      acknowledgedAt: null,
      claim,
    };
    this.byId.delete(id);
    this.byId.set(id, alarm);
    this.trim();
    this.onEvent({ type: 'raised', alarm: { ...alarm } });
    return true;
  }

  takeRul(team: string, claim: RulClaim): void {
    this.ruls.set(`${team}:${claim.asset}:${claim.component}`, claim);
  }

  /** Acknowledges an alarm; undefined where there is none of this id or it needs none. */
  acknowledge(id: string, simTs: number): AlarmView | undefined {
    const alarm = this.byId.get(id);
    if (!alarm || alarm.acknowledgedAt !== null) return undefined;
    alarm.acknowledgedAt = simTs;
    alarm.state = alarm.state === 'RTN_UNACK' ? 'NORMAL' : 'ACK';
    this.onEvent({ type: 'acknowledged', alarm: { ...alarm } });
    return { ...alarm };
  }

  private clear(alarm: Stored, claim: AlarmClaim, simTs: number): boolean {
    if (alarm.clearedAt !== null) return false;
    alarm.clearedAt = simTs;
    alarm.claim = claim;
    alarm.state = alarm.acknowledgedAt === null ? 'RTN_UNACK' : 'NORMAL';
    this.onEvent({ type: 'cleared', alarm: { ...alarm } });
    return true;
  }

  private trim(): void {
    if (this.byId.size <= MAX_ALARMS) return;
    for (const [id, alarm] of this.byId) {
      if (alarm.clearedAt === null) continue;
      this.byId.delete(id);
      return;
    }
  }
}
