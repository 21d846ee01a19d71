/** When does which component fail: a rul body for each bearing under alarm, every few hours. */
import type { RulClaim } from '@plant47/contract';
import { isActive } from '../alarms/alarm.js';
import type { Watch } from '../asset.js';
import { type FamilyReading, standingFamily } from '../detect/comb-detector.js';
import { failureWithin, quantilesOf } from './life.js';
import { type AmplitudePoint, lifeDistribution, type PowerLawPrior } from './power-law.js';

export type RulBody = Pick<RulClaim, 'component' | 'event' | 'status' | 'quantiles'> &
  Partial<Pick<RulClaim, 'pFail' | 'assumption'>>;

const EVERY_MS = 6 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Bursts further back say nothing of today's growth. */
const WINDOW_H = 300;

/**
 * The class of grease-lubricated bearings of these trains: what is known of growth and path
 * before the machine itself has shown any (tuned on development seeds).
 */
const CLASS_PRIOR: PowerLawPrior = {
  K: 5.2,
  K_sigma: 0.7,
  hours: 200,
  spread: 0.8,
  pole_h: 32,
};

/** Faults that end in a functional failure of the bearing. */
const ENDS = new Set(['bearing.starvation', 'bearing.outer-race', 'bearing.inner-race']);

/** The band in which the line has most often been the clearest. */
function votedBand(readings: readonly FamilyReading[]): number {
  const votes: number[] = [];
  for (const { hit, band, z } of readings.slice(-12)) {
    if (hit) votes[band] = (votes[band] ?? 0) + z;
  }
  let best = readings.at(-1)?.band ?? 0;
  votes.forEach((vote, band) => {
    if (vote > (votes[best] ?? 0)) best = band;
  });
  return best;
}

/** Amplitudes of the standing defect in one band, with what each is worth. */
function amplitudesOf(readings: readonly FamilyReading[], now_h: number): AmplitudePoint[] {
  const band = votedBand(readings);
  const order = readings.at(-1)?.order ?? 0;
  return readings.flatMap((reading): AmplitudePoint[] => {
    const t_h = reading.simTs / HOUR_MS;
    const amplitude = reading.amplitudes[band] ?? 0;
    const same = Math.abs(reading.order / order - 1) < 0.003;
    if (!same || reading.z < 3 || amplitude <= 0 || t_h < now_h - WINDOW_H) return [];
    return [{ t_h, amplitude, sigma: 0.06 + 0.4 / reading.z }];
  });
}

function bodyOf(watch: Watch, component: string, simTs: number): RulBody {
  const place = watch.layout.bearingTemperatures.find((p) => p.component === component);
  const station = place?.station ?? -1;
  const comb = station >= 0 ? watch.state.stations[station]!.comb : undefined;
  const family = comb && standingFamily(comb);
  const event = 'functional-failure';
  if (!comb || !family) return { component, event, status: 'unavailable', quantiles: [] };
  const now_h = simTs / HOUR_MS;
  const life = lifeDistribution(amplitudesOf(comb.readings[family], now_h), now_h, CLASS_PRIOR);
  return {
    component,
    event,
    status: 'ok',
    quantiles: quantilesOf(life),
    pFail: failureWithin(life),
    assumption: 'the spall goes on growing as its area^1.5 at the load of the last days',
  };
}

/** Bodies that are due now; each forecast is kept for the alarm's words. */
export function rulBodies(watch: Watch, simTs: number): RulBody[] {
  const bodies: RulBody[] = [];
  const { lives, alarms } = watch.state;
  for (const [component, alarm] of Object.entries(alarms)) {
    if (!isActive(alarm) || !ENDS.has(alarm.topFault)) continue;
    const last = lives[component];
    if (last && simTs - last.at < EVERY_MS) continue;
    const body = bodyOf(watch, component, simTs);
    const hoursOf = (q: number): number =>
      (body.quantiles.find((entry) => entry.q === q)?.s ?? 0) / 3600;
    const hours = [hoursOf(0.1), hoursOf(0.5), hoursOf(0.9)] as const;
    lives[component] = { at: simTs, hours: body.status === 'ok' ? hours : null };
    bodies.push(body);
  }
  return bodies;
}
