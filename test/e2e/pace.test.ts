import type { AlarmClaim, ClockMessage } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import { grade, parseScenario, readPlant } from '@plant47/scenarios';
import { createPlantModel, keyOfSeed, type PlantHost, startHost } from '@plant47/simulator';
import { connectAsync } from 'mqtt';
import { expect, it } from 'vitest';

const SECONDS = 5;
const TEAM = 'watcher';

const scenario = parseScenario(
  [
    'schema: plant47/scenario/1',
    'id: five-seconds',
    'label: five seconds',
    'plant: waterworks',
    'duration: 10s',
    'learning: 1s',
    'sampling: { scalars: 1s }',
    'requirements: [{ name: lead, metric: lead, min: 2s sim }]',
  ].join('\n'),
  'five-seconds.yaml',
);

const fault: FaultTruth = {
  id: 'fault-1',
  asset: 'motor-47',
  component: 'bearing-de',
  mode: 'bearing.starvation',
  iso14224: '2.4',
  profile: 'incipient',
  onset_s: 1,
  observable_s: 1,
  isolable_s: null,
  failure_s: 4,
  repair_s: null,
  severity: [],
  acceptedDiagnoses: [{ fault: 'bearing.starvation', credit: 1, from_s: 0, components: [] }],
  affectedAssets: [],
};

function createModel() {
  const scan = { samples: 1024, fs_hz: 25_600, every_s: 3600 };
  const line = { samples: 4096, fs_hz: 12_800, every_s: 21_600 };
  const sampling = { scalars_s: 1, scan, line };
  const { value } = readPlant('waterworks');
  return createPlantModel(value, keyOfSeed(1), sampling, { only: ['motor-46', 'motor-47'] });
}

/** A watcher in mode W that calls the fault at the second scan and says so again at each. */
async function watch(host: PlantHost): Promise<() => Promise<void>> {
  const { host: address, port } = host.addresses.mqtt;
  const client = await connectAsync(`mqtt://${address}:${port}`);
  const { run, manifest } = host.session;
  const root = `plant47/v1/${run}`;
  let seq = 0;
  client.on('message', (_topic, payload) => {
    const { completeTo } = JSON.parse(payload.toString()) as ClockMessage;
    const say = (kind: string, body: object): void => {
      client.publish(`${root}/claims/${TEAM}/${kind}`, JSON.stringify(body), { qos: 1 });
    };
    const alarm: AlarmClaim = {
      schema: 'alarm/1',
      run,
      seq: seq++,
      dataTs: completeTo,
      asset: 'motor-47',
      component: 'bearing-de',
      alarmId: 'a1',
      state: 'raised',
      priority: 2,
      hypotheses: [{ fault: 'bearing.starvation', p: 0.9 }],
    };
    if (completeTo >= manifest.epoch + 2000) say('alarm', alarm);
    say('heartbeat', { watermark: completeTo });
  });
  await client.subscribeAsync(`${root}/clock`, { qos: 0 });
  return () => client.endAsync();
}

/** The grade of the same five seconds at a rate. */
async function gradedAt(rate: number) {
  let watching: Promise<() => Promise<void>> | undefined;
  const host = await startHost({
    createModel,
    plant: 'waterworks',
    inputs: [],
    learning_s: scenario.learning,
    definition: '',
    host: '127.0.0.1',
    ports: { http: undefined, modbus: 0, mqtt: 0 },
    awaited: [TEAM],
    strict: true,
    until_s: SECONDS,
    rate,
    threads: 0,
    log: () => undefined,
    onListening: (listening) => {
      watching = watch(listening);
    },
  });
  try {
    const end = await host.finished;
    expect(end.error).toBeUndefined();
    const { manifest, claims } = host.session;
    const truth = { faults: [fault], events: [], duration_s: SECONDS };
    return grade({ scenario, seed: 1, manifest, truth, claims });
  } finally {
    await (await watching)?.();
    await host.stop();
  }
}

it('gives one grade at ×1 and at ×1000, where a client in lock-step sets the pace', async () => {
  const slow = await gradedAt(1);
  const fast = await gradedAt(1000);
  expect(slow.detections[0]).toMatchObject({ at_h: 2 / 3600, correct: true });
  expect(slow.requirements[0]?.passed).toBe(true);
  expect(JSON.stringify(fast)).toBe(JSON.stringify(slow));
});
