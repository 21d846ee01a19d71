import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, startSmall } from './plant-host.cases.js';
import type { PlantHost } from './plant-host.js';

const hosts: PlantHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function started(): Promise<PlantHost> {
  const host = await startSmall();
  hosts.push(host);
  return host;
}

const alarmOf = (host: PlantHost, seq: number) => ({
  schema: 'alarm/1',
  run: host.session.run,
  seq,
  dataTs: host.session.completeTo,
  asset: 'motor-47',
  component: 'bearing-de',
  alarmId: 'a1',
  state: 'raised',
  priority: 2,
  hypotheses: [{ fault: 'bearing.starvation', p: 0.7 }],
  extra: { is: 'kept' },
});

describe('a claim', () => {
  it('is the same to the referee by HTTP and by MQTT', async () => {
    const host = await started();
    const token = host.access.tokens.viewer;
    const body = alarmOf(host, 0);
    const { status } = await ask(host, '/teams/web/claims', { token, body });
    expect(status).toBe(200);
    const { host: address, port } = host.addresses.mqtt;
    const client = await connectAsync(`mqtt://${address}:${port}`);
    await client.publishAsync(
      `plant47/v1/${host.session.run}/claims/broker/alarm`,
      JSON.stringify(body),
      { qos: 1 },
    );
    await client.endAsync();
    const [web, broker] = host.session.claims;
    expect(web?.team).toBe('web');
    expect({ ...broker, team: 'web' }).toEqual(web);
    expect(web?.claim['extra']).toEqual({ is: 'kept' });
  });

  it('by HTTP is dated by the plant, whatever it says of itself', async () => {
    const host = await started();
    const token = host.access.tokens.instructor;
    await ask(host, '/clock', { token, body: { verb: 'advance', seconds: 7200 } });
    const body = { ...alarmOf(host, 0), dataTs: host.session.manifest.epoch };
    await ask(host, '/teams/web/claims', { body });
    const [claim] = host.session.claims;
    expect(claim?.arrivedTs).toBe(host.session.manifest.epoch + 7_200_000);
  });

  it('of an unknown schema is refused and counted', async () => {
    const host = await started();
    const body = { ...alarmOf(host, 0), schema: 'alarm/2' };
    const answer = await ask(host, '/teams/web/claims', { body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('E_CLAIM');
    expect(host.session.badClaims).toBe(1);
    expect(host.session.claims).toEqual([]);
  });

  it('after a second hello belongs to a new life of its sender, whose seq begins anew', async () => {
    const host = await started();
    const hello = { schema: 'hello/1', version: '1', mode: 'F' };
    await ask(host, '/teams/web/hello', { body: hello });
    await ask(host, '/teams/web/claims', { body: alarmOf(host, 0) });
    await ask(host, '/teams/web/hello', { body: hello });
    await ask(host, '/teams/web/claims', { body: { ...alarmOf(host, 0), asset: 'motor-48' } });
    expect(host.session.claims.map(({ epoch }) => epoch)).toEqual([undefined, 2]);
  });
});
