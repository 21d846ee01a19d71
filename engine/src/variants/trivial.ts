/** Trivial detectors, shipped so that a scenario can show that they do not suffice. */
import type { AlarmClaim, Claim, DataMessage, Manifest } from '@plant47/contract';
import { type AssetLayout, layouts } from '../acquire/layout.js';
import type { Engine } from '../core.js';

/** One watched value of a train. */
interface Watched {
  readonly asset: string;
  readonly component: string;
  readonly fault: string;
  readonly pointId: string;
}

export interface TrivialRule {
  /** Points that it watches, and the fault that it names. */
  readonly watches: (layout: AssetLayout) => { slot: number; component: string; fault: string }[];
  /** Learns mean and deviation first; else the limit is absolute. */
  readonly limit: (mean: number, sigma: number) => number;
  /** Readings in a row above the limit that raise. */
  readonly inRow: number;
}

interface ChannelState {
  n: number;
  mean: number;
  m2: number;
  run: number;
  raised: boolean;
  episode: number;
}

interface TrivialState {
  seq: number;
  armed: boolean;
  readonly channels: ChannelState[];
  readonly fresh: (number | null)[];
}

/** A detector that compares each value with one limit. */
export function createTrivial(manifest: Manifest, rule: TrivialRule): Engine {
  const watched: Watched[] = layouts(manifest).flatMap((layout) =>
    rule.watches(layout).map(({ slot, component, fault }) => ({
      asset: layout.entry.asset,
      component,
      fault,
      pointId: layout.points[slot]!.id,
    })),
  );
  const index = new Map(watched.map((w, i) => [w.pointId, i]));
  let state: TrivialState = {
    seq: 0,
    armed: false,
    channels: watched.map(() => ({ n: 0, mean: 0, m2: 0, run: 0, raised: false, episode: 0 })),
    fresh: watched.map(() => null),
  };
  const claim = (i: number, channel: ChannelState, simTs: number, value: number): AlarmClaim => ({
    schema: 'alarm/1',
    run: manifest.run,
    seq: state.seq++,
    dataTs: simTs,
    asset: watched[i]!.asset,
    alarmId: `${watched[i]!.pointId}#${channel.episode}`,
    state: channel.raised ? 'raised' : 'cleared',
    priority: 2,
    component: watched[i]!.component,
    hypotheses: [{ fault: watched[i]!.fault, p: 0.8 }],
    evidence: [{ point: watched[i]!.pointId, value }],
  });
  const judge = (i: number, value: number, simTs: number): AlarmClaim | undefined => {
    const channel = state.channels[i]!;
    if (!state.armed) {
      channel.n += 1;
      const d = value - channel.mean;
      channel.mean += d / channel.n;
      channel.m2 += d * (value - channel.mean);
      return undefined;
    }
    const sigma = Math.sqrt(channel.m2 / Math.max(1, channel.n - 1));
    channel.run = value > rule.limit(channel.mean, sigma) ? channel.run + 1 : 0;
    const raised = channel.run >= rule.inRow;
    if (raised === channel.raised) return undefined;
    channel.raised = raised;
    if (raised) channel.episode += 1;
    return claim(i, channel, simTs, value);
  };
  return {
    data(message: DataMessage) {
      for (const id of Object.keys(message.points)) {
        const i = index.get(id);
        if (i !== undefined) state.fresh[i] = message.points[id]![0];
      }
    },
    burst() {},
    operator() {},
    barrier(simTs) {
      state.armed = simTs >= manifest.learningUntil;
      const claims: Claim[] = [];
      for (let i = 0; i < watched.length; i++) {
        const value = state.fresh[i]!;
        state.fresh[i] = null;
        const said = value === null ? undefined : judge(i, value, simTs);
        if (said) claims.push(said);
      }
      return claims;
    },
    snapshot: () => structuredClone(state),
    restore(snapshot) {
      state = structuredClone(snapshot) as TrivialState;
    },
  };
}

const stationRule = (quantity: 'velocity' | 'acceleration' | 'kurtosis') => (layout: AssetLayout) =>
  layout.stations
    .filter((station) => station[quantity] >= 0)
    .map((station) => ({
      slot: station[quantity],
      component: station.component,
      fault: 'bearing.outer-race',
    }));

/** RMS of acceleration beyond six deviations of its learning window, three in a row. */
export const RMS_6_SIGMA: TrivialRule = {
  watches: stationRule('acceleration'),
  limit: (mean, sigma) => mean + 6 * sigma,
  inRow: 3,
};

/** Kurtosis above four, three in a row. */
export const KURTOSIS_4: TrivialRule = {
  watches: stationRule('kurtosis'),
  limit: () => 4,
  inRow: 3,
};

/** Velocity above the boundary of zones B and C, 2.8 mm/s (ISO 20816-3, group 2, rigid). */
export const ISO_ZONES: TrivialRule = {
  watches: stationRule('velocity'),
  limit: () => 2.8,
  inRow: 1,
};

/** Any bearing above one temperature, °C. */
export const temperatureThreshold = (threshold_C: number): TrivialRule => ({
  watches: (layout) =>
    layout.bearingTemperatures.map(({ slot, component }) => ({
      slot,
      component,
      fault: 'bearing.starvation',
    })),
  limit: () => threshold_C,
  inRow: 1,
});
