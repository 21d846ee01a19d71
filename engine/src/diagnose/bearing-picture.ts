/** Pictures of the bearings: heat, surge, sensor, and the lines that belong to them. */
import type { Watch } from '../asset.js';
import { standingFamily } from '../detect/comb-detector.js';
import { cusumStands, type ResidualState, surgeStands } from '../detect/residual.js';
import type { SensorState } from '../detect/sensor.js';
import type { Family } from '../features/burst-features.js';
import type { Symptom } from './matrix.js';
import {
  channelState,
  emptyPicture,
  highFrequency,
  type Picture,
  thousandths,
  WITNESS,
  witnessOf,
} from './picture.js';

const LINES: Readonly<Record<Family, Symptom>> = {
  outer: 'outer-lines',
  inner: 'inner-lines',
  ball: 'ball-lines',
  cage: 'cage-lines',
};

/** `pump-bearing-nde` as people say it: pump bearing NDE. */
const spoken = (component: string): string =>
  component
    .replace('pump-bearing-', 'pump bearing ')
    .replace('bearing-', 'motor bearing ')
    .replace(/(n?de)$/, (end) => end.toUpperCase());

/** Above this share of its limit a drifting daily mean counts, once there is a second witness. */
const EARLY = 0.5;

function addHeat(result: Picture, heat: ResidualState, point: string, ratio: number): void {
  const { symptoms, evidence, parts, component } = result;
  const early = cusumStands(heat) && ratio >= WITNESS && heat.ewma > EARLY * heat.limit;
  if (heat.raised || early) {
    symptoms.heat = 1;
    result.stands = true;
    result.health = Math.max(0, 1 - heat.ewma / (4 * heat.limit));
    evidence.push({ point, value: thousandths(heat.ewma), limit: heat.limit, unit: 'K' });
    parts.push(`${spoken(component)} ${heat.ewma.toFixed(1)} K above its model`);
  } else if (surgeStands(heat)) {
    symptoms['heat-fast'] = 1;
    result.stands = true;
    evidence.push({ point, value: thousandths(heat.residual), limit: heat.limit, unit: 'K' });
    parts.push(`${spoken(component)} ${heat.residual.toFixed(1)} K above its model within hours`);
  }
}

function addSensor(result: Picture, sensor: SensorState, point: string): void {
  const { symptoms, evidence, parts, component } = result;
  if (sensor.verdict === 'good') return;
  symptoms.heat = 0;
  symptoms['heat-fast'] = 0;
  result.stands = sensor.verdict !== 'suspect';
  parts.length = 0;
  if (sensor.verdict === 'bias') {
    symptoms['sensor-step'] = 1;
    evidence.push({ point, value: thousandths(sensor.step), limit: 4, unit: 'K' });
    parts.push(`${spoken(component)} sensor stepped ${sensor.step.toFixed(1)} K in 10 min`);
  } else if (sensor.verdict === 'stuck') {
    symptoms['sensor-stuck'] = 1;
    parts.push(`${spoken(component)} sensor reads the very same for 12 h`);
  }
}

function bearingPicture(watch: Watch, index: number): Picture {
  const place = watch.layout.bearingTemperatures[index]!;
  const result = emptyPicture(place.component);
  const heat = channelState(watch, 'bearing-temperature', place.component)!;
  const ratio = place.station >= 0 ? highFrequency(watch, place.station) : 1;
  result.heat_K = heat.ewma;
  addHeat(result, heat, place.pointId, ratio);
  result.symptoms['high-frequency'] = witnessOf(ratio);
  if (ratio > WITNESS) result.parts.push(`high-frequency vibration ×${ratio.toFixed(2)}`);
  // Friction that warms a bearing is heard before long: the hotter without a sound, the likelier
  // it is the sensor that drifts.
  const silent = Math.max(0, Math.min(1, heat.ewma / heat.limit - 2.5));
  result.symptoms['no-witness'] = ratio >= WITNESS ? 0 : 0.5 + 0.5 * silent;
  addSensor(result, watch.state.sensors[index]!, place.pointId);
  return result;
}

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
    value: thousandths(reading.z),
    limit: 4,
  });
  target.parts.push(
    `${family}-race lines at ${reading.order.toFixed(3)}× (z ${reading.z.toFixed(1)})`,
  );
}

/** True where lines of a damaged part are in the picture. */
export const hasLines = ({ symptoms }: Picture): boolean =>
  Boolean(symptoms['outer-lines'] ?? symptoms['inner-lines'] ?? symptoms['ball-lines']);
