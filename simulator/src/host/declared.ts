/** What may be injected and done in a plant, derived from its machine kinds' declarations. */
import type { ActionEntry, FaultEntry } from '@plant47/contract';
import type { World } from '../world/compile.js';
import { actionListing, faultListing } from '../world/truth.js';

/** Sensor faults that an instructor may put on a point; severity 1 is a plain one to see. */
const SENSOR_FAULTS: readonly Omit<FaultEntry, 'component'>[] = [
  { fault: 'sensor.bias', label: 'Sensor reads too high', unit: 'degC', at0: 0, at1: 12 },
  { fault: 'sensor.drift', label: 'Sensor drifts', unit: 'degC a day', at0: 0, at1: 1.4 },
  { fault: 'sensor.stuck', label: 'Sensor stands still', unit: '1', at0: 0, at1: 1 },
];

/** Demand by hand: flow over rated flow; 0 gives it back to the controller. */
const LOAD_VALUE: NonNullable<ActionEntry['value']> = { unit: '1', range: [0, 1.1] };

/** Component ids of each kind over the whole plant, in the order of their first appearance. */
function componentsByKind(world: World): ReadonlyMap<string, readonly string[]> {
  return new Map(world.tables.map(({ kind, components }) => [kind.kind, [...new Set(components)]]));
}

/** Faults with each component that they can happen to. */
export function faultsOf(world: World): FaultEntry[] {
  const components = componentsByKind(world);
  const machine = faultListing().flatMap(({ fault, label, kind, unit, at0, at1 }) =>
    (components.get(kind) ?? []).map((component) => ({
      fault,
      label,
      component,
      unit,
      at0,
      at1,
    })),
  );
  const bearings = [...components.values()].flat().filter((id) => id.includes('bearing'));
  const sensors = SENSOR_FAULTS.flatMap((entry) =>
    bearings.map((component) => ({ ...entry, component })),
  );
  return [...machine, ...sensors];
}

/** Actions that may be done on an asset. */
export function actionsOf(world: World, asset: string): ActionEntry[] {
  const components = componentsByKind(world);
  const own = world.trains.find((train) => train.asset === asset)?.components ?? [];
  return actionListing().flatMap(({ action, label, kind, duration_s }) => {
    const places = kind === 'train' ? ['train'] : (components.get(kind) ?? []);
    return places
      .filter((component) => kind === 'train' || own.includes(component))
      .map((component) => ({
        action,
        label,
        component,
        duration_s,
        ...(action === 'load' && { value: LOAD_VALUE }),
      }));
  });
}
