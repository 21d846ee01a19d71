/** Applies what is asked of a train: faults, operator's verbs, work, the supply. */
import type { Command } from '@plant47/contract/sealed';
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
import { steer } from './course.js';
import { ask, F_START, hold, lose, moveSeverities } from './instant.js';
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
  const { state, t } = site;
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
      steer(state, site.t, site.tick, c);
      note(site, 'train', c.type, c.name);
      break;
    default:
      return;
  }
  refresh(site);
}

/** Takes a change into the coefficients at once, and has the plan step finely for a while. */
function refresh(site: Site): void {
  const { world, state, t, tick } = site;
  touch(state, t, tick);
  moveSeverities(world, state, t, tick);
  ask(world, state, t, t + 1, tick / TICKS_PER_SECOND, 1);
  hold(world, state, t, t + 1);
  lose(world, state, t, t + 1);
}

function inject(site: Site, c: Extract<Command, { type: 'fault' }>): void {
  const { world, state, t, tick } = site;
  const place = setSeverity(site, c.component, c.fault, c.severity, c.ramp_s);
  if (!place) {
    note(site, c.component, 'refused', c.fault);
    return;
  }
  const { table, row } = place;
  const growth = c.growth ?? 1;
  const rows = state.rows[table];
  if (rows.growth) rows.growth[row] = growth;
  const column = faultColumn(world.tables[table].kind, c.fault) ?? '';
  // A fault that comes and goes keeps the record that it began with.
  if (state.faults.some(({ id, repair }) => id === c.id && repair === null)) return;
  state.faults.push({
    id: c.id,
    asset: c.asset,
    component: c.component,
    fault: c.fault,
    train: t,
    table,
    row,
    column,
    onset: tick,
    severity: c.severity,
    ramp_s: c.ramp_s,
    growth,
    failure: null,
    repair: null,
  });
}

/** Lets a severity go to a value over ramp_s seconds. */
function setSeverity(
  site: Site,
  component: string,
  fault: string,
  severity: number,
  ramp_s: number,
): Place | undefined {
  const { world, state, t, tick } = site;
  const place = placeOf(world, t, component);
  const kind = place && world.tables[place.table].kind;
  const column = kind && faultColumn(kind, fault);
  if (!place || !kind || !column) return undefined;
  const m = state.rows[place.table];
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
  return place;
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
    return;
  }
  if (action === 'load') {
    // Demand by hand, flow over rated flow; none or 0 gives it back to the controller.
    state.train.manual[t] = Math.max(0, Math.min(value ?? 0, 1.1));
    note(site, 'pump', 'load', `${value ?? 0}`);
    return;
  }
  beginWork(site, component, action);
}

/** Switches the starter, or refuses. */
export function switchOver(site: Site, verb: StarterVerb): void {
  const { world, state, t } = site;
  const mode = MODES[state.train.mode[t]];
  const next = afterVerb(mode, verb, verb !== 'start' || isFit(world, state, t));
  if (next === undefined) {
    note(site, 'motor', 'refused', verb);
    return;
  }
  if (verb === 'start' && state.net.supply.drive[t] > 0) state.net.supply.f[t] = F_START;
  setMode(site, next);
  note(site, 'motor', verb, '');
}

/** True where nothing forbids a start: no failed part, no work under way, a live supply. */
function isFit(world: World, state: State, t: number): boolean {
  if (state.train.work_until[t] > 0) return false;
  if (state.net.supply.V[t] < PICKUP * 400) return false;
  return world.tables.every(({ from }, j) => {
    for (let i = from[t]; i < from[t + 1]; i++) if (state.rows[j].failed[i] > 0) return false;
    return true;
  });
}

function beginWork(site: Site, component: string, action: string): void {
  const { world, state, t, tick } = site;
  const place = placeOf(world, t, component);
  const declared = place && world.tables[place.table].kind.actions[action];
  const busy = state.train.work_until[t] > 0;
  const turning = isEnergised(MODES[state.train.mode[t]]);
  if (!place || !declared || busy || (declared.needs === 'stopped' && turning)) {
    note(site, component, 'refused', action);
    return;
  }
  const code = world.actions.findIndex((a) => a.table === place.table && a.action === action);
  state.train.work_until[t] = tick + declared.duration_s * TICKS_PER_SECOND;
  state.train.work_code[t] = code;
  state.train.work_row[t] = place.row;
  note(site, component, 'action', action);
}

/** Ends the work that is due on train t: its effect takes hold. */
export function endWork(site: Site): void {
  const { world, state, t } = site;
  const { work_until, work_code, work_row } = state.train;
  const { table, action } = world.actions[work_code[t]];
  const { kind, components } = world.tables[table];
  const row = work_row[t];
  const declared = kind.actions[action];
  const m = state.rows[table];
  work_until[t] = 0;
  const component = components[row];
  for (const fault of declared.mends) {
    const column = faultColumn(kind, fault);
    if (column && m[column][row] > 0) setSeverity(site, component, fault, 0, 0);
  }
  declared.apply?.(m, row);
  if (action.startsWith('replace')) {
    m.renewals[row] += 1;
    m.failed[row] = 0;
    kind.renew?.(m, row, m.renewals[row]);
  }
  note(site, component, 'done', action);
  mend(site, component, declared.mends);
  refresh(site);
}
