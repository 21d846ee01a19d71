/**
 * A plant model whose bindings misbehave as the recorded inputs ask: one place for sockets and for
 * runs in memory. Pure; with no toxic standing it hands on what the model gives.
 */
import type { BurstPlan } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import type { Device, DeviceScan, DueBurst } from '../../devices/device.js';
import type { PlantModel } from '../../devices/plant-model.js';
import { streamOf } from '../../physics/random.js';
import { type Injection, InjectionLog } from '../injection-log.js';
import { type Standing, standingAt, toxicInputs } from '../standing.js';
import { bendScan, skewed } from './scan-values.js';
import { type Queue, released, send } from './sending.js';

/** Toxics that keep messages back or let them out otherwise than one a scan. */
const SENDING = ['gap', 'drop', 'duplicate', 'delay', 'out-of-order'];

/** What is kept of one device while toxics stand on it. */
interface Line {
  readonly queues: Map<string, Queue>;
  /** Number of the last data message that went out. */
  sent: number;
  readonly bursts: DueBurst[];
}

/** Puts the binding toxics of the inputs before a model's scans and bursts. */
export function withToxics(model: PlantModel): PlantModel {
  return new DirtyModel(model);
}

/** What binding toxics did to a model's messages so far. */
export function injectedInto(model: PlantModel): readonly Injection[] {
  return model instanceof DirtyModel ? model.log.all : [];
}

class DirtyModel implements PlantModel {
  readonly log = new InjectionLog();
  readonly nextScanTick: PlantModel['nextScanTick'];
  private readonly inner: PlantModel;
  private toxics: readonly Standing[] = [];
  private known: readonly Input[] = [];
  private seen = { inputs: [] as readonly Input[], length: 0 };
  private readonly lines = new Map<Device, Line>();
  /** The scans before, as they went out. */
  private last: readonly DeviceScan[] = [];

  constructor(inner: PlantModel) {
    this.inner = inner;
    this.nextScanTick = inner.nextScanTick;
  }

  get world() {
    return this.inner.world;
  }
  get state() {
    return this.inner.state;
  }
  get devices() {
    return this.inner.devices;
  }
  get assets() {
    return this.inner.assets;
  }
  get epoch() {
    return this.inner.epoch;
  }
  get sampling() {
    return this.inner.sampling;
  }

  startFrom(from: Parameters<PlantModel['startFrom']>[0]): void {
    this.inner.startFrom(from);
  }

  advance(toTick: number, inputs: readonly Input[]): void {
    this.inner.advance(toTick, inputs);
    const { seen } = this;
    if (seen.inputs !== inputs || seen.length !== inputs.length) {
      this.known = toxicInputs(inputs);
      this.seen = { inputs, length: inputs.length };
    }
    if (this.known.length > 0) this.follow(standingAt(this.known, toTick, ['binding']));
  }

  scan(): DeviceScan[] {
    const scans = this.inner.scan();
    if (this.toxics.length === 0 && this.lines.size === 0) {
      this.last = scans;
      return scans;
    }
    const sent = scans.map((scan, i) => this.sendScan(scan, this.last[i]));
    this.last = sent.map(({ bent }) => bent);
    return sent.flatMap(({ out }) => out);
  }

  dueBursts(): DueBurst[] {
    const due = this.inner.dueBursts();
    if (this.toxics.length === 0 && this.lines.size === 0) return due;
    const out: DueBurst[] = [];
    for (const [device, { bursts }] of this.lines) {
      if (!this.isSilent(device)) out.push(...bursts.splice(0));
    }
    for (const one of due) {
      const { device } = one;
      if (this.isSilent(device)) this.lineOf(device, one.seq).bursts.push(this.stamped(one));
      else out.push(this.stamped(one));
    }
    return out;
  }

  requestBurst(pointId: string, plan: BurstPlan): DueBurst | undefined {
    const due = this.inner.requestBurst(pointId, plan);
    return due && !this.isSilent(due.device) ? this.stamped(due) : undefined;
  }

  means(train: number): Float64Array {
    return this.inner.means(train);
  }
  truths(train: number): Float64Array {
    return this.inner.truths(train);
  }

