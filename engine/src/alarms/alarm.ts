/** One alarm per component: delays, hysteresis of time, claims when something material changes. */
import type { AlarmClaim } from '@plant47/contract';
import type { Hypothesis } from '../diagnose/matrix.js';
import { type AlarmLife, nextLife } from './lifecycle.js';

export interface Evidence {
  readonly point?: string;
  readonly feature?: string;
  readonly value: number;
  readonly limit?: number;
  readonly unit?: string;
}

/** What the diagnosis says of a component now. */
export interface Finding {
  readonly component: string;
  readonly hypotheses: readonly Hypothesis[];
  readonly priority: 1 | 2 | 3 | 4;
  readonly healthIndex: number;
  /** Median hours left; 0 where nothing is forecast. */
  readonly life_h: number;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

export interface AlarmState {
  life: AlarmLife;
  alarmId: string;
  episode: number;
  raisedAt: number;
  /** Simulated time since which nothing has supported the alarm; 0 while something does. */
  quietSince: number;
  lastClaimAt: number;
  topFault: string;
  topP: number;
  priority: number;
  life_h: number;
  last: Finding | null;
}

export const initAlarm = (): AlarmState => ({
  life: 'NORMAL',
  alarmId: '',
  episode: 0,
  raisedAt: 0,
  quietSince: 0,
  lastClaimAt: 0,
  topFault: '',
  topP: 0,
  priority: 4,
  life_h: 0,
  last: null,
});

/** An alarm clears after so long without support. */
const OFF_DELAY_MS = 3 * 3_600_000;
/** A standing alarm is repeated with fresh numbers this often. */
const REPEAT_MS = 12 * 3_600_000;

export const isActive = (state: AlarmState): boolean =>
  state.life === 'UNACK' || state.life === 'ACK';

export type AlarmBody = Pick<AlarmClaim, 'alarmId' | 'state' | 'priority' | 'hypotheses'> &
  Partial<Pick<AlarmClaim, 'component' | 'healthIndex' | 'text' | 'evidence'>> & {
    readonly lifecycle: AlarmLife;
  };

function bodyOf(state: AlarmState, verb: AlarmBody['state'], finding: Finding): AlarmBody {
  return {
    alarmId: state.alarmId,
    state: verb,
    priority: finding.priority,
    component: finding.component,
    hypotheses: [...finding.hypotheses],
    healthIndex: finding.healthIndex,
    text: finding.text,
    evidence: finding.evidence.map((e) => ({ ...e })),
    lifecycle: state.life,
  };
}

/** One decision: the finding of this component or undefined. A claim where something is new. */
export function stepAlarm(
  state: AlarmState,
  asset: string,
  component: string,
  finding: Finding | undefined,
  simTs: number,
): AlarmBody | undefined {
  if (finding) return supportAlarm(state, asset, finding, simTs);
  if (!isActive(state) || !state.last) return undefined;
  if (state.quietSince === 0) state.quietSince = simTs;
  if (simTs - state.quietSince < OFF_DELAY_MS) return undefined;
  state.life = nextLife(state.life, 'return');
  state.lastClaimAt = simTs;
  const text = `${asset} ${component}: back within its limits`;
  return bodyOf(state, 'cleared', { ...state.last, text, evidence: [], healthIndex: 1 });
}

/** A forecast is news when it is the first, or a third shorter than the one last told. */
const lifeChanged = (before_h: number, now_h: number): boolean =>
  now_h > 0 && (before_h === 0 || now_h < 0.67 * before_h);

function supportAlarm(
  state: AlarmState,
  asset: string,
  finding: Finding,
  simTs: number,
): AlarmBody | undefined {
  const top = finding.hypotheses[0];
  const fault = top?.fault ?? 'unknown';
  const p = top?.p ?? 0;
  state.quietSince = 0;
  state.last = finding;
  let verb: AlarmBody['state'] | undefined;
  if (!isActive(state)) {
    state.life = nextLife(state.life, 'raise');
    state.episode += 1;
    state.alarmId = `${asset}.${finding.component}#${state.episode}`;
    state.raisedAt = simTs;
    verb = 'raised';
  } else if (
    fault !== state.topFault ||
    Math.abs(p - state.topP) >= 0.15 ||
    finding.priority < state.priority ||
    lifeChanged(state.life_h, finding.life_h) ||
    simTs - state.lastClaimAt >= REPEAT_MS
  ) {
    verb = 'updated';
  }
  if (!verb) return undefined;
  state.topFault = fault;
  state.topP = p;
  state.priority = finding.priority;
  state.life_h = finding.life_h;
  state.lastClaimAt = simTs;
  return bodyOf(state, verb, finding);
}

/** An operator has seen it. */
export function acknowledge(state: AlarmState): AlarmBody | undefined {
  if (!state.last) return undefined;
  const before = state.life;
  state.life = nextLife(state.life, 'acknowledge');
  if (state.life === before) return undefined;
  return bodyOf(state, state.life === 'NORMAL' ? 'cleared' : 'updated', state.last);
}
