/** The alarm list with its priorities and states. */

import { useWord } from '../app/address.js';
import { isActive, isUnacknowledged } from '../live/belief.js';
import { useTwin } from '../live/twin-store.js';
import { AlarmList } from '../panels/alarm-list.js';

const FILTERS = [
  ['standing', 'Standing'],
  ['waiting', 'Unacknowledged'],
  ['all', 'Journal'],
] as const;

export function Alarms() {
  const alarms = useTwin((state) => state.alarms);
  const [filter, setFilter] = useWord<string>('list', 'standing');
  const kept = alarms.filter((alarm) => {
    if (filter === 'all') return true;
    return filter === 'waiting' ? isUnacknowledged(alarm) : alarm.state !== 'NORMAL';
  });
  return (
    <main className="plain">
      <h1>Alarms</h1>
      <div className="tabs" role="tablist">
        {FILTERS.map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={filter === name}
            onClick={() => setFilter(name)}
          >
            {title}
          </button>
        ))}
        <span className="soft">{alarms.filter(isActive).length} stand</span>
      </div>
      <AlarmList
        alarms={kept}
        empty="None here. An alarm that an analytics raises appears at once."
      />
    </main>
  );
}
