/** An event of the timeline as commands to the plant, with its draws made. */
import type { Command, PlainEvent } from '@plant47/contract/sealed';
import { actionListing, type Key, type PlantModel } from '@plant47/simulator';
import { Draw, type PlacedEvent } from './draws.js';

/** A command at an instant, s since the start. */
export interface Timed {
  readonly at_s: number;
  readonly command: Command;
}

/** Inputs of one timeline, at most. */
export const INPUTS_MAX = 20_000;

/** Between a stop and the work on a machine at rest, and between its end and the start, s
 *  (judgement: every shipped train has run down in a tenth of it). */
const REST_S = 900;

type Of<K extends string> = Extract<PlainEvent, Record<K, unknown>>;

/** Commands of an event, in order. A fault's records carry the event's id. */
export function commandsOf(
  placed: PlacedEvent,
  model: PlantModel,
  key: Key,
  end_s: number,
): Timed[] {
  const { event, base_s, id } = placed;
  const draw = new Draw(key, placed.path);
  const at_s = base_s + draw.seconds('at', event.at);
  if ('fault' in event) return faultCommands(event, { id, at_s, end_s, draw, model });
  if ('sensor' in event) return sensorCommands(event, id, at_s, draw);
  if ('toxic' in event) return toxicCommands(event, id, at_s, draw);
  if ('load' in event || 'ambient' in event) return courseCommands(event, id, at_s, draw, model);
  const asset = assetOf(event.asset, draw, model);
  const component = event.component ?? 'train';
  if ('maintenance' in event) return maintenanceCommands(asset, component, event, at_s);
  const { action, value } = event;
  const drawn = value === undefined ? {} : { value: draw.number('value', value) };
  return [{ at_s, command: { type: 'action', asset, component, action, ...drawn } }];
}

interface Circumstance {
  readonly id: string;
  readonly at_s: number;
  readonly end_s: number;
  readonly draw: Draw;
  readonly model: PlantModel;
}

function faultCommands(event: Of<'fault'>, now: Circumstance): Timed[] {
  const { id, at_s, end_s, draw, model } = now;
  const { fault } = event;
  const asset = assetOf(event.asset, draw, model);
  const component = draw.name('component', event.component ?? homeOf(fault));
  const begin: Command = {
    type: 'fault',
    id,
    asset,
    component,
    fault,
    severity: draw.number('severity', event.severity),
    ramp_s: draw.seconds('ramp', event.ramp),
    ...(event.growth === undefined ? {} : { growth: draw.number('growth', event.growth) }),
  };
  const lasting = event.for === undefined ? undefined : at_s + draw.seconds('for', event.for);
  const clear: Command = { type: 'clear', asset, component, fault };
  const cleared = lasting === undefined ? [] : [{ at_s: lasting, command: clear }];
  if (event.on === undefined || event.off === undefined) {
    return [{ at_s, command: begin }, ...cleared];
  }
  const comings: Timed[] = [];
  const until = Math.min(lasting ?? end_s, end_s);
  const on_s = draw.seconds('on', event.on);
  const off_s = draw.seconds('off', event.off);
  for (let s = at_s; s < until && comings.length <= INPUTS_MAX; s += on_s + off_s) {
    comings.push({ at_s: s, command: begin });
    if (s + on_s >= until) break;
    comings.push({ at_s: s + on_s, command: { ...begin, severity: 0, ramp_s: 0 } });
  }
  return [...comings, ...cleared];
}

function sensorCommands(event: Of<'sensor'>, id: string, at_s: number, draw: Draw): Timed[] {
  const { point, sensor } = event;
  const amount = draw.number('amount', event.amount);
  const begin: Command = { type: 'sensor', id, point, fault: sensor, amount };
  if (event.for === undefined) return [{ at_s, command: begin }];
  const end_s = at_s + draw.seconds('for', event.for);
  return [
    { at_s, command: begin },
    { at_s: end_s, command: { ...begin, clear: true } },
  ];
}

function toxicCommands(event: Of<'toxic'>, id: string, at_s: number, draw: Draw): Timed[] {
  const { toxic, target, params } = event;
  const begin: Command = { type: 'toxic', id, toxic, target, params };
  if (event.for === undefined) return [{ at_s, command: begin }];
  const end_s = at_s + draw.seconds('for', event.for);
  return [
    { at_s, command: begin },
    { at_s: end_s, command: { ...begin, clear: true } },
  ];
}

function courseCommands(
  event: Of<'load'> | Of<'ambient'>,
  name: string,
  at_s: number,
  draw: Draw,
  model: PlantModel,
): Timed[] {
  const ramp_s = draw.seconds('ramp', event.ramp);
  const change = changeOf(event, draw);
  const released = event.for === undefined ? [] : [at_s + draw.seconds('for', event.for)];
  return assetsOf(event, draw, model).flatMap((asset): Timed[] => [
    { at_s, command: { ...change, asset, name, ramp_s } },
    ...released.map(
      (s): Timed => ({
        at_s: s,
        command: { type: 'release', asset, name, ramp_s },
      }),
    ),
  ]);
}

function changeOf(event: Of<'load'> | Of<'ambient'>, draw: Draw) {
  if ('ambient' in event) {
    const delta_K = draw.number('delta_K', event.ambient.delta_K);
    return { type: 'ambient' as const, delta_K };
  }
  return 'to' in event.load
    ? { type: 'load' as const, to: draw.number('to', event.load.to) }
    : { type: 'load' as const, factor: draw.number('factor', event.load.factor) };
}

/** Stop, the work once the machine rests, and start when it is done. */
function maintenanceCommands(
  asset: string,
  component: string,
  { maintenance }: Of<'maintenance'>,
  at_s: number,
): Timed[] {
  const work = actionListing().find(({ action }) => action === maintenance);
  const act = (action: string, on: string, s: number): Timed => ({
    at_s: s,
    command: { type: 'action', asset, component: on, action },
  });
  const begun_s = at_s + REST_S;
  return [
    act('stop', 'train', at_s),
    act(maintenance, component, begun_s),
    act('start', 'train', begun_s + (work?.duration_s ?? 0) + REST_S),
  ];
}

/** The asset of an event: named, drawn from a list, or drawn from the whole plant by `any`. */
function assetOf(name: string | readonly string[], draw: Draw, { assets }: PlantModel): string {
  return draw.name('asset', name === 'any' ? assets.map(({ asset }) => asset) : name);
}

function assetsOf(
  event: Of<'load'> | Of<'ambient'>,
  draw: Draw,
  model: PlantModel,
): readonly string[] {
  if (event.asset !== undefined) return [assetOf(event.asset, draw, model)];
  const { area } = event;
  return model.world.trains
    .filter((train) => area === undefined || train.area === area)
    .map((train) => train.asset);
}

/** The component a fault belongs to where the scenario names none. */
export function homeOf(fault: string): string {
  const room = fault.split('.')[0] ?? '';
  return room === 'bearing' ? 'bearing-de' : room;
}
