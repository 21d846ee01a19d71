/** What in a timeline does not fit the plant or the scenario's length. */
import { type Issue, isFaultId } from '@plant47/contract';
import type { Drawn, PlainEvent, TimelineEvent } from '@plant47/contract/sealed';
import { actionListing, type PlantModel } from '@plant47/simulator';
import { limitOf, unitOfSignal } from './condition.js';
import { homeOf, INPUTS_MAX } from './event-commands.js';

/** Where an event stands, and what it is held against. */
interface Place {
  readonly path: string;
  /** Latest instant from which its `at` counts, s. */
  readonly base_s: number;
  readonly duration_s: number;
  readonly model: PlantModel;
}

/** All of it; undefined entries are events that are not even of the right shape. */
export function timelineIssues(
  timeline: readonly (TimelineEvent | undefined)[],
  duration_s: number,
  model: PlantModel,
): readonly Issue[] {
  return timeline.flatMap((event, i) => {
    if (event === undefined) return [];
    const place = { path: `timeline.${i}`, base_s: 0, duration_s, model };
    if ('draw' in event) return late(place, event.onset[1] + event.life[1]);
    if ('group' in event) {
      const base_s = latest(event.at);
      return [...rangeIssues(place, 'at', event.at), ...inside(event.events, place, { base_s })];
    }
    if ('choose' in event) return chooseIssues(event, place);
    if ('when' in event) return whenIssues(event, place);
    return eventIssues(event, place);
  });
}

function inside(
  events: readonly PlainEvent[],
  place: Place,
  { base_s, under = 'events' }: { readonly base_s: number; readonly under?: string },
): Issue[] {
  return events.flatMap((event, j) =>
    eventIssues(event, { ...place, base_s, path: `${place.path}.${under}.${j}` }),
  );
}

function chooseIssues(
  { choose, of }: Extract<TimelineEvent, { choose: unknown }>,
  place: Place,
): Issue[] {
  const issues = of.flatMap((alternative, k) =>
    Array.isArray(alternative)
      ? inside(alternative, place, { base_s: 0, under: `of.${k}` })
      : eventIssues(alternative, { ...place, path: `${place.path}.of.${k}` }),
  );
  if (choose === 'one' || choose <= of.length) return issues;
  const message = `asks for more than there are (${choose} of ${of.length})`;
  return [...issues, issue('E_SCENARIO_CHOICE', `${place.path}.choose`, message, 'ask for fewer')];
}

/** Scans over which one condition may be watched: half a year at a minute. */
const LOOKS_MAX = 262_800;

function whenIssues(event: Extract<TimelineEvent, { when: unknown }>, place: Place): Issue[] {
  const { signal, below, above, after } = event.when;
  const path = `${place.path}.when`;
  const unit = unitOfSignal(place.model, signal);
  const issues = inside(event.events, place, { base_s: after });
  if (unit === undefined) {
    const message = `the plant has no such signal (${signal})`;
    const remedy = 'write <asset>.<component>.<output>, e.g. motor-12.pump.flow';
    issues.push(issue('E_SCENARIO_SIGNAL', `${path}.signal`, message, remedy));
  } else {
    for (const [name, limit] of [['below', below] as const, ['above', above] as const]) {
      if (limit === undefined || limitOf(limit, unit) !== undefined) continue;
      const message = `not a value in ${unit} (${limit})`;
      issues.push(issue('E_SCENARIO_SIGNAL', `${path}.${name}`, message, `write it in ${unit}`));
    }
  }
  const looks = Math.round(place.duration_s / place.model.sampling.scalars_s);
  if (Number.isFinite(looks) && looks > LOOKS_MAX) {
    const message = `is looked at more than ${LOOKS_MAX} times (${looks})`;
    const remedy = 'lengthen sampling.scalars, or shorten the scenario';
    issues.push(issue('E_SCENARIO_TIME', path, message, remedy));
  }
  if (below === undefined && above === undefined) {
    const message = 'neither below nor above is given';
    issues.push(issue('E_SCENARIO_SIGNAL', path, message, 'state a limit'));
  }
  return issues;
}

