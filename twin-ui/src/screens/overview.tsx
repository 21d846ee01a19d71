/** All trains of the plant, in 3D or as a table, with the worst of them beside. */
import { lazy, Suspense } from 'react';
import { useWord } from '../app/address.js';
import { isActive, worstByAsset } from '../live/belief.js';
import { number } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { AlarmList } from '../panels/alarm-list.js';
import { AreaList } from '../panels/area-list.js';
import { AssetTable } from '../panels/asset-table.js';
import { WorstList } from '../panels/worst-list.js';

const PlantStage = lazy(() =>
  import('./plant-stage.js').then((module) => ({ default: module.PlantStage })),
);

export function Overview() {
  const [shape, setShape] = useWord<string>('as', 'plant');
  const alarms = useTwin((state) => state.alarms);
  const plant = useTwin((state) => state.manifest?.plant);
  return (
    <main className="with-aside">
      <section className="stage" aria-label="Plant">
        <h1 className="hidden">Overview of {plant ?? 'the plant'}</h1>
        {shape === 'table' ? (
          <AssetTable />
        ) : (
          <Suspense fallback={<p className="loading">Building the plant …</p>}>
            <PlantStage />
          </Suspense>
        )}
        <Indicators />
        <fieldset className="tools">
          <legend className="hidden">Show as</legend>
          {[
            ['plant', '3D'],
            ['table', 'Table'],
          ].map(([name, title]) => (
            <button
              key={name}
              type="button"
              data-testid={`as-${name}`}
              aria-pressed={shape === name}
              onClick={() => setShape(name)}
            >
              {title}
            </button>
          ))}
        </fieldset>
      </section>
      <aside aria-label="Machines that need attention">
        <WorstList />
        <AreaList />
        <section className="card" aria-label="Alarms">
          <header>
            <h3>Alarms</h3>
            <b className="value">{alarms.filter(isActive).length}</b>
          </header>
          <AlarmList
            alarms={alarms.filter((alarm) => alarm.state !== 'NORMAL')}
            empty="None stand."
            limit={12}
          />
        </section>
      </aside>
    </main>
  );
}

/** The plant in five numbers. */
function Indicators() {
  const assets = useTwin((state) => state.assets);
  const alarms = useTwin((state) => state.alarms);
  useFrames();
  const sum = (name: string) => {
    let total = 0;
    for (const asset of assets.keys()) {
      const value = frames.value(`${asset}.${name}`);
      if (Number.isFinite(value)) total += value;
    }
    return total;
  };
  const kW = sum('motor.power');
  const flow = sum('pump.flow');
  const worst = worstByAsset(alarms);
  const entries = [
    ['Running', `${number(sum('motor.running'), 0)} of ${assets.size}`, ''],
    ['Flow', number(flow, 0), 'm³/h'],
    ['Power', number(kW, 0), 'kW'],
    ['Specific energy', flow > 0 ? number(kW / flow, 3) : '–', 'kWh/m³'],
    ['In alarm', String(worst.size), worst.size === 1 ? 'machine' : 'machines'],
  ];
  return (
    <dl className="indicators">
      {entries.map(([title, value, unit]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {value} <i>{unit}</i>
          </dd>
        </div>
      ))}
    </dl>
  );
}
