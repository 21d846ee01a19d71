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
  readonly channels: ChannelState[];
  readonly fresh: (number | null)[];
}

/** A detector that compares each value with one limit. */
class Trivial implements Engine {
  private readonly manifest: Manifest;
  private readonly rule: TrivialRule;
  private readonly watched: readonly Watched[];
  private readonly index: ReadonlyMap<string, number>;
  private state: TrivialState;

  constructor(manifest: Manifest, rule: TrivialRule) {
    this.manifest = manifest;
    this.rule = rule;
    this.watched = layouts(manifest).flatMap((layout) =>
      rule.watches(layout).map(({ slot, component, fault }) => ({
        asset: layout.entry.asset,
        component,
        fault,
        pointId: layout.points[slot]!.id,
      })),
    );
    this.index = new Map(this.watched.map(({ pointId }, i) => [pointId, i]));
    this.state = {
      seq: 0,
      channels: this.watched.map(() => ({
        n: 0,
        mean: 0,
        m2: 0,
        run: 0,
        raised: false,
        episode: 0,
      })),
      fresh: this.watched.map(() => null),
    };
  }

  data(message: DataMessage): void {
    for (const id of Object.keys(message.points)) {
      const i = this.index.get(id);
      if (i !== undefined) this.state.fresh[i] = message.points[id]![0];
    }
  }

  burst(): void {}

  operator(): void {}

  barrier(simTs: number): Claim[] {
    const claims: Claim[] = [];
    const { fresh } = this.state;
    for (let i = 0; i < fresh.length; i++) {
      const value = fresh[i]!;
      fresh[i] = null;
      const said = value === null ? undefined : this.judge(i, value, simTs);
      if (said) claims.push(said);
    }
    return claims;
  }

  snapshot(): unknown {
    return structuredClone(this.state);
  }

  restore(snapshot: unknown): void {
    this.state = structuredClone(snapshot) as TrivialState;
  }

  private judge(i: number, value: number, simTs: number): AlarmClaim | undefined {
    const channel = this.state.channels[i]!;
    if (simTs < this.manifest.learningUntil) {
      channel.n += 1;
      const d = value - channel.mean;
      channel.mean += d / channel.n;
      channel.m2 += d * (value - channel.mean);
      return undefined;
    }
    const sigma = Math.sqrt(channel.m2 / Math.max(1, channel.n - 1));
    channel.run = value > this.rule.limit(channel.mean, sigma) ? channel.run + 1 : 0;
    const raised = channel.run >= this.rule.inRow;
    if (raised === channel.raised) return undefined;
    channel.raised = raised;
    if (raised) channel.episode += 1;
    return this.claim(this.watched[i]!, channel, value, simTs);
  }

  private claim(
    { asset, component, fault, pointId }: Watched,
    channel: ChannelState,
    value: number,
    simTs: number,
  ): AlarmClaim {
    return {
      schema: 'alarm/1',
      run: this.manifest.run,
      seq: this.state.seq++,
      dataTs: simTs,
      asset,
      alarmId: `${pointId}#${channel.episode}`,
      state: channel.raised ? 'raised' : 'cleared',
      priority: 2,
      component,
      hypotheses: [{ fault, p: 0.8 }],
      evidence: [{ point: pointId, value }],
    };
  }
}

/** The trivial engine of a rule. */
export const createTrivial = (manifest: Manifest, rule: TrivialRule): Engine =>
  new Trivial(manifest, rule);

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
