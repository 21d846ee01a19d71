/** From pictures to findings: attribution, secondary effects, words. */
import { type Finding, isActive } from '../alarms/alarm.js';
import type { Watch } from '../asset.js';
import { isForeign } from './attribution.js';
import { addLines, bearingPictures, hasLines } from './bearing-picture.js';
import { machinePictures } from './machine-picture.js';
import { diagnose, type Hypothesis } from './matrix.js';
import type { Picture } from './picture.js';

/** Faults of a sensor call for a repair of the sensor, at low priority. */
const isSensor = (fault: string): boolean => fault.startsWith('sensor.');

function priorityOf(top: Hypothesis, health: number): Finding['priority'] {
  if (isSensor(top.fault)) return 4;
  if (top.p < 0.6) return 3;
  return health < 0.3 ? 1 : 2;
}

/** The bearing of a station's side that the lines belong to: the hot one, else the station's. */
function ownerOf(watch: Watch, station: number, pictures: readonly Picture[]): Picture | undefined {
  const places = watch.layout.bearingTemperatures;
  const same = pictures.filter((_, i) => places[i]!.station === station);
  const hot = same.filter((p) => p.symptoms.heat === 1).sort((a, b) => a.health - b.health)[0];
  const { component } = watch.layout.stations[station]!;
  return hot ?? same.find((p) => p.component === component) ?? same[0];
}

/** A bearing this much cooler than the hottest one is warmed by it. */
const FOLLOWER = 0.7;

/** Of several hot bearings the hottest is the cause: heat travels along frame and shaft. */
function dropFollowers(watch: Watch, pictures: readonly Picture[]): void {
  const hottest_K = Math.max(...pictures.map((p) => p.heat_K));
  const lined = pictures.some(hasLines);
  for (const p of pictures) {
    const alarm = watch.state.alarms[p.component]!;
    const onlyHot = p.symptoms.heat === 1 && !hasLines(p) && !isActive(alarm);
    if (onlyHot && (p.heat_K < FOLLOWER * hottest_K || (lined && p.heat_K < hottest_K))) {
      p.stands = false;
    }
  }
}

/** The forecast in words, or nothing where there is none that is fresh. */
function lifeOf(watch: Watch, component: string, simTs: number): { hours: number; text: string } {
  const forecast = watch.state.lives[component];
  const since_h = forecast ? (simTs - forecast.at) / 3_600_000 : Number.POSITIVE_INFINITY;
  if (!forecast?.hours || since_h > 24) return { hours: 0, text: '' };
  const [p10, p50, p90] = forecast.hours.map((h) => Math.max(1, Math.round(h - since_h)));
  return { hours: p50!, text: `; failure in about ${p50} h (P10 ${p10}–P90 ${p90})` };
}

/** Findings of a train by component; only what justifies an alarm. */
export function findings(
  watches: readonly Watch[],
  watch: Watch,
  claimable: readonly string[],
  simTs: number,
): Map<string, Finding> {
  const bearings = bearingPictures(watch);
  watch.layout.stations.forEach((_, station) => {
    if (isForeign(watches, watch, station, simTs)) return;
    const owner = ownerOf(watch, station, bearings);
    if (owner) addLines(watch, station, owner);
  });
  dropFollowers(watch, bearings);
  const machines = machinePictures(watch);
  const hotMotor = machines.some((p) => p.symptoms['winding-heat'] === 1);
  bearings.forEach((p, i) => {
    // Frame heat reaches the motor's bearings: without a witness of their own they are followers.
    const side = watch.layout.bearingTemperatures[i]!.side;
    const alone = (p.symptoms['high-frequency'] ?? 0) < 1 && !hasLines(p);
    if (hotMotor && side === 'motor' && alone && p.symptoms.heat === 1) p.stands = false;
  });
  const damaged = bearings.some((p) => p.stands && (hasLines(p) || p.symptoms.heat === 1));
  for (const p of machines) {
    // A dying bearing shakes the whole shaft: no second alarm for its consequences.
    if (p.component === 'train' && damaged) p.stands = false;
  }
  const result = new Map<string, Finding>();
  for (const p of [...bearings, ...machines]) {
    if (!p.stands) continue;
    const hypotheses = diagnose(p.component, p.symptoms, claimable);
    const top = hypotheses[0]!;
    const life = lifeOf(watch, p.component, simTs);
    result.set(p.component, {
      component: p.component,
      hypotheses,
      priority: priorityOf(top, p.health),
      healthIndex: Math.round(1000 * p.health) / 1000,
      life_h: life.hours,
      text: `${watch.layout.entry.asset} ${p.parts.join('; ')}${life.text}`,
      evidence: p.evidence,
    });
  }
  return result;
}
