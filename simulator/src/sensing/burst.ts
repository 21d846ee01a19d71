/** Acceleration at a measuring point as samples: a pure function of its job. */
import type { Burst } from '@plant47/contract';
import type { BurstJob, ImpactTrain, Mode, NoiseFloor, Tone } from '@plant47/contract/sealed';
import { cos, exp, log, sin } from '../physics/dmath.js';
import { quantile } from '../physics/normal.js';
import { type Stream, wordsAt } from '../physics/random.js';
import { fillNormal } from './gaussian-noise.js';
import { zoneFactor } from './load-zone.js';
import { highPass, lowPass } from './noise-shape.js';

const TWO_PI = 2 * Math.PI;
const TWO_32 = 4294967296;
/** The anti-alias filter passes this share of the sampling rate (physics of sigma-delta ADCs). */
export const PASS_BAND = 0.39;
/** Width in which a floor's rms is stated: 1–10 kHz. */
const FLOOR_BAND_HZ = 9_000;

let scratch = new Float64Array(0);

/** The burst of a job. Samples are clipped to 16 bits. */
export function synthesize(job: BurstJob): Burst {
  const n = job.samples;
  if (scratch.length < n + 1) scratch = new Float64Array(n + 1);
  const x = scratch;
  addNoise(x, n, job.fs_hz, job.noise, job.stream);
  const tones = job.tones.filter((tone) => tone.hz < PASS_BAND * job.fs_hz);
  for (let i = 0; i < tones.length; i += 4) addTones(x, n, job.fs_hz, tones.slice(i, i + 4));
  const modes = job.modes.filter((mode) => mode.hz < PASS_BAND * job.fs_hz);
  if (job.impacts.length > 0) addImpacts(x, n, job.fs_hz, job.impacts, modes, job.stream);
  const { seq, simTs, fs_hz, scale, speed_hz, unit } = job;
  return { seq, simTs, fs_hz, scale, speed_hz, unit, samples: counts(x, n, scale) };
}

function counts(x: Float64Array, n: number, scale: number): Int16Array {
  const samples = new Int16Array(n);
  const perUnit = 1 / scale;
  for (let i = 0; i < n; i++) {
    const c = Math.floor(x[i]! * perUnit + 0.5);
    samples[i] = c > 32767 ? 32767 : c < -32768 ? -32768 : c;
  }
  return samples;
}

/** Sets x to the floor: white noise of constant density, shaped, then modulated. */
function addNoise(x: Float64Array, n: number, fs: number, noise: NoiseFloor, s: Stream): void {
  fillNormal(x, n, s);
  if (noise.high !== 0) highPass(x, n, fs, noise.high);
  if (noise.low !== 0) lowPass(x, n, fs, noise.low);
  const sigma = noise.rms * Math.sqrt(fs / 2 / FLOOR_BAND_HZ);
  if (noise.depth === 0) {
    for (let i = 0; i < n; i++) x[i] = x[i]! * sigma;
    return;
  }
  const step = (TWO_PI * noise.sway_hz) / fs;
  const start = (TWO_PI * ((wordsAt(s, TWO_32 * 1024)[0]! >>> 0) + 0.5)) / TWO_32;
  const twice = 2 * cos(step);
  let now = noise.depth * sigma * sin(start);
  let before = noise.depth * sigma * sin(start - step);
  for (let i = 0; i < n; i++) {
    x[i] = x[i]! * (sigma + now);
    const next = twice * now - before;
    before = now;
    now = next;
  }
}

const SILENT: Tone = { hz: 0, a: 0, phase: 0 };

/** Adds at most four sinusoids by the recurrence c(n+1) = 2 cos(ω) c(n) − c(n−1). */
function addTones(x: Float64Array, n: number, fs: number, tones: readonly Tone[]): void {
  const [t0 = SILENT, t1 = SILENT, t2 = SILENT, t3 = SILENT] = tones;
  const w0 = (TWO_PI * t0.hz) / fs;
  const w1 = (TWO_PI * t1.hz) / fs;
  const w2 = (TWO_PI * t2.hz) / fs;
  const w3 = (TWO_PI * t3.hz) / fs;
  const k0 = 2 * cos(w0);
  const k1 = 2 * cos(w1);
  const k2 = 2 * cos(w2);
  const k3 = 2 * cos(w3);
  let a0 = t0.a * cos(t0.phase);
  let a1 = t1.a * cos(t1.phase);
  let a2 = t2.a * cos(t2.phase);
  let a3 = t3.a * cos(t3.phase);
  let b0 = t0.a * cos(t0.phase - w0);
  let b1 = t1.a * cos(t1.phase - w1);
  let b2 = t2.a * cos(t2.phase - w2);
  let b3 = t3.a * cos(t3.phase - w3);
  for (let i = 0; i < n; i++) {
    x[i] = x[i]! + (a0 + a1 + (a2 + a3));
    const c0 = k0 * a0 - b0;
    const c1 = k1 * a1 - b1;
    const c2 = k2 * a2 - b2;
    const c3 = k3 * a3 - b3;
    b0 = a0;
    b1 = a1;
    b2 = a2;
    b3 = a3;
    a0 = c0;
    a1 = c1;
    a2 = c2;
    a3 = c3;
  }
}

