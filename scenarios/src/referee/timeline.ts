/** A scenario's timeline as recorded inputs: what happens when, with its draws made from the key. */
import { type Issue, isFaultId, PlantError } from '@plant47/contract';
import type { Command, Input, Scenario, TimelineEvent } from '@plant47/contract/sealed';
import { type Key, type PlantModel, streamOf, TICKS_PER_SECOND, uniform } from '@plant47/simulator';
import { growthFor } from './life.js';

/** An asset as far as a timeline needs to know it. */
export interface TimelineAsset {
  readonly asset: string;
  readonly components: readonly string[];
}

/** A fault that the timeline plants. */
export interface PlannedFault {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  /** The point of a sensor fault; undefined for a machine fault. */
  readonly point: string | undefined;
  readonly onset_s: number;
}

export interface Timeline {
  /** In order of (tick, source, seq). */
  readonly inputs: readonly Input[];
  readonly faults: readonly PlannedFault[];
}

/**
 * The timeline of a run on a plant: a pure function of scenario, plant and the plant's key.
 * `model` is the whole plant at tick 0; it is left as it is. Throws E_SCENARIO_*.
 */
export function timelineOf(scenario: Scenario, model: PlantModel): Timeline {
  const issues = timelineIssues(scenario, model.assets);
  if (issues.length > 0) throw new PlantError(issues);
  const timed: { at_s: number; command: Command }[] = [];
  const faults: PlannedFault[] = [];
  scenario.timeline.forEach((event, i) => {
    const id = `fault-${i + 1}`;
    for (const { at_s, command } of commandsOf(event, id, model)) {
      timed.push({ at_s, command });
      const planned = plannedFault(command, at_s);
      if (planned !== undefined) faults.push(planned);
    }
  });
  timed.sort((a, b) => a.at_s - b.at_s);
  const inputs = timed.map(({ at_s, command }, seq) => ({
    tick: Math.round(at_s * TICKS_PER_SECOND),
    source: 'scenario',
    seq,
    command,
  }));
  return { inputs, faults };
}

function commandsOf(
  event: TimelineEvent,
  id: string,
  model: PlantModel,
): readonly { at_s: number; command: Command }[] {
  if ('fault' in event) {
    const { asset, fault, severity, ramp, growth, at } = event;
    const component = event.component ?? homeOf(fault);
    const begin: Command = {
      type: 'fault',
      id,
      asset,
      component,
      fault,
      severity,
      ramp_s: ramp,
      ...(growth === undefined ? {} : { growth }),
    };
    const clear: Command = { type: 'clear', asset, component, fault };
    return [
      { at_s: at, command: begin },
      ...(event.for === undefined ? [] : [{ at_s: at + event.for, command: clear }]),
    ];
  }
  if ('sensor' in event) {
    const { point, sensor, amount } = event;
    return [{ at_s: event.at, command: { type: 'sensor', id, point, fault: sensor, amount } }];
  }
  if ('action' in event) {
    const { asset, action, value } = event;
    const component = event.component ?? 'train';
    const command: Command = {
      type: 'action',
      asset,
      component,
      action,
      ...(value === undefined ? {} : { value }),
    };
    return [{ at_s: event.at, command }];
  }
  return drawn(event, id, model);
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
  assets: readonly TimelineAsset[],
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

function drawn(event: Draw, id: string, model: PlantModel) {
  const fault = drawFault(event, id, model.world.key, model.assets);
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

/** The component a fault belongs to where the scenario names none. */
function homeOf(fault: string): string {
  const room = fault.split('.')[0] ?? '';
  return room === 'bearing' ? 'bearing-de' : room;
}

/** What in the timeline does not fit the plant or the scenario's length, all of it. */
function timelineIssues(scenario: Scenario, assets: readonly TimelineAsset[]): readonly Issue[] {
  const issues: Issue[] = [];
  scenario.timeline.forEach((event, i) => {
    const path = `${scenario.id} timeline.${i}`;
    const [asset, component] =
      'sensor' in event
        ? event.point.split('.')
        : 'draw' in event
          ? []
          : [event.asset, 'fault' in event ? (event.component ?? homeOf(event.fault)) : undefined];
    const home = assets.find((entry) => entry.asset === asset);
    if (asset !== undefined && home === undefined) {
      issues.push({
        code: 'E_SCENARIO_ASSET',
        path,
        message: `the plant has no such asset (${asset})`,
        remedy: 'name an asset of the plant file',
      });
    } else if (home && component !== undefined && !home.components.includes(component)) {
      issues.push({
        code: 'E_SCENARIO_COMPONENT',
        path,
        message: `${asset} has no such component (${component})`,
        remedy: `write one of ${home.components.join(', ')}`,
      });
    }
    if ('fault' in event && !isFaultId(event.fault)) {
      issues.push({
        code: 'E_SCENARIO_FAULT',
        path: `${path}.fault`,
        message: `no such fault (${event.fault})`,
        remedy: 'see `plant47 list faults`',
      });
    }
    const last = 'draw' in event ? event.onset[1] + event.life[1] : event.at;
    if (last >= scenario.duration) {
      issues.push({
        code: 'E_SCENARIO_TIME',
        path,
        message: `lies beyond the scenario's end (${last} s of ${scenario.duration} s)`,
        remedy: 'begin it earlier, or lengthen the scenario',
      });
    }
  });
  return issues;
}
