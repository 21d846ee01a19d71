/** Runs seeds twice each over real sockets and says which of them differed; a thread of the soak. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { startPlant } from '../testkit/index.js';
import { subscribeRaw } from './raw-subscriber.js';

/** What a thread is given. */
export interface SoakWork {
  readonly seeds: readonly number[];
  readonly hours: number;
}
/** What it says of each seed. */
export interface SoakSeed {
  readonly seed: number;
  /** Golden hash of the world, and digest of all telemetry as it came over TCP; of both runs. */
  readonly hashes: readonly [string, string];
  readonly start_ms: readonly [number, number];
}

/** One run of a fresh plant: its hash with the digest of what a subscriber got. */
export async function soakRun(
  seed: number,
  hours: number,
): Promise<{ readonly hash: string; readonly start_ms: number }> {
  const before = performance.now();
  await using plant = await startPlant({ seed, http: false });
  const start_ms = performance.now() - before;
  const { epoch } = plant.manifest;
  const digest = createHash('sha256');
  let arrived = (): void => undefined;
  const whole = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await using _ = await subscribeRaw(plant.mqtt.port, ({ topic, payload, retained }) => {
    if (retained) return;
    if (/\/(data|burst\/.*)$/.test(topic)) digest.update(topic).update(payload);
    const clock = topic.endsWith('/clock') && JSON.parse(payload.toString());
    if (clock && clock.completeTo >= epoch + hours * 3_600_000) arrived();
  });
  await plant.advance(`${hours}h`);
  await whole;
  return { hash: `${plant.host.hash()} ${digest.digest('hex')}`, start_ms };
}

async function work({ seeds, hours }: SoakWork): Promise<void> {
  for (const seed of seeds) {
    const [first, second] = [await soakRun(seed, hours), await soakRun(seed, hours)];
    const done: SoakSeed = {
      seed,
      hashes: [first.hash, second.hash],
      start_ms: [first.start_ms, second.start_ms],
    };
    parentPort?.postMessage(done);
  }
}

if (parentPort) await work(workerData as SoakWork);