/** The impacts of one train in order of time. */
class Impacts {
  /** Instant and size of the next impact. */
  t = 0;
  a = 0;
  private readonly train: ImpactTrain;
  private readonly stream: Stream;
  private count = 0;
  /** Phase in intervals, and the instant it is counted from. */
  private phase = 0;
  private readonly angle: number;
  private echo_t = Number.POSITIVE_INFINITY;
  private echo_a = 0;
  private main_t = 0;
  private main_a = 0;

  constructor(train: ImpactTrain, stream: Stream) {
    this.train = train;
    this.stream = stream;
    const words = wordsAt(stream, train.id * TWO_32);
    this.phase = (words[0]! >>> 0) / TWO_32;
    this.angle = (TWO_PI * (words[1]! >>> 0)) / TWO_32;
    this.draw();
    this.pick();
  }

  /** Goes on to the next impact. */
  next(): void {
    if (this.t === this.echo_t) this.echo_t = Number.POSITIVE_INFINITY;
    else {
      if (this.train.exit !== 0) {
        this.echo_t = this.main_t + this.train.exit_s;
        this.echo_a = this.main_a * this.train.exit;
      }
      this.draw();
    }
    this.pick();
  }

  private pick(): void {
    const echo = this.echo_t < this.main_t;
    this.t = echo ? this.echo_t : this.main_t;
    this.a = echo ? this.echo_a : this.main_a;
  }

  private draw(): void {
    const { train } = this;
    this.count += 1;
    const words = wordsAt(this.stream, train.id * TWO_32 + this.count);
    const u = ((words[0]! >>> 0) + 0.5) / TWO_32;
    const size = 1 + train.scatter * quantile(((words[1]! >>> 0) + 0.5) / TWO_32);
    if (train.pace === 'random') this.phase -= log(u);
    else if (train.pace === 'walk') this.phase += Math.max(0.2, 1 + train.slip * quantile(u));
    else this.phase += 1;
    const locked = train.pace === 'locked' ? train.slip * quantile(u) : 0;
    this.main_t = Math.max(0, this.phase - 1 + locked) / train.hz;
    const zone =
      train.zone_hz === 0 ? 1 : zoneFactor(cos(this.angle + TWO_PI * train.zone_hz * this.main_t));
    this.main_a = train.a * Math.max(0, size) * zone;
  }
}

const SILENT_MODE: Mode = { hz: 1000, zeta: 0.5, gain: 0 };

/** State of three modes as rotating vectors; an impact adds to the vectors. */
function addImpacts(
  x: Float64Array,
  n: number,
  fs: number,
  trains: readonly ImpactTrain[],
  modes: readonly Mode[],
  stream: Stream,
): void {
  const queues = trains.map((train) => new Impacts(train, stream));
  const three = [0, 1, 2].map((m) => new Resonator(modes[m] ?? SILENT_MODE, fs));
  let at = 0;
  while (at < n) {
    let first = queues[0]!;
    for (const queue of queues) if (queue.t < first.t) first = queue;
    // The first sample at or after the impact; the ring has gone on for `late` seconds by then.
    const sample = Math.max(at, Math.ceil(first.t * fs));
    const end = Math.min(n, sample);
    ring(x, at, end, three[0]!, three[1]!, three[2]!);
    at = end;
    if (sample >= n) break;
    const late = sample / fs - first.t;
    for (const resonator of three) resonator.strike(first.a, late);
    first.next();
  }
}

/** One mode: (p, q) turns by ω_d and shrinks by ζω each sample; q is the acceleration. */
class Resonator {
  p = 0;
  q = 0;
  readonly c: number;
  readonly s: number;
  private readonly gain: number;
  private readonly decay: number;
  private readonly turn: number;

  constructor(mode: Mode, fs: number) {
    const w = TWO_PI * mode.hz;
    this.gain = mode.gain;
    this.decay = mode.zeta * w;
    this.turn = w * Math.sqrt(1 - mode.zeta * mode.zeta);
    const shrink = exp(-this.decay / fs);
    this.c = shrink * cos(this.turn / fs);
    this.s = shrink * sin(this.turn / fs);
  }

  strike(a: number, late: number): void {
    const size = a * this.gain * exp(-this.decay * late);
    this.p += size * cos(this.turn * late);
    this.q += size * sin(this.turn * late);
  }
}

/** Adds the free vibration of the modes to samples [from, to) and leaves them at `to`. */
function ring(
  x: Float64Array,
  from: number,
  to: number,
  m0: Resonator,
  m1: Resonator,
  m2: Resonator,
): void {
  const { c: c0, s: s0 } = m0;
  const { c: c1, s: s1 } = m1;
  const { c: c2, s: s2 } = m2;
  let { p: p0, q: q0 } = m0;
  let { p: p1, q: q1 } = m1;
  let { p: p2, q: q2 } = m2;
  for (let i = from; i < to; i++) {
    x[i] = x[i]! + (q0 + q1 + q2);
    const r0 = c0 * p0 - s0 * q0;
    q0 = s0 * p0 + c0 * q0;
    p0 = r0;
    const r1 = c1 * p1 - s1 * q1;
    q1 = s1 * p1 + c1 * q1;
    p1 = r1;
    const r2 = c2 * p2 - s2 * q2;
    q2 = s2 * p2 + c2 * q2;
    p2 = r2;
  }
  m0.p = p0;
  m0.q = q0;
  m1.p = p1;
  m1.q = q1;
  m2.p = p2;
  m2.q = q2;
}