  /** Takes over what stands now, and notes what began and ended. */
  private follow(now: readonly Standing[]): void {
    const { toxics } = this;
    for (const one of now) if (!toxics.some(({ id }) => id === one.id)) this.note(one, 'begin');
    for (const one of toxics) if (!now.some(({ id }) => id === one.id)) this.note(one, 'end');
    this.toxics = now;
  }

  private note(toxic: Standing, what: string): void {
    const { asset = '*', device = '*', point } = toxic.target;
    this.add(toxic, point ?? `${asset}/${device}`, { what });
  }

  private add(toxic: Standing, target: string, detail: Injection['detail']): void {
    const { id, declared } = toxic;
    const simTs = this.epoch + this.state.tick * 50;
    this.log.add({ id, toxic: declared.id, target, simTs, detail });
  }

  private toxicsOn(device: Device): readonly Standing[] {
    return this.toxics.filter(({ target }) => aimsAt(target, device));
  }

  private isSilent(device: Device): boolean {
    return this.toxicsOn(device).some(({ declared }) => declared.id === 'gap');
  }

  private lineOf(device: Device, seq: number): Line {
    let line = this.lines.get(device);
    if (!line) {
      line = { queues: new Map(), sent: seq - 1, bursts: [] };
      this.lines.set(device, line);
    }
    return line;
  }

  private stamped(due: DueBurst): DueBurst {
    let { simTs } = due;
    for (const toxic of this.toxicsOn(due.device)) {
      if (toxic.declared.id === 'clock-skew') simTs = skewed(simTs, toxic, this.epoch);
    }
    return simTs === due.simTs ? due : { ...due, simTs, job: { ...due.job, simTs } };
  }

  /** What goes out for one scan: data messages, and what the registers show from now on. */
  private sendScan(scan: DeviceScan, last: DeviceScan | undefined) {
    const { device } = scan;
    const toxics = this.toxicsOn(device);
    const bent = bendScan(scan, last, toxics, this.epoch);
    const sending = toxics.filter(({ declared }) => SENDING.includes(declared.id));
    const known = this.lines.get(device);
    if (sending.length === 0 && !known && !bent.loose) return { bent, out: [bent] };
    const line = this.lineOf(device, scan.seq);
    const messages = this.throughQueues(line, bent, sending);
    const silent = sending.some(({ declared }) => declared.id === 'gap');
    const out = messages.map((one): DeviceScan => {
      const loose = one.seq !== line.sent + 1;
      line.sent = one.seq;
      return { ...one, on: 'mqtt', loose };
    });
    if (!silent) out.push({ ...bent, on: 'modbus' });
    const idle = line.queues.size === 0 && line.bursts.length === 0 && line.sent === scan.seq;
    if (toxics.length === 0 && idle) this.lines.delete(device);
    return { bent, out };
  }

  private throughQueues(
    line: Line,
    scan: DeviceScan,
    sending: readonly Standing[],
  ): readonly DeviceScan[] {
    const { unitBase } = this.world.trains[scan.device.train]!;
    const place = `${scan.device.asset}/${scan.device.device}`;
    let messages: readonly DeviceScan[] = [scan];
    for (const [id, queue] of line.queues) {
      if (sending.some((one) => one.id === id)) continue;
      messages = [...released(queue), ...messages];
      line.queues.delete(id);
    }
    for (const toxic of sending) {
      const queue = line.queues.get(toxic.id) ?? { toxic, kept: [] };
      line.queues.set(toxic.id, queue);
      const names = ['toxic', toxic.id, unitBase, scan.device.device];
      const sent = send(messages, queue, streamOf(this.world.key, ...names));
      messages = sent.messages;
      for (const { what, seq } of sent.noted) this.add(toxic, place, { what, seq });
    }
    return messages;
  }
}

/** True where a target means the device, or a point of it. */
function aimsAt(target: Standing['target'], device: Device): boolean {
  const { asset, device: kind, point } = target;
  if (asset !== undefined && asset !== device.asset) return false;
  if (kind !== undefined && kind !== device.device) return false;
  return point === undefined || device.points.some(({ id }) => id === point);
}
