/**
 * The wire log as a capture file that tcpdump, tshark and Wireshark read: libpcap 2.4, raw IPv4,
 * TCP made up around the bytes that were seen. The plant stands at its protocol's own port (502,
 * 1883), so that every reader decodes it, RTU over TCP at 503; gateway k at the k-th server address.
 */
import type { WireEntry } from '@plant47/simulator';

const MAGIC_US = 0xa1b2c3d4;
const SNAP = 262_144;
/** LINKTYPE_RAW: packets begin with the IP header. */
const LINK_RAW = 101;
/** Data of one packet, bytes: what fits an IPv4 packet of 64 KiB with room to spare. */
const SEGMENT = 32_768;
const IP_BYTES = 20;
const TCP_BYTES = 20;
const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const PSH = 0x08;
const ACK = 0x10;
const PORT = { modbus: 502, 'modbus-rtu': 503, mqtt: 1883 } as const;

interface Side {
  readonly address: Buffer;
  readonly port: number;
  /** Next sequence number. */
  seq: number;
}
interface Flow {
  readonly client: Side;
  readonly server: Side;
}

/** Bytes of a pcap file of the entries, in their order. */
export function pcapOf(entries: readonly WireEntry[]): Buffer {
  const stream = new PcapStream();
  return Buffer.concat([fileHeader(), ...entries.flatMap((entry) => stream.packets(entry))]);
}

/** Turns entries into packets as they come; what is written begins with `fileHeader`. */
export class PcapStream {
  private readonly flows = new Map<number, Flow>();
  private readonly servers = new Map<string, number>();

  /** Bytes of the packets of the next entry. */
  packets(entry: WireEntry): Buffer[] {
    const parts: Buffer[] = [];
    const flow = this.flows.get(entry.connection) ?? flowOf(entry, this.servers);
    if (entry.kind === 'close') this.flows.delete(entry.connection);
    else this.flows.set(entry.connection, flow);
    const { client, server } = flow;
    const add = (from: Side, to: Side, flags: number, data?: Buffer): void => {
      parts.push(...packet(entry.wallTs, from, to, flags, data));
    };
    if (entry.kind === 'open') {
      add(client, server, SYN);
      add(server, client, SYN | ACK);
      add(client, server, ACK);
    } else if (entry.kind === 'close') {
      const [first, second] = entry.by === 'client' ? [client, server] : [server, client];
      add(first, second, entry.by === 'reset' ? RST | ACK : FIN | ACK);
      if (entry.by === 'reset') return parts;
      add(second, first, FIN | ACK);
      add(first, second, ACK);
    } else {
      const [from, to] = entry.kind === 'in' ? [client, server] : [server, client];
      for (let i = 0; i < entry.bytes.length; i += SEGMENT) {
        add(from, to, PSH | ACK, entry.bytes.subarray(i, i + SEGMENT));
      }
    }
    return parts;
  }
}

/** What a pcap file begins with. */
export function fileHeader(): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(MAGIC_US, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(SNAP, 16);
  head.writeUInt32LE(LINK_RAW, 20);
  return head;
}

function flowOf({ protocol, client, server }: WireEntry, servers: Map<string, number>): Flow {
  const name = `${protocol} ${server.port}`;
  const same = [...servers.keys()].filter((key) => key.startsWith(`${protocol} `)).length;
  const number = servers.get(name) ?? same;
  servers.set(name, number);
  const address = ipv4(server.host);
  address[3] = (address[3]! + number) & 0xff;
  return {
    client: { address: ipv4(client.host), port: client.port, seq: 1000 },
    server: { address, port: PORT[protocol], seq: 5000 },
  };
}

/** An IPv6 peer is shown by an address of the range for documentation (RFC 5737). */
function ipv4(host: string): Buffer {
  const parts = host.split('.').map(Number);
  return Buffer.from(parts.length === 4 ? parts : [192, 0, 2, 1]);
}

const NOTHING: Buffer = Buffer.alloc(0);

function packet(wallTs: number, from: Side, to: Side, flags: number, data = NOTHING): Buffer[] {
  const length = IP_BYTES + TCP_BYTES + data.length;
  const head = Buffer.alloc(16 + IP_BYTES + TCP_BYTES);
  const us = Math.round(wallTs * 1000);
  head.writeUInt32LE(Math.floor(us / 1e6), 0);
  head.writeUInt32LE(us % 1e6, 4);
  head.writeUInt32LE(length, 8);
  head.writeUInt32LE(length, 12);
  const ip = head.subarray(16, 16 + IP_BYTES);
  ip[0] = 0x45;
  ip.writeUInt16BE(length, 2);
  ip.writeUInt16BE(0x4000, 6);
  ip[8] = 64;
  ip[9] = 6;
  from.address.copy(ip, 12);
  to.address.copy(ip, 16);
  ip.writeUInt16BE(folded(sum(ip)), 10);
  const tcp = head.subarray(16 + IP_BYTES);
  tcp.writeUInt16BE(from.port, 0);
  tcp.writeUInt16BE(to.port, 2);
  tcp.writeUInt32BE(from.seq, 4);
  tcp.writeUInt32BE(flags & ACK ? to.seq : 0, 8);
  tcp[12] = (TCP_BYTES / 4) << 4;
  tcp[13] = flags;
  tcp.writeUInt16BE(65_535, 14);
  // The pseudo-header: both addresses, the protocol, and the length of TCP.
  const pseudo = sum(ip.subarray(12, 20)) + 6 + TCP_BYTES + data.length;
  tcp.writeUInt16BE(folded(pseudo + sum(tcp) + sum(data)), 16);
  const counts = data.length + (flags & (SYN | FIN) ? 1 : 0);
  from.seq = (from.seq + counts) >>> 0;
  return [head, data];
}

/** Sum of 16-bit words; an odd last byte counts as the high one (RFC 1071). */
function sum(bytes: Buffer): number {
  let total = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) total += bytes.readUInt16BE(i);
  return bytes.length % 2 === 1 ? total + (bytes[bytes.length - 1]! << 8) : total;
}

function folded(total: number): number {
  let rest = total;
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 65_536);
  return ~rest & 0xffff;
}
