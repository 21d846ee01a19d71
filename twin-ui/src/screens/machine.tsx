/** One machine: the cut-away train, its values, and what one may do. */
import type { AssetEntry } from '@plant47/contract';
import { lazy, Suspense } from 'react';
import { useWord } from '../app/address.js';
import { age, assetText } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames, useSimTime } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { MachineSide } from '../panels/machine-side.js';
import { LayerTools, ViewTools } from './machine-tools.js';

const MachineStage = lazy(() =>
  import('./machine-stage.js').then((module) => ({ default: module.MachineStage })),
);
const AnalysisDock = lazy(() =>
  import('../panels/analysis-dock.js').then((module) => ({ default: module.AnalysisDock })),
);
export function Machine({ id }: { readonly id: string }) {
  const asset = useTwin((state) => state.assets.get(id));
  const known = useTwin((state) => state.assets.size > 0);
  const [panel] = useWord<string>('panel', 'none');
  if (!asset) {
    return (
      <main className="plain">
        <h1>{assetText(id)}</h1>
        <p>{known ? 'This plant has no such machine.' : "Waiting for the plant's catalogue …"}</p>
      </main>
    );
  }
  return (
    <main className="with-aside">
      <section className={panel === 'none' ? 'stage' : 'stage docked'} aria-label="Machine">
        <div className="picture">
          <Suspense fallback={<p className="loading">Building the machine …</p>}>
            <MachineStage asset={asset} />
          </Suspense>
          <Heading asset={asset} />
          <ViewTools />
        </div>
        {panel !== 'none' && (
          <Suspense fallback={null}>
            <AnalysisDock asset={asset} />
          </Suspense>
        )}
        <LayerTools />
      </section>
      <MachineSide asset={asset} />
    </main>
  );
}

function Heading({ asset }: { readonly asset: AssetEntry }) {
  const { nameplate: n } = asset;
  const now = useSimTime();
  useFrames();
  const running = frames.value(`${asset.asset}.motor.running`);
  return (
    <div className="machine-heading" data-keep-off>
      <h1>{assetText(asset.asset)}</h1>
      <p>
        {n.power_kW} kW · {n.speed_rpm} min⁻¹ · pump {n.pump}
        {n.drive ? ' · converter' : ''}
      </p>
      <p>
        <b className="run-state">
          {running === 0 ? 'stopped' : running > 0 ? 'running' : 'unknown'}
        </b>
        {frames.simTs > 0 && age(frames.simTs, now)}
      </p>
    </div>
  );
}
