/** Live value of a point with its trend. */
import type { AssetEntry, PointEntry } from '@plant47/contract';
import { decimalsOf, number, unitText } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { TREND_SPAN_H, useFrames, useTrend } from '../live/hooks.js';
import { Card } from './card.js';
import { Sparkline } from './sparkline.js';

/** The entry of a point in the catalogue, by its id without the asset. */
export function pointOf(asset: AssetEntry, name: string): PointEntry | undefined {
  const id = `${asset.asset}.${name}`;
  for (const device of asset.devices) {
    const point = device.points.find((entry) => entry.id === id);
    if (point) return point;
  }
  return undefined;
}

/** A point's newest value as text without its unit. */
export function shown(asset: AssetEntry, name: string): string {
  const point = pointOf(asset, name);
  return number(frames.value(`${asset.asset}.${name}`), decimalsOf(point?.resolution));
}

/** Newest value with its unit: `54.2 °C`. */
export function shownWithUnit(asset: AssetEntry, name: string): string {
  return `${shown(asset, name)} ${unitText(pointOf(asset, name)?.unit ?? '')}`.trim();
}

interface ValueCardProps {
  readonly asset: AssetEntry;
  readonly name: string;
  readonly title: string;
  /** Smallest span of the sparkline, in the point's unit. */
  readonly least: number;
  readonly bad?: boolean;
  /** A second point whose value stands beside, e.g. the pressure to a flow. */
  readonly beside?: { readonly name: string; readonly label: string };
}

export function ValueCard({ asset, name, title, least, bad = false, beside }: ValueCardProps) {
  const id = `${asset.asset}.${name}`;
  const trend = useTrend(id);
  useFrames();
  const unit = unitText(pointOf(asset, name)?.unit ?? '');
  const span = `last ${TREND_SPAN_H} h`;
  return (
    <Card title={title} value={shown(asset, name)} unit={unit} bad={bad} testid={`value-${name}`}>
      <Sparkline
        trend={trend}
        least={least}
        label={`${title}, ${span}`}
        {...(bad && { colour: '#b93a12' })}
      />
      {beside && (
        <p className="beside">
          {beside.label} <b>{shownWithUnit(asset, beside.name)}</b>
        </p>
      )}
    </Card>
  );
}
