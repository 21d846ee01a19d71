/** plant47 engine: the predictive engine alone, against any plant. */
import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { engineEntry } from '../runner/engine-entry.js';
import { FlagReader } from './arguments.js';

interface EngineFlags {
  readonly mqtt: string;
  readonly modbus?: readonly string[];
  readonly team: string;
  readonly lockstep?: boolean;
  readonly state?: string;
}

/** Adds the command. */
export function addEngineCommand(program: Command): void {
  program
    .command('engine')
    .description('the predictive engine alone, against any plant')
    .requiredOption('--mqtt <url>', 'broker, e.g. mqtt://127.0.0.1:1883')
    .option('--modbus <host:port...>', 'gateways, in their order')
    .option('--team <name>', 'name under which it claims', 'engine')
    .option('--lockstep', 'enrol: the plant waits for it')
    .option('--state <dir>', 'folder for its checkpoints')
    .addHelpText(
      'after',
      '\nExample:\n  plant47 engine --mqtt mqtt://127.0.0.1:1883 --modbus 127.0.0.1:1502',
    )
    .action(engineCommand);
}

async function engineCommand(flags: EngineFlags): Promise<void> {
  const reader = new FlagReader();
  const mqtt = address(reader, '--mqtt', flags.mqtt, 1883);
  const modbus = (flags.modbus ?? []).map((text, gateway) => ({
    gateway,
    ...address(reader, '--modbus', text, 1502),
  }));
  reader.check();
  const child = spawn(process.execPath, [engineEntry()], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(
    `${JSON.stringify({
      mqtt,
      modbus,
      team: flags.team,
      lockstep: flags.lockstep ?? false,
      ...(flags.state !== undefined && { stateDir: flags.state }),
    })}\n`,
  );
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.exitCode = await new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? 0));
  });
}

function address(reader: FlagReader, flag: string, text: string, port: number) {
  const match = /^(?:mqtt:\/\/|tcp:\/\/)?([^:/]+)(?::(\d+))?\/?$/.exec(text);
  if (match) return { host: match[1]!, port: Number(match[2] ?? port) };
  reader.fail('E_ADDRESS', flag, `this is not an address (${text})`, 'write host:port');
  return { host: '', port: 0 };
}
