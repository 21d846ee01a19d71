/** Applies what is asked of a train: faults, operator's verbs, work, the supply. */
import type { Command } from '@plant47/contract/sealed';
import { steer } from '../control/course.js';
import { MOST_DEMAND } from '../control/duty.js';
import { F_START } from '../control/flow-control.js';
import {
  afterVerb,
  isEnergised,
  isStarterVerb,
  MODES,
  PICKUP,
  type StarterVerb,
} from '../control/starter.js';
import { faultColumn } from '../machines/kind.js';
import { TICKS_PER_SECOND, WARM_EVERY } from './clock.js';
import type { World } from './compile.js';
import { ask, hold, lose, moveSeverities } from './instant.js';
import type { State } from './state.js';
import { note, type Site, setMode, touch } from './watch.js';

/** Where a component of a train lies. */
interface Place {
  readonly table: number;
  readonly row: number;
}

/** Row of a component of train t, or undefined. */
export function placeOf(world: World, t: number, component: string): Place | undefined {
  for (let table = 0; table < world.tables.length; table++) {
    const { from, components } = world.tables[table];
    for (let row = from[t]; row < from[t + 1]; row++) {
      if (components[row] === component) return { table, row };
    }
  }
  return undefined;
}

/** Applies a command to train t at a tick. Unknown names are refused as an event, never thrown. */
export function apply(site: Site, c: Command): void {
  const { state, t, tick } = site;
  switch (c.type) {
    case 'fault':
      inject(site, c);
      break;
    case 'clear':
      setSeverity(site, c.component, c.fault, 0, 0);
      mend(site, c.component, [c.fault]);
      break;
    case 'supply':
      state.net.supply.V[t] = Math.max(0, c.voltage);
      note(site, 'motor', 'supply', `${c.voltage} V`);
      break;
    case 'action':
      operate(site, c.component, c.action, c.value);
      break;
    case 'load':
    case 'ambient':
    case 'release':
      steer(state.courses, t, c, tick / TICKS_PER_SECOND);
      note(site, 'train', c.type, c.name);
      break;
    default:
      return;
  }
  refresh(site);
}

/** Takes a change into the coefficients at once, and has the plan step finely for a while. */
function refresh(site: Site): void {
  const { state, t, tick } = site;
  touch(state, t, tick);
  moveSeverities(state, t, tick);
  ask(state, t, t + 1, tick / TICKS_PER_SECOND, 1);
  hold(state, t, t + 1);
  lose(state, t, t + 1);
}

function inject(site: Site, c: Extract<Command, { type: 'fault' }>): void {
  const { state, t: train, tick: onset } = site;
  const { id, asset, component, fault, severity, ramp_s, growth = 1 } = c;
  const place = setSeverity(site, component, fault, severity, ramp_s);
  if (!place) {
    note(site, component, 'refused', fault);
    return;
  }
  const { table, row, column } = place;
  const { m } = state.tables[table];
  if (m.growth) m.growth[row] = growth;
  // A fault that comes and goes keeps the record that it began with.
  if (state.faults.some((one) => one.id === id && one.repair === null)) return;
  const where = { train, table, row, column };
  const asked = { onset, severity, ramp_s, growth };
  state.faults.push({
    id,
    asset,
    component,
    fault,
    ...where,
    ...asked,
    failure: null,
    repair: null,
  });
}

/** Lets a severity go to a value over ramp_s seconds; where it lies, or undefined. */
function setSeverity(
  site: Site,
  component: string,
  fault: string,
  severity: number,
  ramp_s: number,
): (Place & { readonly column: string }) | undefined {
  const { state, t, tick } = site;
  const place = placeOf(state.world, t, component);
  if (!place) return undefined;
  const { kind, m } = state.tables[place.table];
  const column = faultColumn(kind, fault);
  if (!column) return undefined;
  const i = place.row;
  const until = tick + Math.round(ramp_s * TICKS_PER_SECOND);
  // A ramp begins from a trace, so that the kind sees the fault from its first instant.
  const from = severity > 0 && ramp_s > 0 ? Math.max(m[column][i], 1e-9) : m[column][i];
  m[`${column}:from`][i] = from;
  m[`${column}:to`][i] = severity;
  m[`${column}:since`][i] = tick;
  m[`${column}:until`][i] = until;
  state.train.ramps[t] = Math.max(state.train.ramps[t], until + 2 * WARM_EVERY, tick + 1);
  kind.faults[column]?.strike?.(m, i, severity);
  return { ...place, column };
}

