/** Pictures of motor, pump and the whole shaft. */
import type { Watch } from '../asset.js';
import { orderStands } from '../detect/order-detector.js';
import type { ResidualState } from '../detect/residual.js';
import type { Symptom } from './matrix.js';
import {
  channelState,
  emptyPicture,
  highFrequency,
  type Picture,
  thousandths,
  witnessOf,
} from './picture.js';

function motorPicture(watch: Watch): Picture {
  const result = emptyPicture('motor');
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
    value: thousandths(state.ewma),
    limit: thousandths(state.limit),
    unit,
  });
  const digits = unit === '%' || unit === 'K' ? 1 : 3;
  result.parts.push(`${text} ${state.ewma.toFixed(digits)}${unit === '1' ? '' : ` ${unit}`}`);
}

function pumpPicture(watch: Watch): Picture {
  const result = emptyPicture('pump');
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
  if (station >= 0) result.symptoms['high-frequency'] = witnessOf(highFrequency(watch, station));
  return result;
}

function trainPicture(watch: Watch): Picture {
  const result = emptyPicture('train');
  watch.state.stations.forEach((station, i) => {
    const { orders, comb } = station;
    const add = (symptom: Symptom, text: string, value: number): void => {
      result.symptoms[symptom] = 1;
      result.stands = true;
      result.health = Math.min(result.health, Math.max(0, 1.2 - value / 10));
      result.evidence.push({
        point: watch.layout.stations[i]!.pointId,
        feature: symptom,
        value: thousandths(value),
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
