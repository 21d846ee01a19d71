/** What may be injected and done in a plant, derived from its machine kinds' declarations. */
import type { ActionEntry, FaultEntry } from '@plant47/contract';
import { STARTER_VERBS } from '../control/starter.js';
import type { Action, Fault } from '../machines/kind.js';
import { KINDS } from '../machines/registry.js';
import type { World } from '../world/compile.js';
import type { AnyRows } from '../world/state.js';
import { acceptedFor } from '../world/truth.js';

interface FaultListing {
  readonly fault: string;
  readonly label: string;
  readonly kind: string;
  readonly unit: string;
  readonly at0: number;
  readonly at1: number;
  readonly iso14224: string;
  readonly accepted: readonly { readonly fault: string; readonly credit: number }[];
}

/** Every fault that any kind declares. */
export function faultListing(): FaultListing[] {
  return KINDS.flatMap(({ kind, faults }) =>
    Object.values<Fault<AnyRows>>(faults).map((fault) => {
      const { id, label, scale, iso14224 } = fault;
      const [unit, at0, at1] = scale;
      const accepted = acceptedFor(fault);
      return { fault: id, label, kind, unit, at0, at1, iso14224, accepted };
    }),
  );
}

type ActionDeclared = Omit<Action<AnyRows>, 'mends' | 'apply'>;
interface ActionListing extends ActionDeclared {
  readonly action: string;
  readonly kind: string;
}

/** Every action that any kind declares, and those of starter and valve, which every train has. */
export function actionListing(): ActionListing[] {
  const load = { label: 'Set demand by hand', effect: 'flow over rated flow, 0 = automatic' };
  const panel = Object.entries({ ...STARTER_VERBS, load }).map(([action, { label, effect }]) => {
    return { action, label, kind: 'train', needs: 'any' as const, duration_s: 0, effect };
  });
  const declared = KINDS.flatMap(({ kind, actions }) =>
    Object.entries<Action<AnyRows>>(actions).map(([action, one]) => {
      const { label, needs, duration_s, effect } = one;
      return { action, label, kind, needs, duration_s, effect };
    }),
  );
  return [...panel, ...declared];
}

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