const least = (value: Drawn): number => (typeof value === 'number' ? value : value[0]);
const latest = (value: Drawn): number => (typeof value === 'number' ? value : value[1]);

function late({ path, duration_s }: Place, last_s: number): Issue[] {
  if (last_s < duration_s) return [];
  const message = `lies beyond the scenario's end (${last_s} s of ${duration_s} s)`;
  return [issue('E_SCENARIO_TIME', path, message, 'begin it earlier, or lengthen the scenario')];
}

function eventIssues(event: PlainEvent, place: Place): Issue[] {
  const own =
    'fault' in event
      ? faultIssues(event, place)
      : 'sensor' in event
        ? pointIssues(event.point, place)
        : 'action' in event || 'maintenance' in event
          ? actionIssues(event, place)
          : 'toxic' in event
            ? targetIssues(event, place)
            : areaIssues(event, place);
  const inner = { ...('ambient' in event && event.ambient), ...('load' in event && event.load) };
  const ranges = Object.entries({ ...event, ...inner }).flatMap(([field, value]) =>
    rangeIssues(place, field, value),
  );
  return [
    ...('asset' in event ? assetIssues(event.asset, place) : []),
    ...own,
    ...ranges,
    ...late(place, place.base_s + latest(event.at)),
  ];
}

/** A range that runs backwards. */
function rangeIssues({ path }: Place, field: string, value: unknown): Issue[] {
  if (!Array.isArray(value) || value.length !== 2) return [];
  const [from, to] = value as readonly unknown[];
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return [];
  const message = `the range runs backwards (${from} to ${to})`;
  return [issue('E_SCENARIO_RANGE', `${path}.${field}`, message, 'write the smaller value first')];
}

const listOf = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names;

function assetIssues(names: string | readonly string[] | undefined, place: Place): Issue[] {
  if (names === undefined || names === 'any') return [];
  return listOf(names)
    .filter((name) => !place.model.assets.some(({ asset }) => asset === name))
    .map((name) => {
      const message = `the plant has no such asset (${name})`;
      return issue('E_SCENARIO_ASSET', place.path, message, 'name an asset of the plant file');
    });
}

function faultIssues(event: Extract<PlainEvent, { fault: string }>, place: Place): Issue[] {
  const { fault } = event;
  const { path } = place;
  const issues: Issue[] = [];
  const components = listOf(event.component ?? homeOf(fault));
  for (const component of components) issues.push(...componentIssues(event, component, place));
  const known = isFaultId(fault);
  if (!known || (issues.length === 0 && !declares(place, components[0] ?? '', 'faults', fault))) {
    const message = known
      ? `no ${components[0]} has that fault (${fault})`
      : `no such fault (${fault})`;
    issues.push(issue('E_SCENARIO_FAULT', `${path}.fault`, message, 'see `plant47 list faults`'));
  }
  return [...issues, ...profileIssues(event, place)];
}

function componentIssues(
  event: { readonly asset: string | readonly string[] },
  component: string,
  { path, model }: Place,
): Issue[] {
  const names = event.asset === 'any' ? [] : listOf(event.asset);
  return names.flatMap((name) => {
    const home = model.assets.find(({ asset }) => asset === name);
    if (home === undefined || home.components.includes(component)) return [];
    const remedy = `write one of ${home.components.join(', ')}`;
    const message = `${name} has no such component (${component})`;
    return [issue('E_SCENARIO_COMPONENT', path, message, remedy)];
  });
}

