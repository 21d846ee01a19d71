/** Alarms as rows: mark of priority, state, words, time, acknowledgement. */
import { type AlarmView, allows } from '@plant47/contract';
import { Link } from 'wouter';
import { carried } from '../app/address.js';
import { acknowledge } from '../app/commands.js';
import { alarmText, byImportance, isUnacknowledged, priorityOf } from '../live/belief.js';
import { assetText, componentText, shortTime } from '../live/format.js';
import { useTwin } from '../live/twin-store.js';

const STATES: Record<AlarmView['state'], string> = {
  UNACK: 'unacknowledged',
  ACK: 'acknowledged',
  RTN_UNACK: 'returned, unacknowledged',
  NORMAL: 'returned to normal',
};

export function PriorityMark({ priority }: { readonly priority: number }) {
  const { name, mark, colour } = priorityOf(priority);
  return (
    <span className="priority" style={{ background: colour }} title={`priority ${priority}`}>
      <span aria-hidden="true">{mark}</span> {priority} {name}
    </span>
  );
}

interface AlarmListProps {
  readonly alarms: readonly AlarmView[];
  readonly empty: string;
  readonly limit?: number;
}

export function AlarmList({ alarms, empty, limit = 200 }: AlarmListProps) {
  const role = useTwin((state) => state.role);
  const rows = [...alarms].sort(byImportance).slice(0, limit);
  if (rows.length === 0) return <p className="empty">{empty}</p>;
  return (
    <ul className="alarms">
      {rows.map((alarm) => (
        <li
          key={alarm.id}
          className={isUnacknowledged(alarm) ? 'alarm waiting' : 'alarm'}
          data-testid="alarm-row"
          data-alarm-id={alarm.id}
          data-state={alarm.state}
          style={{ borderLeftColor: priorityOf(alarm.priority).colour }}
        >
          <div>
            <PriorityMark priority={alarm.priority} />
            <Link href={`/m/${alarm.asset}${carried()}`}>{assetText(alarm.asset)}</Link>
            <time>{shortTime(alarm.raisedAt)}</time>
          </div>
          <p>{alarmText(alarm)}</p>
          <div>
            <small>
              {componentText(alarm.component)} · {STATES[alarm.state]}
            </small>
            {isUnacknowledged(alarm) && allows(role, 'trainee') && (
              <button type="button" onClick={() => acknowledge(alarm)}>
                Acknowledge
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
