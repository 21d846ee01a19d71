/** What scanning takes of a device profile. */
import type { DeviceProfile, ProfilePoint } from '@plant47/contract/sealed';
import type { ChainSettings } from '../sensing/chain.js';
import type { VibrationStatistics } from '../sensing/statistics.js';

/** The scalar points of a profile, in the order of a scan. */
export function scalarsOf(profile: DeviceProfile): ProfilePoint[] {
  return profile.points.filter((one) => !('waveform' in one.from));
}

/** Statistic of a vibration site that the point shows, or undefined. */
export function statisticOf(
  one: ProfilePoint,
): { readonly name: keyof VibrationStatistics; readonly site: 0 | 1 } | undefined {
  if (!('statistic' in one.from)) return undefined;
  return { name: one.from.statistic, site: one.from.site === 'motor' ? 0 : 1 };
}

/** The chain of a point, in published units. */
export function chainOf(one: ProfilePoint): ChainSettings {
  return {
    range: one.range,
    resolution: one.resolution,
    noise: one.noise,
    noise_relative: one.relative,
    lag_s: one.lag,
    offset: one.accuracy.offset,
    gain: one.accuracy.gain,
    drift_year: one.drift,
    signal: one.signal,
  };
}
