/** Where each quantity of an asset lies, taken from the published catalogue alone. */
import type { AssetEntry, BearingEntry, Manifest, PointEntry } from '@plant47/contract';

type Side = 'motor' | 'pump';

/** A measuring point that gives bursts, and the bearings of its side that it hears. */
export interface Station {
  readonly component: string;
  readonly side: Side;
  readonly pointId: string;
  readonly bearings: readonly BearingEntry[];
  /** Slots of the transmitter's scalars; −1 where there is none. */
  readonly velocity: number;
  readonly acceleration: number;
  readonly kurtosis: number;
}

interface TemperaturePlace {
  readonly component: string;
  readonly pointId: string;
  readonly slot: number;
  readonly side: Side;
  /** Index of the station of the same side; −1 where there is none. */
  readonly station: number;
}

export interface AssetLayout {
  readonly index: number;
  readonly entry: AssetEntry;
  /** Scalar points; a slot is an index into them. */
  readonly points: readonly PointEntry[];
  readonly slotOf: ReadonlyMap<string, number>;
  readonly stations: readonly Station[];
  readonly bearingTemperatures: readonly TemperaturePlace[];
  readonly slots: Slots;
}

/** Slots of what the models need; −1 where a train lacks it. */
interface Slots {
  readonly running: number;
  readonly speed: number;
  readonly ambient: number;
  readonly winding: number;
  readonly currents: readonly number[];
  readonly voltages: readonly number[];
  readonly power: number;
  readonly frequency: number;
  readonly flow: number;
  readonly suction: number;
  readonly discharge: number;
}

const sideOf = (component: string): Side => (component.startsWith('pump') ? 'pump' : 'motor');

/** Bearings of one side without repeats of the same designation: their lines coincide. */
function distinct(bearings: readonly BearingEntry[]): BearingEntry[] {
  return bearings.filter(
    (b, i) => bearings.findIndex((other) => other.designation === b.designation) === i,
  );
}

function layoutOf(entry: AssetEntry, index: number): AssetLayout {
  const all = entry.devices.flatMap((device) => device.points);
  const points = all.filter((point) => point.form === 'scalar');
  const find = (component: string, quantity: string): number =>
    points.findIndex((p) => p.component === component && p.quantity === quantity);
  const stations = all
    .filter((point) => point.form === 'waveform' && point.unit === 'm/s2')
    .map((point): Station => {
      const side = sideOf(point.component);
      return {
        component: point.component,
        side,
        pointId: point.id,
        bearings: distinct(entry.bearings.filter((b) => sideOf(b.component) === side)),
        velocity: find(point.component, 'velocity'),
        acceleration: find(point.component, 'acceleration'),
        kurtosis: find(point.component, 'kurtosis'),
      };
    });
  const bearingTemperatures = points.flatMap((point, slot): TemperaturePlace[] => {
    const bearing = entry.bearings.some((b) => b.component === point.component);
    if (!bearing || point.quantity !== 'temperature') return [];
    const side = sideOf(point.component);
    const station = stations.findIndex((s) => s.side === side);
    return [{ component: point.component, pointId: point.id, slot, side, station }];
  });
  const phases = (quantity: string): number[] =>
    [1, 2, 3].map((phase) => find('motor', `${quantity}-${phase}`)).filter((slot) => slot >= 0);
  return {
    index,
    entry,
    points,
    slotOf: new Map(points.map((point, slot) => [point.id, slot])),
    stations,
    bearingTemperatures,
    slots: {
      running: find('motor', 'running'),
      speed: find('motor', 'speed'),
      ambient: find('train', 'ambient-temperature'),
      winding: find('motor', 'winding-temperature'),
      currents: phases('current'),
      voltages: phases('voltage'),
      power: find('motor', 'power'),
      frequency: find('motor', 'frequency'),
      flow: find('pump', 'flow'),
      suction: find('pump', 'suction-pressure'),
      discharge: find('pump', 'discharge-pressure'),
    },
  };
}

/** Layouts of all assets, in manifest order. */
export function layouts(manifest: Manifest): AssetLayout[] {
  return manifest.assets.map(layoutOf);
}
