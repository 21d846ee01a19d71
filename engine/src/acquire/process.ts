/** The running process: finds the run, reads its manifest, enrols and goes on to its end. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import {
  CLAIMABLE,
  type ClockMessage,
  CURRENT_TOPIC,
  claimTopic,
  clockTopic,
  type Manifest,
  manifestTopic,
  operatorTopic,
} from '@plant47/contract';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Engine } from '../core.js';
import { createEngine } from '../variants/select.js';
import type { EngineConfig } from './config.js';
import { createPoller, type PolledDevice, type Poller } from './modbus.js';
import { createSession, type Session } from './session.js';
import { decodeState, encodeState } from './state-text.js';

const VERSION = '0.1.0';
/** The class of devices that is read from registers rather than from MQTT. */
const POLLED = 'energy';
/** A checkpoint is written once a simulated day. */
const CHECKPOINT_MS = 86_400_000;

function log(level: 'info' | 'warn', code: string, message: string, simTs?: number): void {
  process.stderr.write(`${JSON.stringify({ level, code, message, simTs })}\n`);
}

/** Everything of one run. */
interface Run {
  readonly session: Session;
  readonly poller: Poller | undefined;
  /** Writes what the engine knows now. */
  readonly checkpoint: () => void;
}

async function waitFor<T>(
  client: MqttClient,
  topic: string,
  read: (payload: Buffer) => T,
): Promise<T> {
  const found = new Promise<T>((resolve) => {
    const listen = (at: string, payload: Buffer): void => {
      if (at !== topic || payload.length === 0) return;
      client.off('message', listen);
      resolve(read(payload));
    };
    client.on('message', listen);
  });
  await client.subscribeAsync(topic, { qos: 0 });
  return found;
}

function checkpointPath(config: EngineConfig): string | undefined {
  return config.stateDir === undefined ? undefined : `${config.stateDir}/engine-checkpoint.json`;
}

/**
 * Goes on from the checkpoint it is given, else from this run's own where there is one.
 * Gives the simulated time of the checkpoint, or -Infinity where the engine learns anew.
 */
function resume(config: EngineConfig, engine: Engine, run: string): number {
  const path = config.resume ?? checkpointPath(config);
  if (!path) return Number.NEGATIVE_INFINITY;
  try {
    const saved = decodeState(readFileSync(path, 'utf8')) as Saved;
    if (config.resume === undefined && saved.run !== run) return Number.NEGATIVE_INFINITY;
    engine.restore(saved.state);
    return saved.simTs;
  } catch {
    if (config.resume !== undefined) {
      log('warn', 'W_NO_CHECKPOINT', 'the checkpoint cannot be read: the engine learns anew');
    }
    return Number.NEGATIVE_INFINITY;
  }
}

interface Saved {
  readonly run: string;
  readonly simTs: number;
  readonly state: unknown;
}

function writeCheckpoint(config: EngineConfig, engine: Engine, run: string, simTs: number): void {
  const path = checkpointPath(config);
  if (!path || !config.stateDir) return;
  mkdirSync(config.stateDir, { recursive: true });
  // Whole or not at all: somebody may be waiting for the file.
  writeFileSync(`${path}.part`, encodeState({ run, simTs, state: engine.snapshot() }));
  renameSync(`${path}.part`, path);
}

function openPoller(config: EngineConfig, manifest: Manifest): Poller | undefined {
  if (config.modbus.length === 0) return undefined;
  const devices = manifest.assets.flatMap(({ asset, devices: list }): PolledDevice[] =>
    list
      .filter((device) => device.device === POLLED && device.points.some((p) => p.modbus))
      .map((device) => ({ asset, device })),
  );
  return createPoller(config.modbus, devices, config.lockstep);
}

function topicsOf(manifest: Manifest, polled: boolean): string[] {
  return manifest.assets.flatMap(({ devices }) =>
    devices.flatMap(({ topic, device, points }) => [
      ...(polled && device === POLLED ? [] : [`${topic}/data`]),
      ...(points.some((p) => p.form === 'waveform') ? [`${topic}/burst/+`] : []),
    ]),
  );
}