/** Where the profile asks for a ramp or for `on` and `off`, or does not allow them. */
function profileIssues(
  event: Extract<PlainEvent, { fault: string }>,
  { path, duration_s }: Place,
): Issue[] {
  const { profile, ramp, on, off } = event;
  const ramped = latest(ramp) > 0;
  const comes = on !== undefined && off !== undefined;
  const say = (message: string, remedy: string) => [
    issue('E_SCENARIO_PROFILE', path, message, remedy),
  ];
  if (profile === 'abrupt' && ramped) return say('an abrupt fault has no ramp', 'leave ramp out');
  if (profile === 'incipient' && !ramped) return say('an incipient fault needs a ramp', 'add ramp');
  if ((profile === 'intermittent') !== (on !== undefined || off !== undefined)) {
    return say('`on` and `off` belong to profile: intermittent', 'state all three or none');
  }
  if (profile !== 'intermittent') return [];
  if (!comes) return say('an intermittent fault needs `on` and `off`', 'state both');
  const comings = (2 * duration_s) / (least(on) + least(off));
  if (event.for === undefined && Number.isFinite(comings) && comings > INPUTS_MAX) {
    const message = `comes and goes more than ${INPUTS_MAX} times`;
    return [issue('E_SCENARIO_INPUTS', path, message, 'lengthen on and off, or give it an end')];
  }
  if (!/^bearing\./.test(event.fault)) return [];
  return say(`damage of a bearing does not come and go (${event.fault})`, 'take another fault');
}

function actionIssues(
  event: Extract<PlainEvent, { action: string } | { maintenance: string }>,
  place: Place,
): Issue[] {
  const name = 'action' in event ? event.action : event.maintenance;
  const field = `${place.path}.${'action' in event ? 'action' : 'maintenance'}`;
  const listed = actionListing().find(({ action }) => action === name);
  if (listed === undefined) {
    const names = [...new Set(actionListing().map(({ action }) => action))].join(', ');
    const message = `there is no such action (${name})`;
    return [issue('E_SCENARIO_ACTION', field, message, `write one of ${names}`)];
  }
  const panel = listed.kind === 'train' && listed.duration_s === 0;
  if (panel && 'maintenance' in event) {
    const message = `is no work on a machine (${name})`;
    return [issue('E_SCENARIO_ACTION', field, message, 'write it as an action')];
  }
  const component = event.component ?? 'train';
  const issues = componentIssues(event, component, place);
  if (panel || issues.length > 0 || declares(place, component, 'actions', name)) return issues;
  const message = `nobody does that to ${component} (${name})`;
  return [issue('E_SCENARIO_ACTION', field, message, `name a component of kind ${listed.kind}`)];
}

/** True where the kind of a component declares a fault or an action. */
function declares(
  { model }: Place,
  component: string,
  what: 'faults' | 'actions',
  name: string,
): boolean {
  return model.world.tables.some(({ kind, components }) => {
    if (!components.includes(component)) return false;
    if (what === 'actions') return Object.hasOwn(kind.actions, name);
    return Object.values(kind.faults as Readonly<Record<string, { id: string }>>).some(
      ({ id }) => id === name,
    );
  });
}

function pointIssues(point: string, { path, model }: Place): Issue[] {
  const known = model.devices.some(({ points }) => points.some(({ id }) => id === point));
  if (known) return [];
  const asset = point.split('.')[0] ?? '';
  const near = model.devices
    .filter((device) => device.asset === asset)
    .flatMap(({ points }) => points.map(({ id }) => id));
  const remedy = near.length > 0 ? `write one of ${near.join(', ')}` : 'see `plant47 map all`';
  return [issue('E_SCENARIO_POINT', `${path}.point`, `no such point (${point})`, remedy)];
}

function targetIssues({ target }: Extract<PlainEvent, { toxic: string }>, place: Place): Issue[] {
  return [
    ...assetIssues(target.asset, place),
    ...(target.point === undefined ? [] : pointIssues(target.point, place)),
  ];
}

function areaIssues(
  { asset, area }: Extract<PlainEvent, { load: unknown } | { ambient: unknown }>,
  { path, model }: Place,
): Issue[] {
  if (area === undefined) return [];
  const areas = [...new Set(model.world.trains.map((train) => train.area))];
  if (asset !== undefined) {
    const message = 'names an asset and an area';
    return [issue('E_SCENARIO_AREA', `${path}.area`, message, 'leave one of them out')];
  }
  if (areas.includes(area)) return [];
  const message = `the plant has no such area (${area})`;
  return [issue('E_SCENARIO_AREA', `${path}.area`, message, `write one of ${areas.join(', ')}`)];
}

function issue(code: string, path: string, message: string, remedy: string): Issue {
  return { code, path, message, remedy };
}
