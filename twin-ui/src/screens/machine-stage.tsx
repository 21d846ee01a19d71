/** The 3D machine with labels, prediction, truth where one may see it, and the heat's legend. */
import { type AssetEntry, allows } from '@plant47/contract';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { useLayers, useWord, type View } from '../app/address.js';
import { hoursLeft, priorityOf, worstByAsset } from '../live/belief.js';
import { componentText, number } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { shown, shownWithUnit } from '../panels/value-card.js';
import { Floor } from '../scene/floor.js';
import { HEAT_RAMP, HEAT_SCALE } from '../scene/heat.js';
import { type Label, LabelLayer, LabelMover } from '../scene/labels.js';
import { CameraRig } from '../scene/machine/camera-rig.js';
import { anchorOf, fitTrain, SHAFT_Y, type TrainFit } from '../scene/machine/fit.js';
import { MachineScene, VIBRATION_SCALE } from '../scene/machine/machine-scene.js';
import { FOG } from '../scene/machine/pipes.js';
import { Prediction } from '../scene/machine/prediction.js';
import { SLOWED } from '../scene/machine/shown-turn.js';
import { Pacer } from '../scene/pacer.js';
import { Stage } from '../scene/stage.js';
import { Studio } from '../scene/studio.js';

const TruthGlow = lazy(() =>
  import('../instructor/index.js').then((module) => ({ default: module.TruthGlow })),
);

export function MachineStage({ asset }: { readonly asset: AssetEntry }) {
  const [view] = useWord<View>('view', 'hero');
  const [layers, toggle] = useLayers();
  const role = useTwin((state) => state.role);
  const alarms = useTwin((state) => state.alarms);
  const faulty = useTwin((state) =>
    state.truth?.faults.some((fault) => fault.asset === asset.asset && fault.repairTs === null),
  );
  const alarm = useMemo(() => worstByAsset(alarms).get(asset.asset), [alarms, asset]);
  const fit = useMemo(() => fitTrain(asset), [asset]);
  const layer = useRef<HTMLDivElement>(null);
  const labels = useLabels(asset, fit, layers.has('labels'), view);
  useLayerKeys(toggle);
  return (
    <>
      <Stage
        label={`Cut-away of ${asset.asset}: ${labels.map((label) => `${label.title} ${label.text}`).join('; ')}`}
        camera={{ fov: 30, position: [4.9, 4.9, 12.2] }}
        near={0.1}
        far={90}
      >
        <Studio reach={7} sun={[4.2, 8.5, 5.6]} fog={FOG} target={[0.6, 1, 0]} />
        <CameraRig view={view} />
        <Floor cell={1} fade={26} size={160} />
        <MachineScene asset={asset} layers={layers} guard={view !== 'bearing'}>
          {alarm && (
            <Prediction
              anchor={anchorOf(alarm.component, fit)}
              colour={priorityOf(alarm.priority).colour}
              faint={view === 'bearing' || view === 'nde'}
            />
          )}
          {allows(role, 'instructor') && (
            <Suspense fallback={null}>
              <TruthGlow asset={asset.asset} fit={fit} />
            </Suspense>
          )}
        </MachineScene>
        <LabelMover layer={layer} labels={labels} />
        <Pacer moving shadowsOf={`${asset.asset}${layers.has('section')}`} />
      </Stage>
      <LabelLayer layer={layer} labels={labels} />
      <p className="badges" data-keep-off>
        <span>motion shown {SLOWED}× slower</span>
        {layers.has('vibration') && <span>vibration ×{VIBRATION_SCALE}</span>}
        {alarm && (
          <span>
            <b style={{ color: priorityOf(alarm.priority).colour }}>▨</b> where the engine sees the
            fault
          </span>
        )}
        {faulty && (
          <span>
            <b className="glowing">●</b> truth
          </span>
        )}
      </p>
      {layers.has('heat') && (
        <div className="heat-legend" data-keep-off>
          {HEAT_SCALE.low_C}
          <i style={{ background: `linear-gradient(90deg, ${HEAT_RAMP.join(', ')})` }} />
          {HEAT_SCALE.high_C} °C
        </div>
      )}
    </>
  );
}

function useLayerKeys(toggle: (layer: 'section' | 'heat' | 'vibration') => void): void {
  useEffect(() => {
    const keys = { x: 'section', h: 'heat', v: 'vibration' } as const;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest('input, select, textarea')) return;
      const layer = keys[event.key as keyof typeof keys];
      if (layer) toggle(layer);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [toggle]);
}

/** Labels of the train; a bearing's own where the camera is near it. */
function useLabels(asset: AssetEntry, fit: TrainFit, on: boolean, view: View): readonly Label[] {
  const version = useFrames();
  const alarms = useTwin((state) => state.alarms);
  const rul = useTwin((state) => state.rul);
  return useMemo(() => {
    if (!on || version < 0) return [];
    const alarm = worstByAsset(alarms).get(asset.asset);
    const left = hoursLeft(rul, asset.asset, frames.simTs);
    const colour = (component: string) =>
      alarm?.component === component ? priorityOf(alarm.priority).colour : undefined;
    const bearing = (component: string, offset: readonly [number, number]): Label => {
      const { at, radius } = anchorOf(component, fit);
      const entry = asset.bearings.find((one) => one.component === component);
      const life = alarm?.component === component && left ? ` · ${number(left.p50, 0)} h left` : '';
      return {
        id: component,
        title: `${componentText(component)} ${entry?.designation ?? ''}`,
        text: shownWithUnit(asset, `${component}.temperature`) + life,
        at: [at[0], at[1] + radius * 0.72, at[2] + radius * 0.72],
        offset,
        colour: colour(component),
      };
    };
    const near = view === 'bearing' || view === 'nde';
    const own = view === 'nde' ? 'bearing-nde' : 'bearing-de';
    if (near) return [bearing(own, [150, -150])];
    const pump: Label = {
      id: 'pump',
      title: `Pump ${asset.nameplate.pump}`,
      text: `${shown(asset, 'pump.flow')} m³/h · ${shownWithUnit(asset, 'pump.discharge-pressure')}`,
      at: [3.25, SHAFT_Y + 0.3, 0.6],
      offset: [130, -130],
      colour: colour('pump'),
    };
    const winding: Label = {
      id: 'motor',
      title: 'Winding',
      text: shownWithUnit(asset, 'motor.winding-temperature'),
      at: [-2.5, SHAFT_Y + 0.9, 0.25],
      offset: [-120, -150],
      colour: colour('motor'),
    };
    const pumpEnd =
      alarm?.component === 'pump-bearing-nde' ? 'pump-bearing-nde' : 'pump-bearing-de';
    const ends = [bearing(pumpEnd, [30, 190])];
    if (view === 'pump') return [pump, ...ends];
    const motorEnd =
      alarm?.component === 'bearing-nde' ? [bearing('bearing-nde', [-110, 150])] : [];
    return [bearing('bearing-de', [20, -215]), winding, pump, ...ends, ...motorEnd];
  }, [asset, fit, on, version, alarms, rul, view]);
}
