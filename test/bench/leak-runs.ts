/** Healthy and faulty runs over real sockets, as an eavesdropper sees them. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Scenario, scenario as scenarioSchema } from '@plant47/contract/sealed';
import { startPlant, type TestPlant } from '../testkit/index.js';
import { type Features, featuresOf, type Overheard, type Seen } from './leak-features.js';
import { type Packet, subscribeRaw } from './raw-subscriber.js';

/** Faults of the runs, each on the train that its number gives. */
const FAULTS: readonly [fault: string, component: string][] = [
  ['bearing.starvation', 'bearing-de'],
  ['bearing.outer-race', 'pump-bearing-de'],
  ['bearing.inner-race', 'bearing-nde'],
  ['motor.blocked-cooling', 'motor'],
  ['train.unbalance', 'train'],
  ['train.looseness', 'train'],
  ['pump.strainer-clog', 'pump'],
  ['pump.impeller-wear', 'pump'],
];
const SENSOR_FAULTS = ['sensor.bias', 'sensor.drift', 'sensor.stuck'] as const;

/** A pair: a faulty run up to its first trip, and a healthy one of the same length. */
export interface Pair {
  readonly faulty: Features;
  readonly healthy: Features;
}

/** What a control changes in a faulty run before anybody looks at it. */
export type Tamper = (seen: readonly Seen[]) => readonly Seen[];
const HONEST: Tamper = (seen) => seen;

interface Run {
  readonly overheard: Overheard;
  /** Simulated Unix time of the first trip, or of the end, ms. */
  readonly untilTs: number;
}

/** Runs pair number `n` for so many hours; which of the two comes first changes with n. */
export async function runPair(n: number, hours: number): Promise<[faulty: Run, healthy: Run]> {
  const faultyFirst = n % 2 === 0;
  const first = await run(n, hours, faultyFirst);
  const second = await run(n, hours, !faultyFirst);
  return faultyFirst ? [first, second] : [second, first];
}

/** The rows of a pair, both up to the same instant. */
export function rowsOf([faulty, healthy]: [Run, Run], tamper: Tamper = HONEST): Pair {
  const until = Math.min(faulty.untilTs, healthy.untilTs);
  const tampered = { ...faulty.overheard, seen: tamper(faulty.overheard.seen) };
  return { faulty: featuresOf(tampered, until), healthy: featuresOf(healthy.overheard, until) };
}

async function run(n: number, hours: number, isFaulty: boolean): Promise<Run> {
  // No two runs share a seed: a shared one would make the pair equal but for the fault.
  const seed = 2 * n + (isFaulty ? 1 : 0);
  await using plant = await startPlant({
    seed,
    scenario: storyOf(n, hours, isFaulty),
    http: false,
  });
  const { epoch } = plant.manifest;
  const seen: Seen[] = [];
  let arrived = (): void => undefined;
  const whole = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await using ear = await subscribeRaw(plant.mqtt.port, (packet) => {
    if (packet.retained) return;
    const one = seenOf(packet);
    seen.push(one);
    const over = one.topic.endsWith('/clock') && (one.simTs ?? 0) >= epoch + hours * 3_600_000;
    if (over) arrived();
  });
  const polls: Overheard['polls'][number][] = [];
  const units = Object.values(plant.modbus.units);
  for (let h = 0; h < hours; h++) {
    await plant.advance('1h');
    polls.push(await poll(plant, units[h % units.length]!));
  }
  await whole;
  const trip = plant.host.session.state.events.find(({ event }) => event === 'trip');
  const end_s = trip ? trip.tick / 20 : hours * 3600;
  const overheard = { seen, events: [...ear.events], polls };
  return { overheard, untilTs: epoch + end_s * 1000 };
}

function storyOf(n: number, hours: number, isFaulty: boolean): Scenario {
  const asset = `motor-${1 + (n % 2)}`;
  const at = `${1 + (n % 3)}h`;
  const kind = n % (FAULTS.length + SENSOR_FAULTS.length);
  const [fault, component] = FAULTS[kind] ?? [];
  const event =
    fault === undefined
      ? {
          sensor: SENSOR_FAULTS[kind - FAULTS.length],
          point: `${asset}.bearing-de.temperature`,
          at,
          amount: 9,
        }
      : { fault, component, asset, at, severity: 1, ramp: '2h' };
  return scenarioSchema.parse({
    schema: 'plant47/scenario/1',
    id: 'no-leak',
    label: 'One of a pair',
    plant: 'two-pumps',
    duration: `${hours + 24}h`,
    learning: '1h',
    sampling: { scalars: '10min' },
    timeline: isFaulty ? [event] : [],
  });
}

function seenOf({ topic, payload, wall_ms }: Packet): Seen {
  const bytes = payload.length;
  if (topic.includes('/burst/')) {
    const simTs = Number(payload.readBigUInt64LE(16));
    return { wall_ms, topic, bytes, simTs, seq: payload.readUInt32LE(8) };
  }
  const text = payload.toString();
  const numberIn = (name: string): number | null => {
    const found = new RegExp(`"${name}":(\\d+)`).exec(text);
    return found ? Number(found[1]) : null;
  };
  return { wall_ms, topic, bytes, simTs: numberIn('simTs'), seq: numberIn('seq') };
}

/** One read of a device's header and first values. */
async function poll({ modbus }: TestPlant, unit: number) {
  const socket = connect({ host: modbus.host, port: modbus.port, noDelay: true });
  await once(socket, 'connect');
  const start = performance.now();
  socket.write(Buffer.from([0, 1, 0, 0, 0, 6, unit, 4, 0, 0, 0, 12]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  const wall_ms = performance.now() - start;
  socket.destroy();
  return { wall_ms, bytes: answer.length };
}
