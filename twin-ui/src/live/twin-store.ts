/** What the twin knows besides values: role, clock, catalogue, alarms, claims, exercise. */
import type {
  AlarmView,
  AssetEntry,
  ClockMessage,
  ExerciseView,
  Manifest,
  Role,
  RulClaim,
  TruthView,
  TwinMessage,
} from '@plant47/contract';
import { create } from 'zustand';
import { frames } from './frame-store.js';

export type Connection = 'connecting' | 'open' | 'waiting';

interface TwinState {
  readonly connection: Connection;
  readonly role: Role;
  readonly clock: ClockMessage | undefined;
  /** Time of the page at which the clock message came, ms. */
  readonly clockAt: number;
  readonly manifest: Manifest | undefined;
  readonly assets: ReadonlyMap<string, AssetEntry>;
  readonly alarms: readonly AlarmView[];
  readonly rul: readonly RulClaim[];
  readonly exercise: ExerciseView | undefined;
  readonly progress: { readonly label: string; readonly fraction: number } | undefined;
  readonly truth: TruthView | undefined;
  /** One line that tells of the last refusal or success; shown for a while. */
  readonly notice:
    | { readonly text: string; readonly bad: boolean; readonly id: number }
    | undefined;
}

export const useTwin = create<TwinState>(() => ({
  connection: 'connecting',
  role: 'viewer',
  clock: undefined,
  clockAt: 0,
  manifest: undefined,
  assets: new Map(),
  alarms: [],
  rul: [],
  exercise: undefined,
  progress: undefined,
  truth: undefined,
  notice: undefined,
}));

let notices = 0;
/** Shows one line at the foot of the page. */
export function notify(text: string, bad = false): void {
  useTwin.setState({ notice: { text, bad, id: ++notices } });
}

/** Takes a text message of the socket. */
export function receive(message: TwinMessage): void {
  switch (message.type) {
    case 'hello': {
      frames.reset(message.manifest, message.points);
      useTwin.setState({
        role: message.role,
        clock: message.clock,
        clockAt: performance.now(),
        manifest: message.manifest,
        assets: new Map(message.manifest.assets.map((entry) => [entry.asset, entry])),
        alarms: [],
        rul: [],
        exercise: undefined,
        progress: undefined,
        truth: undefined,
      });
      return;
    }
    case 'clock':
      useTwin.setState({ clock: message.clock, clockAt: performance.now() });
      return;
    case 'alarms':
      useTwin.setState({ alarms: message.alarms });
      return;
    case 'rul':
      useTwin.setState({ rul: message.rul });
      return;
    case 'exercise':
      useTwin.setState({ exercise: message.exercise });
      return;
    case 'progress': {
      const done = message.fraction >= 1;
      useTwin.setState({ progress: done ? undefined : message });
      return;
    }
    case 'truth':
      useTwin.setState({ truth: message.truth });
      return;
  }
}

/** Simulated time now, ms: the clock's last word, carried on at its rate but never past a scan. */
export function simNow(): number {
  const { clock, clockAt, manifest } = useTwin.getState();
  if (!clock) return 0;
  if (clock.state !== 'run' || clock.rate === 0) return clock.simTs;
  const passed = (performance.now() - clockAt) * clock.rate;
  return clock.simTs + Math.min(passed, (manifest?.scalars_s ?? 1) * 1000);
}
