/** plant47 exam: a suite for an analytics that connects over the sockets. */
import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type PlantHost, writeWhole } from '@plant47/simulator';
import { type Command, Option } from 'commander';
import { exam } from '../exam/exam.js';
import { examText, worldLine } from '../exam/exam-text.js';
import { type How, resultText } from '../exam/result.js';
import { newNonce, newSecret } from '../exam/seal.js';
import type { PollRanges } from '../exam/world-run.js';
import { exitCodeOf } from '../referee/grade.js';
import { readSuite } from '../runner/library.js';
import { examFingerprint } from '../runner/places.js';
import { FlagReader, jsonOption, seedsOf, worstExit } from './arguments.js';
import { type JsonFlag, type Output, openOutput } from './output.js';
import { addReportOptions, type ReportFlags, writeReports } from './report-files.js';

interface ExamFlags extends ReportFlags {
  readonly team: string;
  readonly seeds?: string;
  readonly worlds?: string;
  readonly contestant?: string;
  readonly enrol?: string;
  readonly rate?: string;
  readonly secret?: string;
  readonly nonce?: string;
  readonly wait: string;
  readonly host: string;
  readonly httpPort: string;
  readonly modbusPort: string;
  readonly mqttPort: string;
  readonly readyFile?: string;
  readonly json?: JsonFlag;
  readonly out?: string;
  readonly witness?: string;
  readonly blind?: boolean;
  readonly verbose?: boolean;
}

/** Adds the command. */
export function addExamCommand(program: Command): void {
  const command = program
    .command('exam <suite>')
    .description('a suite for an analytics that connects over the sockets, sealed and graded')
    .requiredOption('--team <name>', 'name under which the contestant claims')
    .option('--contestant <line>', 'starts this program for each run; `engine` = the built-in one')
    .option('--seeds <a..b>', 'public seeds for each scenario instead of sealed worlds')
    .option('--worlds <n>', 'no more than so many worlds')
    .option('--enrol <ranges>', 'enrol a plain poller: poll:UNIT/ADDRESS/COUNT,… of gateway 0')
    .option('--rate <x>', 'free run at so many simulated seconds a second; ranked apart')
    .option('--secret <file>', 'keep or take the secret: two exams of one file share their worlds')
    .option('--nonce <text>', 'what the contestant adds to the secret; `ask` reads a line for it')
    .option('--wait <t>', 'wall time to wait for the contestant', '2min')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--http-port <n>', '0 = any', '0')
    .option('--modbus-port <n>', '0 = any', '0')
    .option('--mqtt-port <n>', '0 = any', '0')
    .option('--ready-file <file>', 'addresses of each run as JSON, once it listens')
    .addOption(jsonOption())
    .option('--out <dir>', 'folder for the result file')
    .option('--witness <key.pem>', 'sign the result with this private Ed25519 key')
    .addOption(new Option('--blind', 'the contestant knew nothing of the suite; needs --witness'))
    .option('--verbose', "the contestant's output")
    .addHelpText(
      'after',
      '\nExample:\n  plant47 exam smoke --team mine --contestant "python3 mine.py" --out results',
    )
    .action(examCommand);
  addReportOptions(command);
}

async function examCommand(name: string, flags: ExamFlags): Promise<void> {
  const reader = new FlagReader();
  const settings = settingsOf(reader, flags);
  reader.check();
  const suite = readSuite(name).value;
  const output = openOutput(flags.json);
  const result = await exam({
    ...settings,
    suite,
    team: flags.team,
    contestant: flags.contestant,
    host: flags.host,
    how: howOf(flags),
    code: examFingerprint(),
    startedAt: new Date().toISOString(),
    nonce: (commitment) => nonceOf(flags, commitment, output),
    onListening: (host, world, of) => announce(host, { world, of }, flags, output),
    onLine: (line) => {
      if (flags.verbose) output.warn(line);
    },
    onProgress: (world, of, fraction) =>
      output.progress(`world ${world} of ${of}`, (world - 1 + Math.min(1, fraction)) / of),
    onWorld: (record, of) => output.say(worldLine(record, of)),
  });
  output.say(`\n${examText(result)}`);
  let again = '';
  if (flags.out !== undefined) {
    mkdirSync(flags.out, { recursive: true });
    const file = join(flags.out, `${suite.id}-${flags.team}-${result.digest.slice(0, 8)}.json`);
    writeWhole(resolve(file), resultText(result));
    again = `plant47 verify ${file}`;
    output.say(`\nresult in ${file}; check it with: ${again}`);
  }
  writeReports(
    result.scenarios.map(({ grade }) => ({ ...grade, again })),
    flags,
  );
  output.result(result);
  process.exitCode = worstExit(result.scenarios.map(({ grade }) => exitCodeOf(grade)));
}

