/** The areas of the plant in a few numbers each. */
import { worstByAsset } from '../live/belief.js';
import { number } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';

export function AreaList() {
  const assets = useTwin((state) => state.assets);
  const alarms = useTwin((state) => state.alarms);
  useFrames();
  const worst = worstByAsset(alarms);
  const all = [...assets.values()];
  const areas = [...new Set(all.map((entry) => entry.area))];
  const sum = (ids: readonly string[], name: string) =>
    ids.reduce((total, id) => {
      const value = frames.value(`${id}.${name}`);
      return Number.isFinite(value) ? total + value : total;
    }, 0);
  return (
    <section className="card" aria-label="Areas">
      <table className="areas">
        <thead>
          <tr>
            <th>Area</th>
            <th>Running</th>
            <th>m³/h</th>
            <th>kW</th>
            <th>Alarms</th>
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => {
            const ids = all.filter((entry) => entry.area === area).map((entry) => entry.asset);
            return (
              <tr key={area}>
                <td>{area.replaceAll('-', ' ')}</td>
                <td>
                  {number(sum(ids, 'motor.running'), 0)}/{ids.length}
                </td>
                <td>{number(sum(ids, 'pump.flow'), 0)}</td>
                <td>{number(sum(ids, 'motor.power'), 0)}</td>
                <td>{ids.filter((id) => worst.has(id)).length || '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
