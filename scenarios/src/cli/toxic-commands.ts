/** Wire faults: on a running plant's sockets, or before a user's own device. */
import { type Command, Option } from 'commander';
import { columns } from '../report/table.js';
import { FlagReader, jsonOption, stateOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';
import { ask, type RemoteFlags, remoteOptions } from './remote.js';
import { type AimFlags, aimOf, declaredToxic, paramsOf } from './toxic-flags.js';

interface Flags extends RemoteFlags {
  readonly json?: JsonFlag;
}
interface AddFlags extends Flags, AimFlags {
  readonly for?: string;
}
interface Standing {
  readonly id: string;
  readonly toxic: string;
  readonly target: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
}

const pairs = (record: Readonly<Record<string, unknown>>): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('-') : String(value)}`)
    .join(' ');

/** Says what was done and what stands now. */
async function tell(flags: Flags, done: object): Promise<void> {
  const output = openOutput(flags.json);
  const { toxics } = (await ask(flags, '/toxics')) as { toxics: Standing[] };
  const rows = toxics.map(({ id, toxic, target, params }) => [
    id,
    toxic,
    pairs(target) || 'everything',
    pairs(params),
  ]);
  if (rows.length === 0) output.say('no toxic stands');
  for (const line of columns(rows)) output.say(line);
  output.result({ ...done, toxics });
}

async function add(toxic: string, settings: readonly string[], flags: AddFlags): Promise<void> {
  const reader = new FlagReader();
  const declared = declaredToxic(reader, toxic);
  const aim = aimOf(reader, flags);
  const params = declared ? paramsOf(reader, declared, settings) : {};
  reader.duration('--for', flags.for);
  reader.check();
  const length = flags.for === undefined ? {} : { for: flags.for };
  const done = (await ask(flags, '/toxics', { toxic, ...aim, ...params, ...length })) as object;
  await tell(flags, done);
}

async function remove(ids: readonly string[], flags: Flags): Promise<void> {
  const { toxics } = (await ask(flags, '/toxics')) as { toxics: Standing[] };
  const wanted = ids.includes('all') ? toxics.map(({ id }) => id) : ids;
  let done: object = {};
  for (const id of wanted) {
    done = (await ask(flags, `/toxics/${encodeURIComponent(id)}/remove`, {})) as object;
  }
  await tell(flags, done);
}

async function log(flags: Flags): Promise<void> {
  const output = openOutput(flags.json);
  const answer = (await ask(flags, '/toxics/log')) as {
    injections: { id: string; toxic: string; target: string; simTs: number; detail: object }[];
  };
  const rows = answer.injections.map(({ simTs, id, toxic, target, detail }) => [
    new Date(simTs).toISOString(),
    id,
    toxic,
    target,
    pairs(detail as Record<string, unknown>),
  ]);
  for (const line of columns(rows)) output.say(line);
  output.result(answer);
}

function remote(parent: Command, name: string, says: string): Command {
  const command = parent.command(name).description(says);
  for (const option of [...remoteOptions(), stateOption(), jsonOption()]) command.addOption(option);
  return command;
}

/** Adds the commands. */
export function addToxicCommands(program: Command): void {
  const toxic = program
    .command('toxic')
    .description('wire faults of a running plant; `list toxics` and docs/toxics.md tell them all');
  const adding = remote(toxic, 'add <toxic> [settings...]', 'begin one; settings are name=value');
  for (const [flag, says] of [
    ['--asset <id>', 'asset that it hits'],
    ['--device <kind>', 'vibration, energy or process'],
    ['--point <id>', 'point, e.g. motor-47.bearing-de.temperature'],
    ['--gateway <n>', 'Modbus gateway'],
    ['--unit <n>', 'Modbus unit'],
    ['--fc <n>', 'Modbus function code'],
    ['--addresses <a-b>', 'wire addresses that a request must touch, e.g. 8-27'],
    ['--client <id>', 'MQTT client id, or address:port of a Modbus client; * at the end'],
    ['--topic <filter>', 'MQTT topic filter'],
    ['--for <t>', 'simulated time after which it ends'],
  ] as const) {
    adding.addOption(new Option(flag, says));
  }
  adding
    .addHelpText(
      'after',
      '\nExample:\n  plant47 toxic add exception code=6 p=0.1 --asset motor-47 --for 2h',
    )
    .action(add);
  remote(toxic, 'list', 'what stands')
    .addHelpText('after', '\nExample:\n  plant47 toxic list --json')
    .action((flags: Flags) => tell(flags, {}));
  remote(toxic, 'remove <id...>', 'end toxics; `all` ends every one')
    .addHelpText('after', '\nExample:\n  plant47 toxic remove all')
    .action(remove);
  remote(toxic, 'log', 'what they did, effect by effect')
    .addHelpText('after', '\nExample:\n  plant47 toxic log --json')
    .action(log);
}