function settingsOf(reader: FlagReader, flags: ExamFlags) {
  const seeds = flags.seeds === undefined ? undefined : seedsOf(reader, undefined, flags.seeds);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(flags.team)) {
    const remedy = 'use letters, digits, dots and dashes';
    reader.fail('E_TEAM', '--team', `this cannot be a topic level (${flags.team})`, remedy);
  }
  if (flags.blind && flags.witness === undefined) {
    reader.fail('E_BLIND', '--blind', 'nobody witnesses it', 'add --witness key.pem');
  }
  const wait_s = reader.duration('--wait', flags.wait) ?? 0;
  const port = (flag: string, text: string): number => reader.integer(flag, text, 0, 65_535) ?? 0;
  return {
    seeds,
    witness: keyOf(reader, flags.witness),
    secret: seeds === undefined ? secretOf(reader, flags.secret) : undefined,
    most: reader.integer('--worlds', flags.worlds, 1, 10_000) ?? Number.MAX_SAFE_INTEGER,
    enrol: rangesOf(reader, flags.enrol),
    rate: reader.number('--rate', flags.rate, 1, 1e6) ?? 0,
    enrol_ms: wait_s * 1000,
    ports: {
      http: port('--http-port', flags.httpPort),
      modbus: port('--modbus-port', flags.modbusPort),
      mqtt: port('--mqtt-port', flags.mqttPort),
    },
  };
}

/** The witness's key as its file has it, looked at before the worlds are run. */
function keyOf(reader: FlagReader, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  const fits = (): boolean => {
    try {
      return createPrivateKey(text).asymmetricKeyType === 'ed25519';
    } catch {
      return false;
    }
  };
  if (!fits()) {
    const remedy = 'make one with: openssl genpkey -algorithm ed25519 -out key.pem';
    reader.fail('E_WITNESS', '--witness', `${file} holds no private Ed25519 key`, remedy);
  }
  return text;
}

/** The secret of a file, which is made where it is not there yet. */
function secretOf(reader: FlagReader, file: string | undefined): string {
  if (file === undefined) return newSecret();
  if (!existsSync(file)) writeFileSync(file, `${newSecret()}\n`, { mode: 0o600 });
  const secret = readFileSync(file, 'utf8').trim();
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  reader.fail(
    'E_SECRET',
    '--secret',
    `${file} holds no secret`,
    'name a file that is not there yet',
  );
  return '';
}

/** `poll:47/0/20,127/0/16`. */
function rangesOf(reader: FlagReader, text: string | undefined): PollRanges | undefined {
  if (text === undefined) return undefined;
  const parts = text.replace(/^poll:/, '').split(',');
  return parts.map((part) => {
    const match = /^(\d+)\/(\d+)\/(\d+)$/.exec(part);
    if (!match || !text.startsWith('poll:')) {
      reader.fail(
        'E_ENROL',
        '--enrol',
        `this is no range (${part})`,
        'write poll:47/0/20,127/0/16',
      );
    }
    const [unit, address, count] = (match ?? []).slice(1).map(Number);
    return { gateway: 0, unit: unit ?? 0, address: address ?? 0, count: count ?? 0 };
  });
}

function howOf(flags: ExamFlags): How {
  if (flags.witness === undefined) return 'self-run';
  return flags.blind ? 'blind' : 'witnessed';
}

/** Publishes the commitment, then takes the contestant's nonce. */
async function nonceOf(flags: ExamFlags, commitment: string, output: Output): Promise<string> {
  output.say(`commitment ${commitment}`);
  if (flags.seeds !== undefined) return '';
  if (flags.nonce !== 'ask') return flags.nonce ?? newNonce();
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const nonce = await lines.question('nonce: ');
  lines.close();
  return nonce.trim();
}

/** Says where a run listens; the ready file holds no token above viewer. */
function announce(
  host: PlantHost,
  place: { readonly world: number; readonly of: number },
  flags: ExamFlags,
  output: Output,
): void {
  const { http, modbus, mqtt } = host.addresses;
  const { run, manifest } = host.session;
  const tokens = { viewer: host.access.tokens.viewer };
  if (flags.readyFile !== undefined) {
    const { commitment } = manifest;
    const ready = { run, ...place, commitment, pid: process.pid, http, modbus, mqtt, tokens };
    writeWhole(resolve(flags.readyFile), `${JSON.stringify(ready, undefined, 2)}\n`, 0o600);
  }
  if (flags.contestant !== undefined) return;
  const gateway = modbus[0];
  output.say(
    `world ${place.world} of ${place.of} waits for ${flags.team}: mqtt://${mqtt.host}:${mqtt.port}` +
      `  modbus ${gateway?.host}:${gateway?.port}  ${http ?? ''}`,
  );
}
