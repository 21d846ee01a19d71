import { decodeValue, HEADER, headerOf } from '@plant47/contract';
import { TOXICS } from '@plant47/contract/sealed';
import { expect, it } from 'vitest';
import { scalarPoints } from '../../devices/device.js';
import { hash } from '../../world/state.js';
import { wireTruth } from '../standing.js';
import { createDirtyModel, SCAN_S, type Seen, toxic, watch } from './dirty-model.cases.js';
import { injectedInto } from './dirty-model.js';

const PLACE = 'a/process';
const OTHER = 'b/process';
const TEMPERATURE = 'a.bearing-de.temperature';
const SCANS = 10;

const clean = watch(createDirtyModel(), SCANS, []);

function dirty(spec: Record<string, unknown>, from = 4, to?: number) {
  const model = createDirtyModel();
  const aim = 'point' in spec ? {} : { asset: 'a', device: 'process' };
  return { model, seen: watch(model, SCANS, toxic({ ...aim, ...spec }, from, to)) };
}

const seqs = (seen: readonly Seen[], place = PLACE): number[][] =>
  seen.map(({ messages }) => (messages[place] ?? []).map(({ seq }) => seq));
const imageSeqs = (seen: readonly Seen[], place = PLACE): number[] =>
  seen.map(({ registers }) => headerOf(registers[place]!).seq);
const valueAt = (seen: readonly Seen[], scan: number, point = TEMPERATURE): number =>
  seen[scan]!.messages[PLACE]![0]!.points[point]![0]!;
const each = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i]);

it('leaves every other device and the world alone, whatever stands on one', () => {
  const reference = createDirtyModel();
  watch(reference, SCANS, []);
  for (const { id, layer, needs } of TOXICS) {
    if (layer !== 'binding') continue;
    const spec = needs.includes('point') ? { point: TEMPERATURE } : {};
    const { model, seen } = dirty({ toxic: id, ...spec }, 3);
    for (const place of [OTHER, 'a/energy', 'a/vibration']) {
      const of = (all: readonly Seen[]) => all.map(({ messages }) => messages[place]);
      expect(of(seen), `${id} ${place}`).toEqual(of(clean));
    }
    expect(hash(model.state), id).toBe(hash(reference.state));
  }
});

it('repeats the last scan while stuck, with live or frozen stamps', () => {
  const live = dirty({ toxic: 'stuck' }, 4, 7).seen;
  for (const k of [4, 5, 6]) expect(valueAt(live, k)).toBe(valueAt(clean, 3));
  expect(live[5]!.messages[PLACE]![0]!.simTs).toBe(clean[5]!.messages[PLACE]![0]!.simTs);
  expect(live[7]!.messages[PLACE]).toEqual(clean[7]!.messages[PLACE]);
  const frozen = dirty({ toxic: 'stuck', stamp: 'frozen' }, 4, 7).seen;
  expect(frozen[5]!.messages[PLACE]).toEqual(clean[3]!.messages[PLACE]);
  expect(imageSeqs(frozen)).toEqual([0, 1, 2, 3, 3, 3, 3, 7, 8, 9]);
});

it('falls silent in a gap and sends what it kept in one burst, oldest first', () => {
  const { seen, model } = dirty({ toxic: 'gap' }, 3, 7);
  expect(seqs(seen)).toEqual([[0], [1], [2], [], [], [], [], [3, 4, 5, 6, 7], [8], [9]]);
  expect(imageSeqs(seen)).toEqual([0, 1, 2, 2, 2, 2, 2, 7, 8, 9]);
  expect(seen[7]!.messages[PLACE]!.slice(0, 4)).toEqual(
    [3, 4, 5, 6].flatMap((k) => clean[k]!.messages[PLACE]!),
  );
  expect(injectedInto(model).filter(({ detail }) => detail['what'] === 'kept')).toHaveLength(4);
});

it('keeps no more than its buffer, and nothing where it has no backfill', () => {
  const short = dirty({ toxic: 'gap', buffer: 2 }, 3, 7).seen;
  expect(seqs(short)[7]).toEqual([5, 6, 7]);
  const none = dirty({ toxic: 'gap', backfill: 'none' }, 3, 7).seen;
  expect(seqs(none)[7]).toEqual([7]);
});

