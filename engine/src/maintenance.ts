/** What maintenance does to what the engine has learnt. */
import type { Watch } from './asset.js';
import { resetComb } from './detect/comb-detector.js';
import { resetOrders } from './detect/order-detector.js';
import { relearnLevel } from './detect/residual.js';
import { resetSensor } from './detect/sensor.js';

/** Hours for which the level is learnt anew after each action (judgement). */
const RELEARN_H: Readonly<Record<string, number>> = {
  'replace-bearing': 72,
  regrease: 36,
  'clean-strainer': 6,
  'replace-impeller': 24,
  'clean-cooling': 24,
  'mend-supply': 6,
  'tighten-feet': 24,
  balance: 24,
};

/** An operator's action on a component: new levels where it changes them. */
export function maintained(watch: Watch, action: string, component?: string): void {
  const hours = RELEARN_H[action];
  if (hours === undefined) return;
  const { state, layout } = watch;
  watch.channels.forEach((channel, i) => {
    const same = component === undefined || channel.component === component;
    const heard = channel.kind === 'acceleration' || channel.kind === 'kurtosis';
    if (same || heard) relearnLevel(state.channels[i]!, hours);
  });
  layout.bearingTemperatures.forEach((place, i) => {
    if (component === undefined || place.component === component) resetSensor(state.sensors[i]!);
  });
  for (const station of state.stations) {
    if (action === 'replace-bearing') resetComb(station.comb);
    resetOrders(station.orders);
  }
  if (component !== undefined) delete state.lives[component];
}
