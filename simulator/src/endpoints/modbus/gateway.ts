/** One Modbus TCP port: at most 80 trains behind it. */
import { createServer, type Server, type Socket } from 'node:net';
import type { UnitImage } from '../../devices/register-image.js';
import { type ListenAt, listen } from '../listen.js';
import type { WireLog } from '../wire-log.js';
import { Connection, type GateContext } from './connection.js';

export interface GatewayLimits {
  /** Connections at once. */
  readonly connections: number;
  /** What happens to one more: it is refused, or the oldest idle one is closed for it. */
  readonly overflow: 'refuse' | 'close-oldest';
  /** Wall time without a request, after which a connection is closed; 0 = never. */
  readonly idle_ms: number;
}

export interface GatewayOptions {
  readonly gateway: number;
  readonly limits: GatewayLimits;
  readonly context: Omit<GateContext, 'unit' | 'gateway'>;
  /** Absent = everybody on this computer. */
  readonly allow: ((address: string) => boolean) | undefined;
  readonly log: WireLog | undefined;
  readonly connected: (gateway: number, connection: Connection) => void;
}

export class Gateway {
  readonly gateway: number;
  readonly units = new Map<number, UnitImage>();
  port = 0;
  /** Connections turned away. */
  refused = 0;
  private readonly server: Server;
  private readonly open = new Set<Connection>();
  private readonly options: GatewayOptions;
  private readonly context: GateContext;

  constructor(options: GatewayOptions) {
    this.gateway = options.gateway;
    this.options = options;
    const { gateway, context } = options;
    this.context = { ...context, gateway, unit: (unit) => this.units.get(unit) };
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  async listen(at: ListenAt): Promise<void> {
    this.port = await listen(this.server, at);
    this.server.on('error', () => undefined);
  }

  /** Lets waiting requests through, where nothing else holds them. */
  resume(): void {
    for (const connection of this.open) connection.resume();
  }

  /** Ends all connections with FIN. */
  hangUp(): void {
    for (const { socket } of this.open) {
      socket.end();
      // A peer that never closes its side must not keep us.
      socket.setTimeout(1000, () => socket.destroy());
    }
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.hangUp();
    await closed;
  }

  private accept(socket: Socket): void {
    // Every socket has this from the start: an error ends that connection only.
    socket.on('error', () => socket.destroy());
    const { limits, allow } = this.options;
    const stranger = allow && !allow(socket.remoteAddress ?? '');
    if (stranger || (this.open.size >= limits.connections && !this.makeRoom())) {
      this.refused += 1;
      socket.destroy();
      return;
    }
    this.options.log?.tap(socket, 'modbus');
    if (this.context.toxins?.accept(socket, 'modbus', this.gateway) === false) return;
    const connection = new Connection(socket, this.context);
    this.open.add(connection);
    socket.once('close', () => this.open.delete(connection));
    if (limits.idle_ms > 0) socket.setTimeout(limits.idle_ms, () => socket.end());
    this.options.connected(this.gateway, connection);
  }

  /** Closes the oldest connection that nobody in the run owns, where the policy says so. */
  private makeRoom(): boolean {
    if (this.options.limits.overflow !== 'close-oldest') return false;
    for (const connection of this.open) {
      if (connection.owner) continue;
      this.open.delete(connection);
      connection.socket.destroy();
      return true;
    }
    return false;
  }
}
