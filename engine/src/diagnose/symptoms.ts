/** What stands on each component of a train now, as symptoms with strengths and evidence. */
import type { Evidence } from '../alarms/alarm.js';
import type { Watch } from '../asset.js';
import type { ChannelKind } from '../detect/channels.js';
import { standingFamily } from '../detect/comb-detector.js';
import { orderStands } from '../detect/order-detector.js';
import type { ResidualState } from '../detect/residual.js';
import type { Family } from '../features/burst-features.js';
import type { Symptom, Symptoms } from './matrix.js';

/** Symptoms of one component; `stands` says whether they justify an alarm by themselves. */
export interface Picture {
  readonly component: string;
  readonly symptoms: Symptoms;
  readonly evidence: Evidence[];
  readonly parts: string[];
  stands: boolean;
  health: number;
}

const LINES: Record<Family, Symptom> = {
  outer: 'outer-lines',
  inner: 'inner-lines',
  ball: 'ball-lines',
  cage: 'cage-lines',
};

const picture = (component: string): Picture => ({
  component,
  symptoms: {},
  evidence: [],
  parts: [],
  stands: false,
  health: 1,
});

export function channelState(
  watch: Watch,
  kind: ChannelKind,
  component: string,
): ResidualState | undefined {
  const i = watch.channels.findIndex((c) => c.kind === kind && c.component === component);
  return i < 0 ? undefined : watch.state.channels[i];
}

const short = (component: string): string =>
  component
    .replace('pump-bearing-', 'pump bearing ')
    .replace('bearing-', 'motor bearing ')
    .replace(/(n?de)$/, (end) => end.toUpperCase());

/** High-frequency growth of a station: ratio of its acceleration to the model's, and witness. */
export function highFrequency(watch: Watch, station: number): number {
  const component = watch.layout.stations[station]?.component;
  const state = component ? channelState(watch, 'acceleration', component) : undefined;
  return state?.beta ? Math.exp(state.ewma) : 1;
}

/** A rise of a quarter counts fully as a witness (hero study). */
const WITNESS = 1.25;
const witness = (ratio: number): number =>
  Math.max(0, Math.min(1, (ratio - 1.1) / (WITNESS - 1.1)));

function bearingPicture(watch: Watch, index: number): Picture {
  const place = watch.layout.bearingTemperatures[index]!;
  const result = picture(place.component);
  const { symptoms, evidence, parts } = result;
  const heat = channelState(watch, 'bearing-temperature', place.component)!;
  const ratio = place.station >= 0 ? highFrequency(watch, place.station) : 1;
  const sensor = watch.state.sensors[index]!;
  if (heat.raised) {
    symptoms.heat = 1;
    result.stands = true;
    result.health = Math.max(0, 1 - heat.ewma / (4 * heat.limit));
    evidence.push({ point: place.pointId, value: round(heat.ewma), limit: heat.limit, unit: 'K' });
    parts.push(`${short(place.component)} ${heat.ewma.toFixed(1)} K above its model`);
  }
  symptoms['high-frequency'] = witness(ratio);
  if (ratio > WITNESS) parts.push(`high-frequency vibration ×${ratio.toFixed(2)}`);
  // Friction that warms a bearing is heard before long: the hotter without a sound, the likelier
  // it is the sensor that drifts.
  const silent = Math.max(0, Math.min(1, heat.ewma / heat.limit - 2.5));
  symptoms['no-witness'] = ratio >= WITNESS ? 0 : 0.5 + 0.5 * silent;
  if (sensor.verdict === 'bias') {
    symptoms['sensor-step'] = 1;
    symptoms.heat = 0;
    result.stands = true;
    evidence.push({ point: place.pointId, value: round(sensor.step), limit: 4, unit: 'K' });
    parts.push(`${short(place.component)} sensor stepped ${sensor.step.toFixed(1)} K in 10 min`);
  } else if (sensor.verdict === 'stuck') {
    symptoms['sensor-stuck'] = 1;
    symptoms.heat = 0;
    result.stands = true;
    parts.push(`${short(place.component)} sensor reads the very same for 12 h`);
  } else if (sensor.verdict === 'suspect') {
    result.stands = false;
  }
  return result;
}

const round = (x: number): number => Math.round(1000 * x) / 1000;

