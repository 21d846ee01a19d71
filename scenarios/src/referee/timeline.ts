/** A scenario's timeline as recorded inputs: what happens when, with its draws made from the key. */
import { type Issue, PlantError } from '@plant47/contract';
import type { Command, Input, Scenario, TimelineEvent } from '@plant47/contract/sealed';
import { type Key, type PlantModel, streamOf, TICKS_PER_SECOND, uniform } from '@plant47/simulator';
import { firstInstant } from './condition.js';
import { eventsIn, type PlacedEvent } from './draws.js';
import { commandsOf, INPUTS_MAX, type Timed } from './event-commands.js';
import { growthFor } from './life.js';
import { timelineIssues } from './timeline-check.js';

/** A fault that the timeline plants. */
export interface PlannedFault {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  /** The point of a sensor fault; undefined for a machine fault. */
  readonly point: string | undefined;
  readonly onset_s: number;
  /** End of a sensor fault that passes, s. */
  readonly end_s?: number;
  /** Where it is another than its kind declares. */
  readonly profile?: 'intermittent';
}

export interface Timeline {
  /** In order of (tick, source, seq). */
  readonly inputs: readonly Input[];
  readonly faults: readonly PlannedFault[];
}

/**
 * The timeline of a run on a plant: a pure function of scenario, plant and the plant's key.
 * `model` is the whole plant at tick 0; it is left as it is. `key` decides what is drawn; the
 * plant's own where absent. Throws E_SCENARIO_*.
 */
export function timelineOf(
  scenario: Scenario,
  model: PlantModel,
  key: Key = model.world.key,
): Timeline {
  const issues = timelineIssues(scenario.timeline, scenario.duration, model);
  if (issues.length > 0) {
    throw new PlantError(issues.map((one) => ({ ...one, path: `${scenario.id} ${one.path}` })));
  }
  const { duration } = scenario;
  const timed: Timed[] = [];
  scenario.timeline.forEach((event, i) => {
    if (!('when' in event)) timed.push(...unconditional(event, i, model, key, duration));
  });
  // A condition sees what is certain, and what the conditions written before it brought about.
  scenario.timeline.forEach((event, i) => {
    if (!('when' in event)) return;
    const at_s = firstInstant(event.when, model, inputsOf(timed), duration);
    if (at_s === undefined) return;
    const placed = eventsIn(event, i, key, at_s);
    const fired = placed.flatMap((one) => commandsOf(one, model, key, duration));
    timed.push(...fired.filter((one) => one.at_s < duration));
  });
  if (timed.length > INPUTS_MAX) throw new PlantError([tooMany(scenario.id, timed.length)]);
  return { inputs: inputsOf(timed), faults: plannedFaults(timed) };
}

function tooMany(id: string, count: number): Issue {
  return {
    code: 'E_SCENARIO_INPUTS',
    path: `${id} timeline`,
    message: `the timeline comes to more than ${INPUTS_MAX} inputs (${count})`,
    remedy: 'lengthen `on` and `off`, or name fewer assets',
  };
}

function unconditional(
  event: Exclude<TimelineEvent, { when: unknown }>,
  i: number,
  model: PlantModel,
  key: Key,
  end_s: number,
): readonly Timed[] {
  if ('draw' in event) return drawn(event, `fault-${i + 1}`, model, key);
  const placed: PlacedEvent[] =
    'group' in event || 'choose' in event
      ? eventsIn(event, i, key)
      : [{ id: `fault-${i + 1}`, path: `timeline.${i}`, base_s: 0, event }];
  return placed.flatMap((one) => commandsOf(one, model, key, end_s));
}

/** In order of time; what falls on one instant stays in the order of the file. */
function inputsOf(timed: readonly Timed[]): readonly Input[] {
  return [...timed]
    .sort((a, b) => a.at_s - b.at_s)
    .map(({ at_s, command }, seq) => ({
      tick: Math.round(at_s * TICKS_PER_SECOND),
      source: 'scenario',
      seq,
      command,
    }));
}

/** Each fault once, though it may come and go. */
function plannedFaults(timed: readonly Timed[]): readonly PlannedFault[] {
  const faults = new Map<string, PlannedFault>();
  for (const { at_s, command } of timed) {
    const planned = plannedFault(command, at_s);
    if (planned === undefined) continue;
    const { id } = planned;
    const known = faults.get(id);
    if (known === undefined) faults.set(id, planned);
    else if (command.type === 'sensor') faults.set(id, { ...known, end_s: at_s });
    else faults.set(id, { ...known, profile: 'intermittent' });
  }
  return [...faults.values()];
}

type Draw = Extract<TimelineEvent, { draw: string }>;
type FaultCommand = Extract<Command, { type: 'fault' }>;

/** Onsets fall on whole minutes. */
const ONSET_GRID_S = 60;

/** A drawn fault before its growth is known. */
export interface DrawnFault {
  readonly command: FaultCommand;
  readonly at_s: number;
  /** Time from onset to failure that is wanted. */
  readonly life_s: number;
}

/** What the key draws, or undefined where it draws no fault. */
export function drawFault(
  event: Draw,
  id: string,
  key: Key,
  assets: readonly { readonly asset: string }[],
): DrawnFault | undefined {
  const source = streamOf(key, 'scenario', event.draw);
  const pick = <T>(list: readonly T[], index: number): T | undefined =>
    list[Math.floor(uniform(source, index) * list.length)];
  const between = ([from, to]: readonly [number, number], index: number): number =>
    from + uniform(source, index) * (to - from);
  const mode = pick(event.modes, 0) ?? 'none';
  const asset = pick(assets, 1)?.asset;
  const side = pick(['', 'pump-'], 2) ?? '';
  const end = pick(['de', 'nde'], 3) ?? 'de';
  if (mode === 'none' || asset === undefined) return undefined;
  return {
    command: {
      type: 'fault',
      id,
      asset,
      component: `${side}bearing-${end}`,
      fault: `bearing.${mode}`,
      severity: 1,
      ramp_s: mode === 'starvation' ? event.ramp : 0,
    },
    at_s: Math.round(between(event.onset, 4) / ONSET_GRID_S) * ONSET_GRID_S,
    life_s: between(event.life, 5),
  };
}

function drawn(event: Draw, id: string, model: PlantModel, key: Key): readonly Timed[] {
  const fault = drawFault(event, id, key, model.assets);
  if (fault === undefined) return [];
  const { at_s, command, life_s } = fault;
  return [{ at_s, command: { ...command, growth: growthFor(model, command, at_s, life_s) } }];
}

function plannedFault(command: Command, onset_s: number): PlannedFault | undefined {
  if (command.type === 'fault') {
    const { id, asset, component, fault } = command;
    return { id, asset, component, mode: fault, point: undefined, onset_s };
  }
  if (command.type === 'sensor') {
    const { id, point, fault } = command;
    const [asset = '', component = ''] = point.split('.');
    return { id, asset, component, mode: fault, point, onset_s };
  }
  return undefined;
}
