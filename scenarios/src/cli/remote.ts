/** Speaks to a running plant by its ready file, or by an address and a token. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, PlantError } from '@plant47/contract';
import { Option } from 'commander';
import { type ReadyFile, requestApi } from '../runner/api-request.js';

export interface RemoteFlags {
  readonly url?: string;
  readonly token?: string;
  readonly state: string;
}

export const remoteOptions = (): Option[] => [
  new Option('--url <url>', 'address of the plant; else the newest ready file').env('PLANT47_URL'),
  new Option('--token <token>', 'token for --url').env('PLANT47_TOKEN'),
];

/** The newest ready file of a state folder whose process still lives. */
function newestReady(state: string): ReadyFile | undefined {
  const runs = join(state, 'runs');
  if (!existsSync(runs)) return undefined;
  const files = readdirSync(runs)
    .map((run) => join(runs, run, 'ready.json'))
    .filter((file) => existsSync(file))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const file of files) {
    const ready = JSON.parse(readFileSync(file, 'utf8')) as ReadyFile;
    if (lives(ready.pid)) return ready;
  }
  return undefined;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

const failure = (code: string, path: string, message: string, remedy: string): PlantError =>
  new PlantError([{ code, path, message, remedy }]);

/** Sends a request with the instructor's token; throws the plant's own coded errors. */
export async function ask(flags: RemoteFlags, path: string, body?: unknown): Promise<unknown> {
  const ready = flags.url === undefined ? newestReady(flags.state) : undefined;
  const base = flags.url ?? ready?.http;
  if (base === undefined) {
    throw failure(
      'E_NO_PLANT_RUNS',
      '--state',
      `no running plant is recorded there (${flags.state})`,
      'start one with `plant47 up`, or name one with --url and --token',
    );
  }
  const token = flags.token ?? ready?.tokens.instructor;
  let answer: Response;
  try {
    answer = await requestApi({ base, path: `/api/v1${path}`, token, body });
  } catch {
    throw failure('E_UNREACHABLE', '--url', `nothing answers at ${base}`, 'see that it runs');
  }
  const document = (await answer.json()) as unknown;
  if (answer.ok) return document;
  const issues = (document as { errors?: Issue[] }).errors ?? [];
  throw issues.length > 0
    ? new PlantError(issues)
    : failure('E_HTTP', path, `the plant answered ${answer.status}`, 'see its log');
}
