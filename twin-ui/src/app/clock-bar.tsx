/** Foot of the page: time controls, the run's timeline with its marks, the clock. */
import { allows } from '@plant47/contract';
import { alarmText, isActive, priorityOf } from '../live/belief.js';
import { calendarDate, clockTime, rateText, shortTime, span } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useSimTime } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { clock, toggleClock } from './commands.js';

const RATES = [1, 60, 600] as const;
const STEPS = [
  { seconds: 600, label: '+10 min' },
  { seconds: 3_600, label: '+1 h' },
] as const;

export function ClockBar() {
  const state = useTwin((twin) => twin.clock);
  const role = useTwin((twin) => twin.role);
  const now = useSimTime();
  const running = state?.state === 'run';
  const instructs = allows(role, 'instructor');
  return (
    <footer className="clock-bar">
      {instructs && (
        <div className="transport" role="toolbar" aria-label="Time controls">
          <button
            type="button"
            className="icon"
            data-testid={running ? 'freeze' : 'run'}
            aria-label={running ? 'Freeze' : 'Run'}
            title={`${running ? 'Freeze' : 'Run'} (Space)`}
            disabled={state?.state === 'end' || !state}
            onClick={toggleClock}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d={running ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5l9 5.5-9 5.5z'} />
            </svg>
          </button>
          {STEPS.map(({ seconds, label }) => (
            <button
              key={seconds}
              type="button"
              data-testid={`step-${seconds}`}
              title="Advance, then freeze"
              onClick={() => clock({ verb: 'advance', seconds })}
            >
              {label}
            </button>
          ))}
          <Rates current={running ? state.rate : undefined} />
        </div>
      )}
      <Timeline now={now} />
      <div
        className="clock-now"
        data-testid="clock-simts"
        data-simts={state?.simTs ?? 0}
        data-scanned={frames.simTs}
        data-state={state?.state ?? 'none'}
      >
        <b>{state ? clockTime(now) : '--:--:--'}</b>
        <span>{running ? rateText(state.rate) : (state?.state ?? 'no plant')}</span>
      </div>
    </footer>
  );
}

function Rates({ current }: { readonly current: number | undefined }) {
  return (
    <fieldset className="rates">
      <legend className="hidden">Rate</legend>
      {RATES.map((rate) => (
        <button
          key={rate}
          type="button"
          data-testid={`rate-${rate}`}
          aria-pressed={current === rate}
          title={`${span(rate)} of plant a second`}
          onClick={() => clock({ verb: 'rate', rate })}
        >
          ×{rate}
        </button>
      ))}
      <button
        type="button"
        data-testid="rate-max"
        aria-pressed={current === 0}
        title="As fast as all clients can follow"
        onClick={() => clock({ verb: 'max' })}
      >
        max
      </button>
    </fieldset>
  );
}

function Timeline({ now }: { readonly now: number }) {
  const manifest = useTwin((twin) => twin.manifest);
  const alarms = useTwin((twin) => twin.alarms);
  const exercise = useTwin((twin) => twin.exercise);
  if (!manifest || now <= manifest.epoch) return <div className="timeline" />;
  const whole = Math.max(now - manifest.epoch, 3_600_000) * 1.03;
  const at = (ts: number) =>
    `${Math.min(100, Math.max(0, ((ts - manifest.epoch) / whole) * 100))}%`;
  const marks = (exercise?.marks ?? []).filter((mark) => mark.simTs !== null);
  return (
    <div
      className="timeline"
      role="img"
      aria-label={`Run from ${calendarDate(manifest.epoch)} to ${calendarDate(now)}, ${alarms.length} alarms`}
    >
      <i className="passed" style={{ width: at(now) }} />
      <i
        className="learning"
        style={{ width: at(Math.min(now, manifest.learningUntil)) }}
        title={`The engine learns until ${shortTime(manifest.learningUntil)}`}
      />
      {alarms.filter(isActive).map((alarm) => (
        <i
          key={alarm.id}
          className="stands"
          style={{ left: at(alarm.raisedAt), right: `calc(100% - ${at(now)})` }}
        />
      ))}
      {alarms.slice(0, 60).map((alarm) => (
        <i
          key={`raised ${alarm.id}`}
          className="mark"
          style={{ left: at(alarm.raisedAt), background: priorityOf(alarm.priority).colour }}
          title={`${shortTime(alarm.raisedAt)} ${alarmText(alarm)}`}
        />
      ))}
      {marks.map((mark) => (
        <i
          key={mark.mark}
          className="mark exercise"
          style={{ left: at(mark.simTs ?? 0) }}
          title={`${mark.mark} ${shortTime(mark.simTs ?? 0)}`}
        />
      ))}
      <i className="cursor" style={{ left: at(now) }} />
      <span className="from">{shortTime(manifest.epoch)}</span>
    </div>
  );
}
