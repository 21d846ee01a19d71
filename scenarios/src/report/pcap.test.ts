import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type WireEntry, WireLog } from '@plant47/simulator';
import { expect, it } from 'vitest';
import { pcapOf } from './pcap.js';

interface Segment {
  readonly at_us: number;
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly data: Buffer;
}

const words = (bytes: Buffer): number => {
  let total = 0;
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([0])]);
  for (let i = 0; i < even.length; i += 2) total += even.readUInt16BE(i);
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 65_536);
  return total;
};

/** Reads a capture as a packet analyser would; throws where a checksum is wrong. */
function read(file: Buffer): Segment[] {
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect([file.readUInt16LE(4), file.readUInt16LE(6)]).toEqual([2, 4]);
  expect(file.readUInt32LE(20)).toBe(101);
  const found: Segment[] = [];
  for (let i = 24; i < file.length; ) {
    const at_us = file.readUInt32LE(i) * 1e6 + file.readUInt32LE(i + 4);
    const length = file.readUInt32LE(i + 8);
    expect(file.readUInt32LE(i + 12)).toBe(length);
    const ip = file.subarray(i + 16, i + 16 + length);
    expect(ip.length).toBe(ip.readUInt16BE(2));
    expect(words(ip.subarray(0, 20))).toBe(0xffff);
    const tcp = ip.subarray(20);
    const pseudo = Buffer.concat([ip.subarray(12, 20), Buffer.from([0, 6, 0, 0])]);
    pseudo.writeUInt16BE(tcp.length, 10);
    expect(words(Buffer.concat([pseudo, tcp]))).toBe(0xffff);
    const name = (from: number, port: number): string =>
      `${[...ip.subarray(from, from + 4)].join('.')}:${port}`;
    found.push({
      at_us,
      from: name(12, tcp.readUInt16BE(0)),
      to: name(16, tcp.readUInt16BE(2)),
      seq: tcp.readUInt32BE(4),
      ack: tcp.readUInt32BE(8),
      flags: tcp[13]!,
      data: tcp.subarray((tcp[12]! >> 4) * 4),
    });
    i += 16 + length;
  }
  return found;
}

/** A server that answers `pong` to each `ping`, its wire, and how it ends. */
async function talk(log: WireLog, ends: (socket: Socket) => void): Promise<readonly WireEntry[]> {
  const server = createServer((socket) => {
    log.tap(socket, 'modbus');
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write('pong'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect((server.address() as { port: number }).port, '127.0.0.1');
  client.on('error', () => undefined);
  for (let i = 0; i < 3; i++) {
    client.write('ping');
    await once(client, 'data');
  }
  const [socket] = await accepted;
  const closed = once(socket, 'close');
  ends(socket);
  client.end();
  await closed;
  client.destroy();
  server.close();
  return log.entries();
}

it('writes whole TCP conversations with right checksums and sequence numbers', async () => {
  const entries = await talk(new WireLog(), () => undefined);
  const segments = read(pcapOf(entries));
  const from = (port: string) => segments.filter((one) => one.from.endsWith(port));
  const [syn, synAck, ack] = segments;
  expect([syn?.flags, synAck?.flags, ack?.flags]).toEqual([0x02, 0x12, 0x10]);
  for (const side of [from(':502'), segments.filter((one) => one.to.endsWith(':502'))]) {
    let next = side[0]!.seq;
    for (const { seq, data, flags } of side) {
      expect(seq).toBe(next);
      next = seq + data.length + ((flags & 3) === 0 ? 0 : 1);
    }
  }
  const said = Buffer.concat(from(':502').map(({ data }) => data)).toString();
  expect(said).toBe('pongpongpong');
  expect(segments.filter(({ flags }) => (flags & 1) === 1)).toHaveLength(2);
  const times = segments.map(({ at_us }) => at_us);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

it('tells a connection that the plant cut from one that its client ended', async () => {
  const last = async (ends: (socket: Socket) => void): Promise<string | undefined> =>
    (await talk(new WireLog(), ends)).at(-1)?.by;
  expect(await last((socket) => socket.resetAndDestroy())).toBe('reset');
  expect(await last((socket) => socket.destroy())).toBe('reset');
  expect(await last((socket) => socket.end())).toBe('plant');
  expect(await last(() => undefined)).toBe('client');
});

it('keeps the newest entries within its bytes, and counts the others', async () => {
  const log = new WireLog(700);
  const entries = await talk(log, () => undefined);
  expect(entries.length).toBeLessThan(8);
  expect(log.dropped + entries.length).toBe(8);
  expect(entries.at(-1)?.kind).toBe('close');
  expect(read(pcapOf(entries)).length).toBeGreaterThan(0);
});
