/** When does which component fail: a rul body for each bearing under alarm, every few hours. */
import type { RulClaim } from '@plant47/contract';
import { isActive } from '../alarms/alarm.js';
import type { Watch } from '../asset.js';
import { standingFamily } from '../detect/comb-detector.js';
import { combine, quantilesOf } from './life.js';
import { powerLawLife } from './power-law.js';

export type RulBody = Pick<RulClaim, 'component' | 'event' | 'status' | 'quantiles'> &
  Partial<Pick<RulClaim, 'pFail' | 'assumption'>>;

const EVERY_MS = 6 * 3_600_000;
const HOUR_MS = 3_600_000;
/** A bearing whose lines have just been seen has so long to go in this class (hero study). */
const PRIOR = { hours: 200, spread: 0.45 } as const;

/** Faults that end in a functional failure of the bearing. */
const ENDS = new Set(['bearing.starvation', 'bearing.outer-race', 'bearing.inner-race']);

function bodyOf(watch: Watch, component: string, simTs: number): RulBody {
  const place = watch.layout.bearingTemperatures.find((p) => p.component === component);
  const station = place?.station ?? -1;
  const comb = station >= 0 ? watch.state.stations[station]!.comb : undefined;
  const family = comb && standingFamily(comb);
  const event = 'functional-failure';
  if (!comb || !family) return { component, event, status: 'unavailable', quantiles: [] };
  const now_h = simTs / HOUR_MS;
  const points = comb.readings[family]
    .filter((reading) => reading.z > 3)
    .map((reading) => ({ t_h: reading.simTs / HOUR_MS, amplitude: reading.amplitude }));
  const life = combine(PRIOR, powerLawLife(points, now_h));
  return {
    component,
    event,
    status: 'ok',
    quantiles: quantilesOf(life),
    assumption: 'spall growth as D^1.5 at the load of the last days',
  };
}

/** Bodies that are due now. */
export function rulBodies(watch: Watch, simTs: number): RulBody[] {
  const bodies: RulBody[] = [];
  for (const [component, alarm] of Object.entries(watch.state.alarms)) {
    if (!isActive(alarm) || !ENDS.has(alarm.topFault)) continue;
    if (simTs - (watch.state.rulAt[component] ?? -Infinity) < EVERY_MS) continue;
    watch.state.rulAt[component] = simTs;
    bodies.push(bodyOf(watch, component, simTs));
  }
  return bodies;
}
