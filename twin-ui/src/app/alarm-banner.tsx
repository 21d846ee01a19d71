/** One line: the most important unacknowledged alarm, and how many there are of each priority. */
import { allows } from '@plant47/contract';
import { Link } from 'wouter';
import { alarmText, bannerAlarm, isActive, PRIORITIES, priorityOf } from '../live/belief.js';
import { componentText, shortTime } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { PriorityMark } from '../panels/alarm-list.js';
import { shownWithUnit } from '../panels/value-card.js';
import { carried } from './address.js';
import { acknowledge } from './commands.js';

export function AlarmBanner() {
  const alarms = useTwin((state) => state.alarms);
  const role = useTwin((state) => state.role);
  const alarm = bannerAlarm(alarms);
  const standing = alarms.filter(isActive);
  return (
    <div
      className={alarm ? 'banner raised' : 'banner'}
      style={alarm ? { borderLeftColor: priorityOf(alarm.priority).colour } : {}}
      data-testid="alarm-banner"
      data-alarm-id={alarm?.id}
      role="status"
    >
      {alarm ? (
        <>
          <PriorityMark priority={alarm.priority} />
          <b className="words">{alarmText(alarm)}</b>
          <Link href={`/m/${alarm.asset}${carried()}`}>{alarm.asset}</Link>
          <span className="soft">
            {componentText(alarm.component)}
            <AlarmValue asset={alarm.asset} component={alarm.component} /> ·{' '}
            {shortTime(alarm.raisedAt)} · unacknowledged
          </span>
        </>
      ) : (
        <span className="soft">
          {standing.length === 0 ? 'No alarms stand' : `${standing.length} acknowledged`}
        </span>
      )}
      <span className="spring" />
      <span className="counts">
        {PRIORITIES.map(({ priority, mark, colour, name }) => {
          const count = standing.filter((entry) => entry.priority === priority).length;
          return (
            <span
              key={priority}
              className={count ? 'count' : 'count none'}
              style={count ? { color: colour } : {}}
              title={`${name.toLowerCase()} alarms that stand`}
            >
              <span aria-hidden="true">{mark}</span>
              <span className="hidden">{name.toLowerCase()}: </span>
              {count}
            </span>
          );
        })}
      </span>
      {alarm && allows(role, 'trainee') && (
        <button type="button" data-testid="ack" onClick={() => acknowledge(alarm)}>
          Acknowledge
        </button>
      )}
    </div>
  );
}

/** The component's temperature or velocity beside the alarm's words. */
function AlarmValue({ asset, component }: { readonly asset: string; readonly component: string }) {
  const entry = useTwin((state) => state.assets.get(asset));
  useFrames();
  if (!entry) return null;
  const names = [`${component}.temperature`, 'bearing-de.velocity', 'motor.power'];
  const name = names.find((candidate) => frames.has(`${asset}.${candidate}`));
  return name ? <> · {shownWithUnit(entry, name)}</> : null;
}
