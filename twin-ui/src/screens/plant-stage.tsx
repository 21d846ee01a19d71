/** The 3D overview: scene, hover card, summary for those who do not see it. */
import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { carried } from '../app/address.js';
import { alarmText, priorityOf, worstByAsset } from '../live/belief.js';
import { assetText, componentText } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { Sparkline } from '../panels/sparkline.js';
import { shownWithUnit } from '../panels/value-card.js';
import { Pacer } from '../scene/pacer.js';
import { layoutOf } from '../scene/plant/layout.js';
import { FOV, PlantScene } from '../scene/plant/plant-scene.js';
import { Stage } from '../scene/stage.js';
import { Studio } from '../scene/studio.js';

interface Hover {
  readonly asset: string;
  readonly x: number;
  readonly y: number;
}

export function PlantStage() {
  const manifest = useTwin((state) => state.manifest);
  const alarms = useTwin((state) => state.alarms);
  const [hover, setHover] = useState<Hover>();
  const [, go] = useLocation();
  useFrames();
  const layout = useMemo(() => manifest && layoutOf(manifest.assets), [manifest]);
  const worst = useMemo(() => worstByAsset(alarms), [alarms]);
  const standing = manifest?.assets
    .map((entry) => entry.asset)
    .filter((asset) => frames.value(`${asset}.motor.running`) === 0)
    .join(',');
  const stopped = useMemo(() => new Set(standing ? standing.split(',') : []), [standing]);
  const onHover = useCallback(
    (asset: string | undefined, x: number, y: number) =>
      setHover(asset ? { asset, x, y } : undefined),
    [],
  );
  const onOpen = useCallback((asset: string) => go(`/m/${asset}${carried()}`), [go]);
  if (!layout) return <p className="loading">Waiting for the plant's catalogue …</p>;
  const { reach, centre } = layout;
  const summary = `${layout.trains.length} trains in ${layout.areas.length} areas, ${worst.size} in alarm`;
  return (
    <>
      <Stage
        label={summary}
        camera={{ fov: FOV, position: [0, reach * 2, reach * 2] }}
        near={reach / 20}
        far={reach * 20}
      >
        <Studio
          reach={reach * 1.25}
          sun={[reach * 0.9, reach * 2.2, reach * 0.9]}
          fog={[reach * 4.2, reach * 8]}
          target={[centre[0], 0, centre[1]]}
        />
        <PlantScene
          layout={layout}
          worst={worst}
          stopped={stopped}
          hovered={hover?.asset}
          onHover={onHover}
          onOpen={onOpen}
        />
        <Pacer moving={false} shadowsOf={layout} />
      </Stage>
      {hover && <HoverCard {...hover} />}
    </>
  );
}

/** Width that a card needs beside the pointer, CSS px. */
const CARD_PX = 250;

function HoverCard({ asset, x, y }: Hover) {
  const entry = useTwin((state) => state.assets.get(asset));
  const alarms = useTwin((state) => state.alarms);
  if (!entry) return null;
  const alarm = worstByAsset(alarms).get(asset);
  const rows: [string, string, number][] = [
    ['DE bearing', 'bearing-de.temperature', 5],
    ['Velocity', 'bearing-de.velocity', 1],
    ['Flow', 'pump.flow', entry.nameplate.flow_m3h * 0.2],
  ];
  const left = x + 18 + CARD_PX > innerWidth ? x - 18 - CARD_PX : x + 18;
  return (
    <div
      className="hover-card"
      data-testid="hover-card"
      style={{ left, top: Math.min(y + 10, innerHeight - 210) }}
    >
      <header>
        <b>{assetText(asset)}</b>
        <span>
          {entry.nameplate.power_kW} kW · {entry.area.replaceAll('-', ' ')}
        </span>
      </header>
      {alarm && (
        <p style={{ color: priorityOf(alarm.priority).colour }}>
          {priorityOf(alarm.priority).mark} {alarmText(alarm)}, {componentText(alarm.component)}
        </p>
      )}
      {rows.map(([title, name, least]) => {
        const { t, v } = frames.recent(`${asset}.${name}`);
        return (
          <div key={name}>
            <span>{title}</span>
            <Sparkline trend={{ simTs: t, values: v }} height={20} least={least} label={title} />
            <b>{shownWithUnit(entry, name)}</b>
          </div>
        );
      })}
    </div>
  );
}
