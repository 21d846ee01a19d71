/** The engine without sockets: messages in, claims out; the same messages give the same claims. */
import type { Burst, Claim, DataMessage, Manifest, OperatorMessage } from '@plant47/contract';
import { QUALITY } from '@plant47/contract';
import { addToBin } from './acquire/bins.js';
import { layouts } from './acquire/layout.js';
import { type AlarmBody, acknowledge, stepAlarm } from './alarms/alarm.js';
import { type AssetState, arm, initWatch, stepBin, stepBurst, type Watch } from './asset.js';
import { BIN_S } from './detect/row.js';
import { findings } from './diagnose/findings.js';
import { maintained } from './maintenance.js';
import { rulBodies } from './prognose/rul.js';

export interface Engine {
  data(message: DataMessage, asset: string, device: string): void;
  burst(burst: Burst, pointId: string): void;
  operator(message: OperatorMessage): void;
  /** Everything up to `simTs` has been given: what is there to say? */
  barrier(simTs: number): Claim[];
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

interface CoreState {
  seq: number;
  /** End of the bin that is being filled, ms. */
  binEnd: number;
  armed: boolean;
  /** Alarm claims that an acknowledgement has caused, by asset, for the next barrier. */
  pending: { asset: number; body: AlarmBody }[];
}

/** Bursts of one instant are digested at the barrier, after the scalars of the same instant. */
interface WaitingBurst {
  readonly watch: Watch;
  readonly station: number;
  readonly burst: Burst;
}

/** What a snapshot holds. */
interface Saved {
  readonly core: CoreState;
  readonly assets: AssetState[];
}

/** The full engine: its blocks in the order of ISO 13374, over all trains of a manifest. */
class Core implements Engine {
  private readonly manifest: Manifest;
  private readonly watches: readonly Watch[];
  private readonly byAsset: ReadonlyMap<string, Watch>;
  private readonly stations: ReadonlyMap<string, { watch: Watch; station: number }>;
  private state: CoreState;
  private bursts: WaitingBurst[] = [];

  constructor(manifest: Manifest) {
    this.manifest = manifest;
    this.watches = layouts(manifest).map(initWatch);
    this.byAsset = new Map(this.watches.map((watch) => [watch.layout.entry.asset, watch]));
    this.stations = new Map(
      this.watches.flatMap((watch) =>
        watch.layout.stations.map((s, station) => [s.pointId, { watch, station }] as const),
      ),
    );
    this.state = { seq: 0, binEnd: manifest.epoch, armed: false, pending: [] };
  }

  data(message: DataMessage, asset: string): void {
    const watch = this.byAsset.get(asset);
    if (!watch) return;
    const { points } = message;
    for (const id of Object.keys(points)) {
      const slot = watch.layout.slotOf.get(id);
      const [value, quality] = points[id]!;
      if (slot === undefined || value === null || quality < QUALITY.uncertain) continue;
      addToBin(watch.state.bins, slot, value);
    }
  }

  burst(burst: Burst, pointId: string): void {
    const station = this.stations.get(pointId);
    if (station) this.bursts.push({ ...station, burst });
  }

  operator(message: OperatorMessage): void {
    if (message.type === 'ack') {
      for (const watch of this.watches) {
        for (const alarm of Object.values(watch.state.alarms)) {
          if (alarm.alarmId === '' || alarm.alarmId !== message.alarmId) continue;
          const body = acknowledge(alarm);
          if (body) this.state.pending.push({ asset: watch.layout.index, body });
        }
      }
      return;
    }
    const watch = message.asset === undefined ? undefined : this.byAsset.get(message.asset);
    if (watch) maintained(watch, message.action ?? '', message.component);
  }

  barrier(simTs: number): Claim[] {
    const { state, manifest, watches } = this;
    const claims: Claim[] = [];
    for (const { asset, body } of state.pending) {
      claims.push({ schema: 'alarm/1', ...this.envelope(watches[asset]!, simTs), ...body });
    }
    state.pending = [];
    if (!state.armed && simTs >= manifest.learningUntil) {
      state.armed = true;
      watches.forEach(arm);
    }
    const touched = new Set<Watch>();
    if (simTs >= state.binEnd) {
      for (const watch of watches) if (stepBin(watch)) touched.add(watch);
      const bin = BIN_S * 1000;
      state.binEnd = manifest.epoch + (Math.floor((simTs - manifest.epoch) / bin) + 1) * bin;
    }
    for (const { watch, station, burst } of this.bursts) {
      stepBurst(watch, station, burst);
      touched.add(watch);
    }
    this.bursts = [];
    if (!state.armed) return claims;
    for (const watch of watches) if (touched.has(watch)) claims.push(...this.judge(watch, simTs));
    return claims;
  }

  snapshot(): unknown {
    const assets = this.watches.map((watch) => watch.state);
    return structuredClone({ core: this.state, assets } satisfies Saved);
  }

  restore(snapshot: unknown): void {
    const { core, assets } = structuredClone(snapshot) as Saved;
    this.state = core;
    this.watches.forEach((watch, i) => {
      watch.state = assets[i]!;
    });
    this.bursts = [];
  }

  private envelope(watch: Watch, simTs: number) {
    const { asset } = watch.layout.entry;
    return { run: this.manifest.run, seq: this.state.seq++, dataTs: simTs, asset };
  }

  /** Claims of one train: alarms first, then remaining lives. */
  private judge(watch: Watch, simTs: number): Claim[] {
    const claims: Claim[] = [];
    const { asset } = watch.layout.entry;
    const found = findings(this.watches, watch, this.manifest.claimable, simTs);
    for (const [component, alarm] of Object.entries(watch.state.alarms)) {
      const body = stepAlarm(alarm, asset, component, found.get(component), simTs);
      if (body) claims.push({ schema: 'alarm/1', ...this.envelope(watch, simTs), ...body });
    }
    for (const body of rulBodies(watch, simTs)) {
      claims.push({ schema: 'rul/1', ...this.envelope(watch, simTs), ...body });
    }
    return claims;
  }
}

/** The full engine over the trains of `manifest`. */
export const createCore = (manifest: Manifest): Engine => new Core(manifest);