async function openRun(client: MqttClient, config: EngineConfig, run: string): Promise<Run> {
  const manifest = await waitFor(
    client,
    manifestTopic(run),
    (payload) => JSON.parse(payload.toString()) as Manifest,
  );
  const engine = createEngine(manifest, config);
  const digested = resume(config, engine, run);
  const poller = openPoller(config, manifest);
  let written = manifest.epoch;
  const session = createSession({
    manifest,
    engine,
    team: config.team,
    poller,
    polled: POLLED,
    digested,
    publish: async (topic, body, qos) => {
      await client.publishAsync(topic, JSON.stringify(body), { qos });
    },
    done: (simTs) => {
      if (simTs - written < CHECKPOINT_MS) return;
      written = simTs;
      writeCheckpoint(config, engine, run, simTs);
    },
    warn: (code, message, simTs) => log('warn', code, message, simTs),
  });
  const topics = topicsOf(manifest, poller !== undefined);
  await client.subscribeAsync([...topics, operatorTopic(run)], { qos: 0 });
  await client.publishAsync(
    claimTopic(run, config.team, 'hello'),
    JSON.stringify({
      schema: 'hello/1',
      version: VERSION,
      mode: config.lockstep ? 'W' : 'F',
      claims: manifest.claimable.length > 0 ? manifest.claimable : CLAIMABLE,
    }),
    { qos: 1 },
  );
  return {
    session,
    poller,
    checkpoint: () => writeCheckpoint(config, engine, run, session.watermark),
  };
}

/** Runs until the run ends or the broker goes. */
export async function runEngine(config: EngineConfig): Promise<void> {
  const client = await connectAsync(`mqtt://${config.mqtt.host}:${config.mqtt.port}`, {
    reconnectPeriod: 0,
    ...(config.mqtt.user !== undefined && { username: config.mqtt.user }),
    ...(config.mqtt.password !== undefined && { password: config.mqtt.password }),
    keepalive: 60,
  });
  (client.stream as unknown as Socket).setNoDelay?.(true);
  const over = new Promise<'end' | 'closed'>((resolve) => {
    client.on('close', () => resolve('closed'));
    void follow(client, config, () => resolve('end')).catch((error: unknown) => {
      log('warn', 'E_ENGINE', error instanceof Error ? error.message : String(error));
      resolve('closed');
    });
    process.once('SIGTERM', () => resolve('end'));
  });
  const why = await over;
  await client.endAsync(true).catch(() => undefined);
  process.exitCode = why === 'end' ? 0 : 3;
  // jsmodbus keeps timers on its sockets; nothing is left to do here.
  process.exit();
}

async function follow(client: MqttClient, config: EngineConfig, end: () => void): Promise<void> {
  const id =
    config.run ?? (await waitFor(client, CURRENT_TOPIC, (payload) => payload.toString().trim()));
  const { session, poller, checkpoint } = await openRun(client, config, id);
  log('info', 'ENGINE_READY', `run ${id}, ${poller ? poller.devices : 0} devices over Modbus`);
  const clock = clockTopic(id);
  let chain = Promise.resolve();
  // Asked for a checkpoint: it is written between two barriers.
  process.on('SIGUSR2', () => {
    chain = chain.then(checkpoint);
  });
  client.on('message', (topic, payload) => {
    if (topic !== clock) {
      session.message(topic, payload);
      return;
    }
    const message = JSON.parse(payload.toString()) as ClockMessage;
    chain = chain
      .then(() => session.clock(message))
      .then(async () => {
        if (message.state !== 'end') return;
        await client.publishAsync(
          claimTopic(id, config.team, 'done'),
          JSON.stringify({ schema: 'done/1', watermark: session.watermark }),
          { qos: 1 },
        );
        end();
      })
      .catch((error: unknown) => {
        log('warn', 'E_ENGINE_BARRIER', error instanceof Error ? error.message : String(error));
        end();
      });
  });
  await client.subscribeAsync(clock, { qos: 0 });
}
