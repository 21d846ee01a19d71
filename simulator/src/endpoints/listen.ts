/** Listening sockets: where they may be bound, and what is said when they cannot be. */
import type { AddressInfo, Server } from 'node:net';
import { PlantError } from '@plant47/contract';

/** Where to listen, and the flags that a user would change. */
export interface ListenAt {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Flag that names the port, for error messages. */
  readonly flag: string;
  /** True where clients must prove who they are. */
  readonly guarded: boolean;
}

/** True for addresses that only this computer can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Throws E_OPEN_BIND where `at` would be reachable from elsewhere without any authentication. */
function refuseOpenBind(at: ListenAt): void {
  if (isLoopback(at.host) || at.guarded) return;
  throw new PlantError([
    {
      code: 'E_OPEN_BIND',
      path: '--host',
      message: `${at.host} is reachable from other computers and nothing guards it`,
      remedy: 'state who may connect with --access FILE, or listen on 127.0.0.1',
    },
  ]);
}

/** Binds `server`; resolves with the port it got. */
export function listen(server: Server, at: ListenAt): Promise<number> {
  refuseOpenBind(at);
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(bindError(error, at));
    server.once('error', failed);
    server.listen({ host: at.host, port: at.port }, () => {
      server.removeListener('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function bindError(error: NodeJS.ErrnoException, at: ListenAt): Error {
  if (error.code === 'EADDRINUSE') {
    return new PlantError([
      {
        code: 'E_PORT_IN_USE',
        path: at.flag,
        message: `port ${at.port} on ${at.host} is taken`,
        remedy: `stop the program that holds it, or give ${at.flag} another port (0 = any free)`,
      },
    ]);
  }
  return new PlantError([
    {
      code: 'E_BIND',
      path: at.flag,
      message: `cannot listen on ${at.host}:${at.port} (${error.code ?? error.message})`,
      remedy: `give --host an address of this computer and ${at.flag} a port above 1023`,
    },
  ]);
}
