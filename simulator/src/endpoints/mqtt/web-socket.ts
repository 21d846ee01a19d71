/** MQTT over WebSocket, MQTT 3.1.1 section 6. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { isLoopback } from '../listen.js';

const PROTOCOLS = ['mqtt', 'mqttv3.1'];

export interface WebSocketOptions {
  readonly host: string;
  /** True where clients log in: then pages of any origin may try. */
  readonly guarded: boolean;
  /** Bytes of one frame. */
  readonly largest_bytes: number;
  /** Sees a connection before anything is read from it; false where it is gone. */
  readonly accept: (socket: Socket) => boolean;
  /** Gets each connection that has been upgraded. */
  readonly take: (stream: Duplex, socket: Socket) => void;
}

/** An HTTP server that only upgrades, not yet listening. */
export function createWebSocketServer(options: WebSocketOptions): Server {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.largest_bytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => PROTOCOLS.find((one) => offered.has(one)) ?? false,
  });
  const server = createServer((_, response) => {
    response.writeHead(426, { upgrade: 'websocket', connection: 'upgrade' }).end();
  });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    options.accept(socket);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head) => {
    if (!options.guarded && !isNear(request, options.host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (one) => {
      // MQTT-6.0.0-1: only binary frames.
      one.on('message', (_, binary) => !binary && one.terminate());
      const stream = createWebSocketStream(one);
      stream.on('error', () => undefined);
      options.take(stream, socket);
    });
  });
  return server;
}

/** Without logins a page of elsewhere must not get in by the browser of somebody here. */
function isNear({ headers }: IncomingMessage, bound: string): boolean {
  const ours = (url: string): boolean => {
    const name = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
    return isLoopback(name) || name === bound;
  };
  return ours(`http://${headers.host ?? ''}`) && (!headers.origin || ours(headers.origin));
}
