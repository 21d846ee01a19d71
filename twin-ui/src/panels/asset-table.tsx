/** Every machine as a row: the overview for keyboards and readers of tables. */
import type { AssetEntry } from '@plant47/contract';
import { useState } from 'react';
import { Link } from 'wouter';
import { carried } from '../app/address.js';
import { hoursLeft, priorityOf, worstByAsset } from '../live/belief.js';
import { assetText, componentText, number } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { shown } from './value-card.js';

const COLUMNS: readonly (readonly [name: string, title: string, unit: string])[] = [
  ['bearing-de.temperature', 'DE bearing', '°C'],
  ['motor.winding-temperature', 'Winding', '°C'],
  ['bearing-de.velocity', 'Velocity', 'mm/s'],
  ['motor.power', 'Power', 'kW'],
  ['pump.flow', 'Flow', 'm³/h'],
];

type Order = { readonly by: string; readonly falling: boolean };

export function AssetTable() {
  const assets = useTwin((state) => state.assets);
  const alarms = useTwin((state) => state.alarms);
  const rul = useTwin((state) => state.rul);
  const [order, setOrder] = useState<Order>({ by: 'belief', falling: true });
  useFrames();
  const worst = worstByAsset(alarms);
  const rank = (entry: AssetEntry): number => {
    if (order.by === 'belief') return -(worst.get(entry.asset)?.priority ?? 9);
    const value = frames.value(`${entry.asset}.${order.by}`);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const rows = [...assets.values()].sort((a, b) => (rank(b) - rank(a)) * (order.falling ? 1 : -1));
  const head = (by: string, title: string, unit = '') => (
    <th
      key={by}
      className={by === 'belief' ? '' : 'right'}
      aria-sort={order.by === by ? (order.falling ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        onClick={() => setOrder({ by, falling: order.by === by ? !order.falling : true })}
      >
        {title} <i>{unit}</i>
      </button>
    </th>
  );
  return (
    <div className="table-box">
      <table className="assets">
        <caption className="hidden">All machines with their newest values</caption>
        <thead>
          <tr>
            <th>Machine</th>
            <th>Area</th>
            {head('belief', "Engine's belief")}
            {COLUMNS.map(([name, title, unit]) => head(name, title, unit))}
            <th className="right">RUL P50</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => {
            const alarm = worst.get(entry.asset);
            const left = hoursLeft(rul, entry.asset, frames.simTs);
            return (
              <tr key={entry.asset} data-testid={`row-${entry.asset}`}>
                <td>
                  <Link href={`/m/${entry.asset}${carried()}`}>{assetText(entry.asset)}</Link>
                </td>
                <td>{entry.area.replaceAll('-', ' ')}</td>
                <td style={alarm ? { color: priorityOf(alarm.priority).colour } : {}}>
                  {alarm
                    ? `${priorityOf(alarm.priority).mark} ${componentText(alarm.component)}`
                    : '–'}
                </td>
                {COLUMNS.map(([name]) => (
                  <td key={name} className="figure">
                    {shown(entry, name)}
                  </td>
                ))}
                <td className="figure">{left ? `${number(left.p50, 0)} h` : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