/** Pictures of the bearings of a train, lines not yet attributed. */
export function bearingPictures(watch: Watch): Picture[] {
  return watch.layout.bearingTemperatures.map((_, i) => bearingPicture(watch, i));
}

/** Adds a station's standing lines to `target`. */
export function addLines(watch: Watch, station: number, target: Picture): void {
  const comb = watch.state.stations[station]!.comb;
  const family = standingFamily(comb);
  const reading = family && comb.readings[family].at(-1);
  if (!family || !reading) return;
  target.symptoms[LINES[family]] = 1;
  target.stands = true;
  target.health = Math.min(target.health, Math.max(0, 1 - reading.amplitude / 20));
  target.evidence.push({
    point: watch.layout.stations[station]!.pointId,
    feature: `${family} comb z`,
    value: round(reading.z),
    limit: 4,
  });
  target.parts.push(
    `${family}-race lines at ${reading.order.toFixed(3)}× (z ${reading.z.toFixed(1)})`,
  );
}

function motorPicture(watch: Watch): Picture {
  const result = picture('motor');
  const winding = channelState(watch, 'winding-temperature', 'motor');
  const voltage = channelState(watch, 'voltage-unbalance', 'motor');
  const current = channelState(watch, 'current-unbalance', 'motor');
  const entries = [
    [winding, 'winding-heat', 'K', 'winding above its model by'],
    [voltage, 'voltage-unbalance', '%', 'voltage unbalance up by'],
    [current, 'current-unbalance', '%', 'current unbalance up by'],
  ] as const;
  for (const [state, symptom, unit, text] of entries) {
    if (state?.raised) addChannel(result, state, symptom, unit, text);
  }
  return result;
}

function addChannel(
  result: Picture,
  state: ResidualState,
  symptom: Symptom,
  unit: string,
  text: string,
): void {
  result.symptoms[symptom] = 1;
  result.stands = true;
  result.health = Math.min(result.health, Math.max(0, 1 - state.ewma / (4 * state.limit)));
  result.evidence.push({
    feature: symptom,
    value: round(state.ewma),
    limit: round(state.limit),
    unit,
  });
  const digits = unit === '%' || unit === 'K' ? 1 : 3;
  result.parts.push(`${text} ${state.ewma.toFixed(digits)}${unit === '1' ? '' : ` ${unit}`}`);
}

function pumpPicture(watch: Watch): Picture {
  const result = picture('pump');
  const entries = [
    ['suction', 'suction-low', 'bar', 'suction pressure below its curve by'],
    ['head', 'head-low', '1', 'head below its curve by a share of'],
  ] as const;
  for (const [kind, symptom, unit, text] of entries) {
    const state = channelState(watch, kind, 'pump');
    if (state?.raised) addChannel(result, state, symptom, unit, text);
  }
  const power = channelState(watch, 'power', 'pump');
  if (power?.raised) result.symptoms['power-high'] = 1;
  const station = watch.layout.stations.findIndex((s) => s.side === 'pump');
  if (station >= 0) result.symptoms['high-frequency'] = witness(highFrequency(watch, station));
  return result;
}

function trainPicture(watch: Watch): Picture {
  const result = picture('train');
  watch.state.stations.forEach((station, i) => {
    const { orders, comb } = station;
    const add = (symptom: Symptom, text: string, value: number): void => {
      result.symptoms[symptom] = 1;
      result.stands = true;
      result.health = Math.min(result.health, Math.max(0, 1.2 - value / 10));
      result.evidence.push({
        point: watch.layout.stations[i]!.pointId,
        feature: symptom,
        value: round(value),
      });
      result.parts.push(`${text} ${value.toFixed(1)} at ${watch.layout.stations[i]!.component}`);
    };
    if (orderStands(orders, 'once')) add('once-per-turn', '1× grown ×', orders.ratio.once);
    if (orderStands(orders, 'multiples')) {
      add('multiples', 'multiples of shaft speed grown ×', orders.ratio.multiples);
    }
    if (comb.shaft > 8) result.symptoms['shaft-impacts'] = 1;
  });
  return result;
}

/** Pictures of motor, pump and the whole shaft. */
export function machinePictures(watch: Watch): Picture[] {
  return [motorPicture(watch), pumpPicture(watch), trainPicture(watch)];
}
