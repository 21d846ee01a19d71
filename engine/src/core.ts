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

export type Variant =
  | 'full'
  | 'off'
  | 'always-on'
  | 'shuffled'
  | 'rul-constant'
  | 'rms-6sigma'
  | 'kurtosis-4'
  | 'iso-zones'
  | 'temperature-threshold';

export interface EngineOptions {
  readonly variant?: Variant;
  /** Limit of the variant temperature-threshold, °C. */
  readonly threshold_C?: number;
}

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
  assets: AssetState[];
}

/** Bursts of one instant are digested at the barrier, after the scalars of the same instant. */
interface WaitingBurst {
  readonly watch: Watch;
  readonly station: number;
  readonly burst: Burst;
}

const HOUR_MS = 3_600_000;

/** The full engine. */
export function createCore(manifest: Manifest): Engine {
  const watches = layouts(manifest).map(initWatch);
  const byAsset = new Map(watches.map((watch) => [watch.layout.entry.asset, watch]));
  const stations = new Map(
    watches.flatMap((watch) =>
      watch.layout.stations.map((s, station) => [s.pointId, { watch, station }] as const),
    ),
  );
  let state: CoreState = { seq: 0, binEnd: manifest.epoch, armed: false, assets: [] };
  let bursts: WaitingBurst[] = [];
  let pending: { watch: Watch; body: AlarmBody }[] = [];

  const envelope = (watch: Watch, simTs: number) => ({
    run: manifest.run,
    seq: state.seq++,
    dataTs: simTs,
    asset: watch.layout.entry.asset,
  });

  /** Claims of one train: alarms first, then remaining lives. */
  const judge = (watch: Watch, simTs: number): Claim[] => {
    const claims: Claim[] = [];
    const { asset } = watch.layout.entry;
    const found = findings(watches, watch, manifest.claimable, simTs);
    for (const [component, alarm] of Object.entries(watch.state.alarms)) {
      const body = stepAlarm(alarm, asset, component, found.get(component), simTs);
      if (body) claims.push({ schema: 'alarm/1', ...envelope(watch, simTs), ...body });
    }
    for (const body of rulBodies(watch, simTs)) {
      claims.push({ schema: 'rul/1', ...envelope(watch, simTs), ...body });
    }
    return claims;
  };

  return {
    data(message, asset) {
      const watch = byAsset.get(asset);
      if (!watch) return;
      for (const [id, entry] of Object.entries(message.points)) {
        const slot = watch.layout.slotOf.get(id);
        const [value, quality] = entry;
        if (slot === undefined || value === null || quality < QUALITY.uncertain) continue;
        addToBin(watch.state.bins, slot, value);
      }
    },
    burst(burst, pointId) {
      const station = stations.get(pointId);
      if (station) bursts.push({ ...station, burst });
    },
    operator(message) {
      if (message.type === 'ack') {
        for (const watch of watches) {
          for (const alarm of Object.values(watch.state.alarms)) {
            const hit = alarm.alarmId !== '' && alarm.alarmId === message.alarmId;
            const body = hit ? acknowledge(alarm) : undefined;
            if (body) pending.push({ watch, body });
          }
        }
        return;
      }
      const watch = message.asset === undefined ? undefined : byAsset.get(message.asset);
      if (watch) maintained(watch, message.action ?? '', message.component);
    },
    barrier(simTs) {
      const claims: Claim[] = pending.map(({ watch, body }) => ({
        schema: 'alarm/1',
        ...envelope(watch, simTs),
        ...body,
      }));
      pending = [];
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
      for (const { watch, station, burst } of bursts) {
        stepBurst(watch, station, burst);
        touched.add(watch);
      }
      bursts = [];
      if (!state.armed || touched.size === 0) return claims;
      for (const watch of watches) {
        if (touched.has(watch)) claims.push(...judge(watch, simTs));
      }
      return claims;
    },
    snapshot() {
      state.assets = watches.map((watch) => watch.state);
      return structuredClone({ ...state, pending: [], hour: HOUR_MS });
    },
    restore(snapshot) {
      const copy = structuredClone(snapshot) as CoreState;
      state = copy;
      watches.forEach((watch, i) => {
        watch.state = copy.assets[i]!;
      });
      bursts = [];
      pending = [];
    },
  };
}