it('keeps the bursts of a silent transmitter too', () => {
  const model = createDirtyModel();
  const spec = { toxic: 'gap', asset: 'a', device: 'vibration' };
  const seen = watch(model, SCANS, toxic(spec, 2, 8));
  const all = (from: readonly Seen[]) => from.flatMap(({ bursts }) => bursts).toSorted();
  const own = (from: readonly Seen[]) =>
    from.slice(2, 8).flatMap(({ bursts }) => bursts.filter((one) => one.startsWith('a.')));
  expect(own(clean).length).toBeGreaterThan(0);
  expect(own(seen)).toEqual([]);
  expect(all(seen)).toEqual(all(clean));
});

it('shifts and drifts the clock of the device, not its numbers', () => {
  const { seen } = dirty({ toxic: 'clock-skew', shift: '-90s', drift: 1000 }, 2);
  const off = seen.map(
    ({ messages }, k) => messages[PLACE]![0]!.simTs - clean[k]!.messages[PLACE]![0]!.simTs,
  );
  expect(off.slice(0, 4)).toEqual([0, 0, -90_000 + 1, -90_000 + 601]);
  expect(seqs(seen)).toEqual(each(SCANS));
  expect(headerOf(seen[3]!.registers[PLACE]!).simTs).toBe(seen[3]!.messages[PLACE]![0]!.simTs);
});

it('shows a point in another unit on MQTT and in registers', () => {
  const { seen, model } = dirty({ toxic: 'unit-mixup', point: TEMPERATURE }, 2);
  const inF = 1.8 * valueAt(clean, 5) + 32;
  expect(valueAt(seen, 5)).toBeCloseTo(inF, 1);
  const device = model.devices.find(({ asset, device: kind }) => `${asset}/${kind}` === PLACE)!;
  const { modbus } = device.points.find(({ id }) => id === TEMPERATURE)!;
  expect(decodeValue(seen[5]!.registers[PLACE]!, modbus!)).toBeCloseTo(inF, 1);
  expect(valueAt(seen, 5, 'a.bearing-nde.temperature')).toBe(
    valueAt(clean, 5, 'a.bearing-nde.temperature'),
  );
});

it.each([
  ['CDAB', (b: number[]) => [b[2], b[3], b[0], b[1]]],
  ['BADC', (b: number[]) => [b[1], b[0], b[3], b[2]]],
  ['DCBA', (b: number[]) => [b[3], b[2], b[1], b[0]]],
])('writes 32-bit values as %s, header and MQTT as ever', (order, turned) => {
  const model = createDirtyModel();
  const spec = { toxic: 'word-order', asset: 'a', device: 'energy', order };
  const seen = watch(model, SCANS, toxic(spec, 2));
  const bytes = (from: Seen, at: number): number[] =>
    [0, 1, 2, 3].map((i) => from.registers['a/energy']!.getUint8(2 * at + i));
  const meter = model.devices.find(({ asset, device }) => `${asset}/${device}` === 'a/energy')!;
  for (const { modbus } of scalarPoints(meter)) {
    const { address } = modbus!;
    expect(bytes(seen[5]!, address)).toEqual(turned(bytes(clean[5]!, address)));
  }
  expect(headerOf(seen[5]!.registers['a/energy']!)).toEqual(
    headerOf(clean[5]!.registers['a/energy']!),
  );
  expect(seen[5]!.messages).toEqual(clean[5]!.messages);
});

it('moves the register map by some registers, header and commands as ever', () => {
  const up = dirty({ toxic: 'register-offset', by: 1 }, 2).seen;
  const down = dirty({ toxic: 'register-offset', by: -2 }, 2).seen;
  const word = (seen: readonly Seen[], at: number) => seen[5]!.registers[PLACE]!.getUint16(2 * at);
  for (let at = 0; at < HEADER.values; at++) expect(word(up, at)).toBe(word(clean, at));
  expect(word(up, 8)).toBe(0);
  expect(word(up, 9)).toBe(word(clean, 8));
  expect(word(up, 17)).toBe(word(clean, 16));
  expect(word(down, 8)).toBe(word(clean, 10));
  expect(up[5]!.messages).toEqual(clean[5]!.messages);
});