/** Marks the open records of these faults on a component as repaired. */
function mend(site: Site, component: string, faults: readonly string[]): void {
  const { state, t, tick } = site;
  state.faults.forEach((record, k) => {
    const same = record.train === t && record.component === component && record.repair === null;
    if (same && faults.includes(record.fault)) state.faults[k] = { ...record, repair: tick };
  });
  note(site, component, 'repair', faults.join(' '));
}

function operate(site: Site, component: string, action: string, value: number | undefined): void {
  const { state, t } = site;
  if (isStarterVerb(action)) {
    switchOver(site, action);
  } else if (action === 'load') {
    // Demand by hand, flow over rated flow; none or 0 gives it back to the controller.
    state.train.manual[t] = Math.max(0, Math.min(value ?? 0, MOST_DEMAND));
    note(site, 'pump', 'load', `${value ?? 0}`);
  } else {
    beginWork(site, component, action);
  }
}

/** Switches the starter, or refuses. */
export function switchOver(site: Site, verb: StarterVerb): void {
  const { state, t } = site;
  const next = afterVerb(MODES[state.train.mode[t]], verb, verb !== 'start' || isFit(state, t));
  if (next === undefined) {
    note(site, 'motor', 'refused', verb);
    return;
  }
  if (verb === 'start' && state.net.supply.drive[t] > 0) state.net.supply.f[t] = F_START;
  setMode(site, next);
  note(site, 'motor', verb, '');
}

/** True where nothing forbids a start: no failed part, no work under way, a live supply. */
function isFit({ tables, train, net }: State, t: number): boolean {
  if (train.work_until[t] > 0 || net.supply.V[t] < PICKUP * 400) return false;
  return tables.every(({ from, m }) => m.failed.subarray(from[t], from[t + 1]).every(isZero));
}
const isZero = (value: number): boolean => value === 0;

function beginWork(site: Site, component: string, action: string): void {
  const { t, tick } = site;
  const { world, train } = site.state;
  const place = placeOf(world, t, component);
  const declared = place && world.tables[place.table].kind.actions[action];
  const turning = isEnergised(MODES[train.mode[t]]);
  const busy = train.work_until[t] > 0 || (declared?.needs === 'stopped' && turning);
  if (!place || !declared || busy) {
    note(site, component, 'refused', action);
    return;
  }
  train.work_until[t] = tick + declared.duration_s * TICKS_PER_SECOND;
  train.work_code[t] = world.actions.findIndex(
    (one) => one.table === place.table && one.action === action,
  );
  train.work_row[t] = place.row;
  note(site, component, 'action', action);
}

/** Ends the work that is due on train t: its effect takes hold. */
export function endWork(site: Site): void {
  const { state, t } = site;
  const { work_until, work_code, work_row } = state.train;
  const { table, action } = state.world.actions[work_code[t]];
  const { kind, components, m } = state.tables[table];
  const row = work_row[t];
  const { mends, apply: mendPart } = kind.actions[action];
  const component = components[row];
  work_until[t] = 0;
  for (const fault of mends) {
    const column = faultColumn(kind, fault);
    if (column && m[column][row] > 0) setSeverity(site, component, fault, 0, 0);
  }
  mendPart?.(m, row);
  if (action.startsWith('replace')) {
    m.renewals[row] += 1;
    m.failed[row] = 0;
    kind.renew?.(m, row, m.renewals[row]);
  }
  note(site, component, 'done', action);
  mend(site, component, mends);
  refresh(site);
}
