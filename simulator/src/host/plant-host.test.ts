import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmView, DataMessage, TruthView } from '@plant47/contract';
import mqtt from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { hash } from '../world/state.js';
import { type Answer, ask, smallModel, startSmall } from './plant-host.cases.js';
import type { PlantHost } from './plant-host.js';
import { readJournal } from './recorder.js';

const hosts: PlantHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function started(options: Parameters<typeof startSmall>[0] = {}): Promise<PlantHost> {
  const host = await startSmall(options);
  hosts.push(host);
  return host;
}

const instruct = (host: PlantHost, path: string, body?: unknown): Promise<Answer> =>
  ask(host, path, { token: host.access.tokens.instructor, body });

/** Hash of the plant without any host at the end of so many scans. */
function hashWithout(scans: number): string {
  const model = smallModel();
  model.scan();
  for (let k = 0; k < scans; k++) {
    model.advance(model.nextScanTick(model.state.tick), []);
    model.scan();
  }
  return hash(model.state);
}

describe('the clock', () => {
  it('advances by what it is told and freezes there', async () => {
    const host = await started();
    const { body } = await instruct(host, '/clock', { verb: 'advance', seconds: 3600 });
    const epoch = host.session.manifest.epoch;
    expect(body).toMatchObject({ state: 'frozen', simTs: epoch + 3_600_000, tick: 72_000 });
    expect(body['hash']).toBe(hashWithout(6));
  });

  it('shows the time inside a barrier while the state stays at it', async () => {
    const host = await started();
    const { body } = await instruct(host, '/clock', { verb: 'advance', seconds: 900 });
    const epoch = host.session.manifest.epoch;
    expect(body).toMatchObject({ simTs: epoch + 900_000, completeTo: epoch + 600_000 });
    expect(body['tick']).toBe(12_000);
  });

  it('goes on at a rate, and stands still when frozen', async () => {
    const host = await started();
    await instruct(host, '/clock', { verb: 'rate', rate: 36_000 });
    await instruct(host, '/clock', { verb: 'run' });
    const { simTs } = host.session.clock;
    await host.session.clock.change(2_000);
    await instruct(host, '/clock', { verb: 'freeze' });
    const frozen = host.session.clock.simTs;
    expect(frozen).toBeGreaterThan(simTs);
    expect((await ask(host, '/clock')).body['simTs']).toBe(frozen);
  });

  it('answers a client that waits for the next barrier', async () => {
    const host = await started();
    const epoch = host.session.manifest.epoch;
    const waiting = ask(host, `/clock?after=${epoch}`);
    await instruct(host, '/clock', { verb: 'advance', seconds: 600 });
    expect((await waiting).body['completeTo']).toBe(epoch + 600_000);
  });
});