it('turns a counter over at its width', () => {
  const point = 'a.motor.speed';
  const { seen, model } = dirty({ toxic: 'rollover', point, bits: 12 }, 2);
  const { resolution } = model.devices
    .flatMap(({ points }) => points)
    .find(({ id }) => id === point)!;
  const full = 4096 * resolution;
  expect(valueAt(clean, 5, point)).toBeGreaterThan(full);
  expect(valueAt(seen, 5, point)).toBeLessThan(full);
  const turns = (valueAt(clean, 5, point) - valueAt(seen, 5, point)) / full;
  expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-9);
});

it('sends a point under another name', () => {
  const { seen } = dirty({ toxic: 'rename', point: TEMPERATURE, to: 'bearing-de.temp' }, 2, 6);
  expect(seen[3]!.messages[PLACE]![0]!.points['a.bearing-de.temp']).toEqual(
    clean[3]!.messages[PLACE]![0]!.points[TEMPERATURE],
  );
  expect(Object.keys(seen[3]!.messages[PLACE]![0]!.points)).not.toContain(TEMPERATURE);
  expect(seen[6]!.messages).toEqual(clean[6]!.messages);
});

it('sends no value as null, quality 0 and the sentinel of the register', () => {
  const { seen } = dirty({ toxic: 'no-value', point: TEMPERATURE }, 2);
  expect(seen[3]!.messages[PLACE]![0]!.points[TEMPERATURE]).toEqual([null, 0]);
  expect(seen[3]!.registers[PLACE]!.getInt16(2 * 9)).toBe(-32_768);
  expect(headerOf(seen[3]!.registers[PLACE]!).quality & 2).toBe(0);
});

it('loses or doubles the share asked for, the same ones each time; registers go on', () => {
  for (const kind of ['drop', 'duplicate']) {
    const once = dirty({ toxic: kind, p: 0.5 }, 1);
    const again = dirty({ toxic: kind, p: 0.5 }, 1);
    expect(seqs(once.seen)).toEqual(seqs(again.seen));
    const count = seqs(once.seen).flat().length;
    const hits = injectedInto(once.model).filter(({ detail }) => 'seq' in detail);
    expect(hits.length).toBeGreaterThan(0);
    expect(count).toBe(SCANS + (kind === 'drop' ? -hits.length : hits.length));
    expect(imageSeqs(once.seen)).toEqual(each(SCANS).flat());
  }
});

it('sends messages late, and all of them when it ends', () => {
  const { seen } = dirty({ toxic: 'delay', scans: 2 }, 3, 7);
  expect(seqs(seen)).toEqual([[0], [1], [2], [], [], [3], [4], [5, 6, 7], [8], [9]]);
});

it('shuffles messages within a window', () => {
  const { seen } = dirty({ toxic: 'out-of-order', window: 4 }, 2);
  const sent = seqs(seen);
  expect(sent.map(({ length }) => length)).toEqual([1, 1, 0, 0, 0, 4, 0, 0, 0, 4]);
  expect(sent[5]!.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5]);
  expect([sent[5], sent[9]]).not.toEqual([
    [2, 3, 4, 5],
    [6, 7, 8, 9],
  ]);
});

it('hits a whole plant where nothing is named, and logs begin and end', () => {
  const model = createDirtyModel();
  const seen = watch(model, SCANS, toxic({ toxic: 'gap' }, 3, 5));
  expect(Object.keys(seen[3]!.messages)).toEqual([]);
  const log = injectedInto(model).filter(({ detail }) => !('seq' in detail));
  expect(log.map(({ detail }) => detail['what'])).toEqual(['begin', 'end']);
  expect(log[1]!.simTs - log[0]!.simTs).toBe(2 * SCAN_S * 1000);
});

it('stands in truth apart from machine and sensor faults, with its times', () => {
  const inputs = toxic({ toxic: 'word-order', asset: 'a', device: 'energy' }, 3, 5);
  expect(wireTruth([...inputs, ...toxic({ toxic: 'gap' }, 6)])).toEqual([
    {
      id: 'word-order-3',
      toxic: 'word-order',
      layer: 'binding',
      label: 'encoding',
      target: { asset: 'a', device: 'energy' },
      from_s: 3 * SCAN_S - 1,
      to_s: 5 * SCAN_S - 1,
    },
    {
      id: 'gap-6',
      toxic: 'gap',
      layer: 'binding',
      label: 'wire',
      target: {},
      from_s: 6 * SCAN_S - 1,
      to_s: null,
    },
  ]);
});
