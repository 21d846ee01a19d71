/** `plant47 proxy`: toxics of connections before a user's own device. */
import { toxicOf } from '@plant47/contract/sealed';
import { startProxy } from '@plant47/simulator';
import type { Command } from 'commander';
import { FlagReader, jsonOption, SEED_MAX } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { toxicOfText } from './toxic-flags.js';

interface Flags {
  readonly listen: string;
  readonly to?: string;
  readonly toxic: readonly string[];
  readonly on: string;
  readonly host: string;
  readonly seed: string;
  readonly json?: JsonFlag;
}

/** `host:port` or `port`. */
function addressOf(reader: FlagReader, flag: string, text: string | undefined) {
  const match = /^(?:(.+):)?(\d{1,5})$/.exec(text ?? '');
  const port = Number(match?.[2]);
  if (match && port <= 65_535) return { host: match[1] ?? '127.0.0.1', port };
  const message = `this is not host:port (${text ?? 'none'})`;
  return reader.fail('E_ADDRESS', flag, message, 'write 192.0.2.7:502');
}

async function proxy(flags: Flags): Promise<void> {
  const reader = new FlagReader();
  const to = addressOf(reader, '--to', flags.to);
  const port = reader.integer('--listen', flags.listen, 0, 65_535);
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX);
  const toxics = flags.toxic.flatMap((text) => toxicOfText(reader, text) ?? []);
  for (const { toxic } of toxics) {
    if (toxicOf(toxic)?.layer === 'connection') continue;
    const message = `a proxy knows bytes, not what they mean (${toxic})`;
    reader.fail('E_TOXIC', '--toxic', message, 'take a toxic of the layer connection');
  }
  if (!['answers', 'requests'].includes(flags.on)) {
    reader.fail('E_TOXIC', '--on', `there is no such way (${flags.on})`, 'answers or requests');
  }
  reader.check();
  const output = openOutput(flags.json);
  const count = { open: 0, refused: 0, broken: 0 };
  const on = flags.on as 'answers' | 'requests';
  await using running = await startProxy({
    host: flags.host,
    port: port!,
    to: to!,
    toxics,
    on,
    seed: seed!,
    seen: (what) => {
      count[what] += 1;
    },
  });
  output.say(`listening on ${flags.host}:${running.port}, passing on to ${to!.host}:${to!.port}`);
  output.say(toxics.map(({ toxic }) => toxic).join(', ') || 'no toxic: bytes pass as they are');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  output.say(`${count.open} connections passed on, ${count.refused} refused`);
  output.result({ port: running.port, toxics, connections: count });
}

/** Adds the command. */
export function addProxyCommand(program: Command): void {
  const collect = (text: string, before: readonly string[]): string[] => [...before, text];
  program
    .command('proxy')
    .description('put toxics of connections before a device of your own')
    .option('--listen <port>', 'port to listen on; 0 = any free one', '0')
    .option('--to <host:port>', 'the device')
    .option('--toxic <text>', 'toxic with its settings; may come several times', collect, [])
    .option('--on <way>', 'answers or requests of the device', 'answers')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--seed <n>', 'seed of refusals and jitter', '0')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  plant47 proxy --listen 1502 --to 192.0.2.7:502 --toxic "latency delay=300ms jitter=50ms"',
    )
    .action(proxy);
}
