/** Toxics of connections before a device that is not ours. */
import { connect, createServer, type Socket } from 'node:net';
import { type ToxicSpec, toxicOf } from '@plant47/contract/sealed';
import { type LineFaults, SOUND, shapeLine } from '../chaos/line.js';
import { lineFaultsOf } from '../chaos/strike.js';
import { listen } from '../endpoints/listen.js';
import { streamOf, uniform } from '../physics/random.js';
import { keyOfSeed } from '../world/key.js';

export interface ProxyOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly to: { readonly host: string; readonly port: number };
  /** Toxics of connections; others are not known here. */
  readonly toxics: readonly ToxicSpec[];
  /** Which way they act: on what the device answers, or on what it is asked. */
  readonly on: 'answers' | 'requests';
  /** Draws of refusals and jitter. */
  readonly seed: number;
  /** Told of each connection: passed on, refused, or broken. */
  readonly seen?: (what: 'open' | 'refused' | 'broken') => void;
}

export interface RunningProxy extends AsyncDisposable {
  readonly port: number;
}

/** Connections at once. */
const MOST = 512;

/** Starts it; throws coded errors where it cannot listen. */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const draws = streamOf(keyOfSeed(options.seed), 'proxy');
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const n = connections++;
    client.on('error', () => client.destroy());
    if (refuses(options.toxics, uniform(draws, n))) {
      options.seen?.('refused');
      client.resetAndDestroy();
      return;
    }
    options.seen?.('open');
    const device = connect({ ...options.to, noDelay: true, allowHalfOpen: true });
    const [from, to] = options.on === 'answers' ? [device, client] : [client, device];
    const faults = faultsOf(options.toxics);
    let drawn = 0;
    shapeLine(
      to,
      () => faults,
      () => uniform(draws, n, 1 + drawn++),
    );
    join(from, to);
    join(to, from);
    device.on('error', () => {
      options.seen?.('broken');
      client.resetAndDestroy();
    });
    for (const socket of [client, device]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
  });
  server.maxConnections = MOST;
  const at = { host: options.host, port: options.port, flag: '--listen', guarded: false };
  const port = await listen(server, at);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Hands on what one side says, no faster than the other takes it. */
function join(from: Socket, to: Socket): void {
  from.on('data', (chunk: Buffer) => {
    if (to.destroyed || to.write(chunk)) return;
    from.pause();
    to.once('drain', () => from.resume());
  });
  from.once('end', () => to.end());
  from.once('close', () => to.destroySoon());
}

function refuses(toxics: readonly ToxicSpec[], draw: number): boolean {
  return toxics.some(({ toxic, params }) => toxic === 'refuse' && draw < Number(params['p']));
}

function faultsOf(toxics: readonly ToxicSpec[]): LineFaults | undefined {
  let faults: LineFaults | undefined;
  for (const { toxic, target, params } of toxics) {
    const declared = toxicOf(toxic);
    const more = declared && lineFaultsOf({ id: toxic, declared, target, params, since: 0 });
    if (more) faults = { ...(faults ?? SOUND), ...more };
  }
  return faults;
}