describe('roles', () => {
  it('let a stranger on this computer see, and nothing more', async () => {
    const host = await started();
    expect((await ask(host, '/clock')).status).toBe(200);
    expect((await ask(host, '/clock', { body: { verb: 'freeze' } })).status).toBe(403);
    expect((await ask(host, '/truth')).status).toBe(403);
    expect((await ask(host, '/faults')).status).toBe(403);
    expect((await ask(host, '/clock', { token: 'nonsense' })).status).toBe(401);
  });

  it('let a trainee operate, but not see the truth', async () => {
    const host = await started();
    const token = host.access.tokens.trainee;
    const body = { asset: 'motor-47', action: 'stop' };
    expect((await ask(host, '/actions', { token, body })).status).toBe(200);
    expect((await ask(host, '/truth', { token })).status).toBe(403);
  });

  it('trade a token for a cookie', async () => {
    const host = await started();
    const response = await fetch(`${host.addresses.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: host.access.tokens.instructor }),
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly; SameSite=Strict');
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await ask(host, '/truth', { headers })).status).toBe(200);
  });

  it('refuse pages of other origins', async () => {
    const host = await started();
    const headers = { origin: 'http://example.org' };
    expect((await ask(host, '/clock', { headers })).status).toBe(403);
  });
});

it('describes its routes with the shapes that it checks', async () => {
  const host = await started();
  const { body } = await ask(host, '/openapi.json');
  const paths = body['paths'] as Record<string, Record<string, unknown>>;
  expect(Object.keys(paths)).toContain('/api/v1/alarms/{id}/ack');
  expect(paths['/api/v1/inject']).toMatchObject({
    post: {
      'x-role': 'instructor',
      requestBody: {
        content: { 'application/json': { schema: { required: ['asset', 'fault'] } } },
      },
    },
  });
});

describe('people', () => {
  it('inject a fault that the truth then shows', async () => {
    const host = await started();
    const fault = { asset: 'motor-47', component: 'bearing-de', fault: 'bearing.starvation' };
    const { body } = await instruct(host, '/inject', { ...fault, severity: 0.5 });
    await instruct(host, '/clock', { verb: 'advance', seconds: 1200 });
    const truth = (await instruct(host, '/truth')).body as unknown as TruthView;
    expect(truth.faults).toMatchObject([{ id: body['id'], mode: fault.fault, severity: 0.5 }]);
  });

  it('are told everything that is wrong with an injection', async () => {
    const host = await started();
    const { status, body } = await instruct(host, '/inject', { asset: 'motor-99', fault: 'x' });
    expect(status).toBe(400);
    const codes = (body['errors'] as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(['E_UNKNOWN_ASSET', 'E_UNKNOWN_FAULT']);
  });

  it('acknowledge an alarm that an analytics claims', async () => {
    const host = await started();
    await ask(host, '/teams/third-party/claims', {
      body: {
        schema: 'alarm/1',
        run: host.session.run,
        seq: 0,
        dataTs: host.session.completeTo,
        asset: 'motor-47',
        alarmId: 'a1',
        state: 'raised',
        priority: 2,
        hypotheses: [{ fault: 'unknown', p: 1 }],
      },
    });
    const [alarm] = (await ask(host, '/alarms')).body as unknown as AlarmView[];
    expect(alarm).toMatchObject({ state: 'UNACK', asset: 'motor-47' });
    const path = `/alarms/${encodeURIComponent(alarm!.id)}/ack`;
    const token = host.access.tokens.trainee;
    expect((await ask(host, path, { token, body: {} })).body).toMatchObject({ state: 'ACK' });
  });
});

describe('a run', () => {
  it('is the same with nobody, with an enrolled client, and with many who look', async () => {
    const scans = 36;
    const advance = { verb: 'advance', seconds: scans * 600 };
    const golden = hashWithout(scans);
    const alone = await started();
    expect((await instruct(alone, '/clock', advance)).body['hash']).toBe(golden);

    const strict = await started({ strict: false });
    const { epoch } = strict.session.manifest;
    let stop = false;
    const enrolled = (async () => {
      for (let at = epoch; !stop; ) {
        await ask(strict, '/teams/w/watermark', { body: { watermark: at } });
        const { body } = await ask(strict, `/clock?after=${at}`);
        at = body['completeTo'] as number;
      }
    })();
    const lookers = Array.from({ length: 20 }, async () => {
      while (!stop) await ask(strict, '/points?asset=motor-47');
    });
    const { body } = await instruct(strict, '/clock', advance);
    stop = true;
    strict.wire.dismiss('w');
    await instruct(strict, '/clock', { verb: 'advance', seconds: 600 });
    await Promise.all([enrolled, ...lookers]);
    expect(body['hash']).toBe(golden);
  });

  it('restored from a snapshot ends as the uninterrupted one, under a new id', async () => {
    const host = await started();
    const { run } = host.session;
    const advance = { verb: 'advance', seconds: 6 * 3600 };
    await instruct(host, '/inject', {
      asset: 'motor-47',
      component: 'bearing-de',
      fault: 'bearing.outer-race',
    });
    await instruct(host, '/clock', advance);
    await instruct(host, '/snapshots', { name: 'six-hours' });
    const through = (await instruct(host, '/clock', advance)).body['hash'];
    const restored = await instruct(host, '/snapshots/six-hours/restore', {});
    expect(restored.status).toBe(200);
    expect(host.session.run).not.toBe(run);
    expect((await instruct(host, '/clock', advance)).body['hash']).toBe(through);
  });

  it('begins another run so long ago, with its own id and numbers of scans from 0', async () => {
    const host = await started();
    const { run } = host.session;
    const broker = await mqtt.connectAsync(`mqtt://127.0.0.1:${host.addresses.mqtt.port}`);
    const seqs: number[] = [];
    const retained = new Map<string, string>();
    broker.on('message', (topic, payload) => {
      if (topic.endsWith('/data')) seqs.push((JSON.parse(payload.toString()) as DataMessage).seq);
      else retained.set(topic, payload.toString());
    });
    await broker.subscribeAsync(['waterworks/+/+/motor-47/process/data', 'plant47/v1/#']);
    const hour = { verb: 'advance', seconds: 3600 };
    await instruct(host, '/clock', hour);
    const before = host.hash();
    await instruct(host, '/clock', { verb: 'advance', seconds: 2 * 3600 });
    await expect.poll(() => seqs.at(-1)).toBe(18);
    expect((await instruct(host, '/snapshots/2h-ago/restore', {})).body['hash']).toBe(before);
    await expect.poll(() => seqs.at(-1)).toBe(0);
    await instruct(host, '/clock', hour);
    await expect.poll(() => seqs.slice(seqs.lastIndexOf(0))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(host.session.run).not.toBe(run);
    expect(retained.get('plant47/v1/runs/current')).toBe(host.session.run);
    expect(retained.get(`plant47/v1/${run}/manifest`)).toBe('');
    const too = await instruct(host, '/snapshots/9h-ago/restore', {});
    expect(too.body['errors']).toMatchObject([{ code: 'E_NO_SNAPSHOT' }]);
    await broker.endAsync();
  });

  it('leaves its definition, its inputs and its alarms on disk', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'plant47-host-'));
    const host = await startSmall({ stateDir });
    await instruct(host, '/actions', { asset: 'motor-47', action: 'stop' });
    const folder = host.session.recorder.folder!;
    await host.stop();
    expect(readFileSync(join(folder, 'definition.yaml'), 'utf8')).toContain('the plant');
    expect(readJournal(join(folder, 'inputs.ndjson'))).toMatchObject([
      { source: 'operator', command: { action: 'stop', asset: 'motor-47' } },
    ]);
    rmSync(stateDir, { recursive: true });
  });
});

describe('a taken port', () => {
  it('is named by its flag, and nothing stays half started', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const free = await freePort();
    for (const [name, flag] of [
      ['http', '--http-port'],
      ['mqtt', '--mqtt-port'],
      ['modbus', '--modbus-port'],
    ] as const) {
      const ports = { http: 0, modbus: 0, mqtt: 0, [name]: port };
      const other = name === 'mqtt' ? 'modbus' : 'mqtt';
      await expect(startSmall({ ports: { ...ports, [other]: free } })).rejects.toMatchObject({
        issues: [{ code: 'E_PORT_IN_USE', path: flag }],
      });
      const again = createServer().listen(free, '127.0.0.1');
      await new Promise((resolve) => again.once('listening', resolve));
      await new Promise((resolve) => again.close(resolve));
    }
    taken.close();
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
