/** plant47 capture: a plant's messages, or the polls of its registers, into a cassette. */
import type { Command } from 'commander';
import { CaptureEnd } from '../cassette/capture-end.js';
import { FlagReader, jsonOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

interface CaptureFlags {
  readonly mqtt?: string;
  readonly topic: readonly string[];
  readonly modbus?: string;
  readonly map?: string;
  readonly every: string;
  readonly out: string;
  readonly for?: string;
  readonly messages?: string;
  readonly messageTime?: boolean;
  readonly json?: JsonFlag;
}

/** Adds the command. */
export function addCaptureCommand(program: Command): void {
  program
    .command('capture')
    .description('record a plant, by MQTT or by polling its registers, until Ctrl-C')
    .option('--mqtt <url>', 'broker, e.g. mqtt://192.168.0.10:1883')
    .option('--topic <filter...>', 'what to subscribe to', ['#'])
    .option('--modbus <host:port>', 'device or gateway')
    .option('--map <file>', 'registers to poll, as `plant47 map DEVICE --format json` writes them')
    .option('--every <duration>', 'period of polls', '1s')
    .requiredOption('--out <file>', 'cassette, a new file')
    .option('--for <duration>', 'stop after this much wall time')
    .option('--messages <n>', 'stop after so many messages or polls')
    .option('--message-time', 'time each message by what it says of itself, not by its arrival')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  plant47 capture --mqtt mqtt://192.168.0.10:1883 --for 24h --out monday.ndjson',
    )
    .action(captureCommand);
}

const MOST_MESSAGES = 1e9;

async function captureCommand(flags: CaptureFlags): Promise<void> {
  const reader = new FlagReader();
  const for_s = reader.duration('--for', flags.for);
  const every_s = reader.duration('--every', flags.every) ?? 1;
  const most = reader.integer('--messages', flags.messages, 1, MOST_MESSAGES);
  const modbus = /^([^:/]+):(\d+)$/.exec(flags.modbus ?? '');
  if ((flags.mqtt === undefined) === (flags.modbus === undefined)) {
    reader.fail('E_SOURCE', 'capture', 'one source is needed', 'give --mqtt or --modbus');
  } else if (flags.modbus !== undefined && !modbus) {
    reader.fail('E_ADDRESS', '--modbus', `no address (${flags.modbus})`, 'write host:port');
  } else if (flags.modbus !== undefined && flags.map === undefined) {
    reader.fail('E_MAP', '--map', 'it is not said what to read', 'name the file of a register map');
  }
  reader.check();
  const output = openOutput(flags.json);
  const end = new CaptureEnd(for_s, most);
  const stop = (): void => end.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const common = {
    end,
    out: flags.out,
    clock: flags.messageTime ? ('message' as const) : ('arrival' as const),
  };
  const captured =
    flags.mqtt !== undefined
      ? await (await import('../cassette/capture-mqtt.js')).captureMqtt({
          ...common,
          url: flags.mqtt,
          topics: flags.topic,
        })
      : await (await import('../cassette/capture-modbus.js')).captureModbus({
          ...common,
          host: modbus?.[1] ?? '',
          port: Number(modbus?.[2]),
          map: flags.map ?? '',
          every_s,
        });
  output.say(`${captured.messages} messages over ${captured.span.toFixed(1)} s in ${flags.out}`);
  output.result({ ...captured, out: flags.out });
}
