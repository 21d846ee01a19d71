import { decodeFrame, type TwinMessage } from '@plant47/contract';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, startSmall } from './plant-host.cases.js';
import type { PlantHost } from './plant-host.js';

let host: PlantHost | undefined;
const open: WebSocket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await host?.stop();
  host = undefined;
});

/** What a twin gets, by kind. */
class Twin {
  readonly kinds: string[] = [];
  readonly messages: TwinMessage[] = [];
  frame: ReturnType<typeof decodeFrame>;
  private waiting: (() => void)[] = [];

  constructor(socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data: ArrayBuffer | Buffer, binary: boolean) => {
      if (binary) this.frame = decodeFrame(data as ArrayBuffer);
      else this.messages.push(JSON.parse(String(Buffer.from(data as ArrayBuffer))) as TwinMessage);
      this.kinds.push(binary ? 'frame' : (this.messages.at(-1)?.type ?? ''));
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  /** Resolves once `count` messages of a kind have come. */
  async until(kind: string, count = 1): Promise<void> {
    while (this.kinds.filter((one) => one === kind).length < count) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}

async function connect(token?: string): Promise<Twin> {
  const url = `${host!.addresses.http!.replace('http', 'ws')}/twin/v1`;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const socket = new WebSocket(url, { headers });
  open.push(socket);
  return new Twin(socket);
}

it('greets a viewer and sends the last scan as one frame', async () => {
  host = await startSmall();
  const twin = await connect();
  await twin.until('frame');
  const hello = twin.messages.find((message) => message.type === 'hello');
  expect(hello).toMatchObject({ role: 'viewer', manifest: { run: host.session.run } });
  const points = hello?.type === 'hello' ? hello.points : [];
  const { body } = await ask(host, '/points?asset=motor-47');
  const values = body['points'] as Record<string, [number, number]>;
  for (const [id, [value]] of Object.entries(values)) {
    expect(twin.frame?.values[points.indexOf(id)]).toBeCloseTo(value, 3);
  }
});

it('tells a viewer no truth, and an instructor the truth', async () => {
  host = await startSmall();
  const token = host.access.tokens.instructor;
  const fault = { asset: 'motor-47', component: 'bearing-de', fault: 'bearing.starvation' };
  await ask(host, '/inject', { token, body: { ...fault, severity: 0.123456789 } });
  await ask(host, '/clock', { token, body: { verb: 'advance', seconds: 1200 } });
  const viewer = await connect();
  const instructor = await connect(token);
  await instructor.until('truth', 2);
  await viewer.until('clock');
  expect(viewer.kinds).not.toContain('truth');
  expect(JSON.stringify(viewer.messages)).not.toContain('0.123456789');
  const truth = instructor.messages.find((message) => message.type === 'truth');
  expect(truth).toMatchObject({ truth: { faults: [{ severity: 0.123456789 }] } });
});

it('greets again after a restore, with the new run', async () => {
  host = await startSmall();
  const token = host.access.tokens.instructor;
  const twin = await connect();
  await twin.until('hello');
  await ask(host, '/snapshots', { token, body: { name: 'now' } });
  await ask(host, '/snapshots/now/restore', { token, body: {} });
  await twin.until('hello', 2);
  const runs = twin.messages.flatMap((one) => (one.type === 'hello' ? [one.manifest.run] : []));
  expect(runs[1]).toBe(host.session.run);
  expect(runs[0]).not.toBe(runs[1]);
});
