/** HTTP: the control API, the twin's WebSocket and its built files, with security headers. */
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import { PlantError } from '@plant47/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { addApi } from './api.js';
import { type Access, isOurs } from './auth.js';
import type { Host } from './host.js';
import { TwinSockets } from './twin-socket.js';

/** Largest request body, bytes. */
const BODY_LIMIT = 256 * 1024;

/** A page of ours loads from its own origin only; three.js needs inline styles and blob workers. */
const CSP = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Bodies are checked with zod: fastify's own schema compilers are never asked, nor loaded. */
const NO_COMPILERS = { buildValidator: noCompiler, buildSerializer: noCompiler };

function noCompiler(): never {
  throw new Error('routes state no fastify schema');
}

export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  /** Folder of the twin's built files; absent = no page. */
  readonly files?: string | undefined;
}

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server; throws E_PORT_IN_USE where the port is taken. */
export async function startHttp(
  host: Host,
  access: Access,
  settings: HttpSettings,
): Promise<HttpServer> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    schemaController: { compilersFactory: NO_COMPILERS },
  });
  addHeaders(app);
  await app.register(fastifyWebsocket, {
    options: {
      maxPayload: 64 * 1024,
      verifyClient: (info: { req: import('node:http').IncomingMessage }) =>
        isOurs(info.req, settings.host),
    },
  });
  addApi(app, host, access, settings.host);
  const twins = new TwinSockets(app, host, access);
  if (settings.files !== undefined && existsSync(settings.files)) {
    await app.register(fastifyStatic, { root: settings.files });
    // The twin routes in the browser: every other address is its page.
    app.setNotFoundHandler((request, reply) =>
      request.url.startsWith('/api/')
        ? reply.code(404).send({ errors: [] })
        : reply.sendFile('index.html'),
    );
  }
  const url = await listen(app, settings);
  return {
    url,
    close: async () => {
      twins.close();
      await app.close();
    },
  };
}

async function listen(app: FastifyInstance, settings: HttpSettings): Promise<string> {
  try {
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    await app.close();
    throw new PlantError([
      {
        code: 'E_PORT_IN_USE',
        path: '--http-port',
        message: `port ${settings.port} is taken`,
        remedy: 'stop what listens there, or choose another port (0 = any free one)',
      },
    ]);
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : settings.port;
  const name = settings.host === '0.0.0.0' || settings.host === '::' ? 'localhost' : settings.host;
  return `http://${name}:${port}`;
}

function addHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.headers({
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    });
    return payload;
  });
}
