/** The control API as the twin uses it; every refusal is an ApiError with the server's words. */
import {
  type ActionBody,
  type ActionEntry,
  type AlarmView,
  type Burst,
  type ClockAnswer,
  type ClockVerb,
  decodeBurst,
  type FaultEntry,
  type InjectBody,
  type Issue,
} from '@plant47/contract';

const ROOT = '/api/v1';
/** Samples of a burst whose envelope spectrum is fine enough to read. */
const LONG_BURST = 32_768;

/** A request that was refused: the server's coded lines, or the status. */
export class ApiError extends Error {
  readonly status: number;
  readonly issues: readonly Issue[];

  constructor(status: number, issues: readonly Issue[]) {
    const lines = issues.map((issue) => `${issue.message} — ${issue.remedy} (${issue.code})`);
    super(lines.join(' · ') || `the plant answered ${status}`);
    this.status = status;
    this.issues = issues;
  }
}

async function request(path: string, body?: unknown): Promise<Response> {
  const response = await fetch(ROOT + path, {
    credentials: 'same-origin',
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (response.ok) return response;
  const answer = (await response.json().catch(() => ({}))) as { errors?: Issue[] };
  throw new ApiError(response.status, answer.errors ?? []);
}

const json = async <T>(path: string, body?: unknown): Promise<T> =>
  (await request(path, body)).json() as Promise<T>;

/** Trades the token of the page's fragment for a cookie, and takes the fragment away. */
export async function tradeToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  await request('/session', { token });
}

export interface Trend {
  readonly simTs: readonly number[];
  readonly values: readonly (number | null)[];
}
export interface SnapshotEntry {
  readonly name: string;
  readonly simTs?: number;
}

const part = encodeURIComponent;

export const api = {
  clock: (verb: ClockVerb) => json<ClockAnswer>('/clock', verb),
  acknowledge: (alarm: string) => json<AlarmView>(`/alarms/${part(alarm)}/ack`, {}),
  actions: (asset: string) => json<ActionEntry[]>(`/actions?asset=${part(asset)}`),
  act: (body: ActionBody) => json<unknown>('/actions', body),
  faults: () => json<FaultEntry[]>('/faults'),
  inject: (body: InjectBody) => json<unknown>('/inject', body),
  trend: (point: string, from: number, limit: number) =>
    json<Trend>(`/points/${part(point)}/history?from=${Math.floor(from)}&limit=${limit}`),
  snapshots: () => json<(SnapshotEntry | string)[]>('/snapshots'),
  takeSnapshot: (name: string) => json<unknown>('/snapshots', { name }),
  restore: (name: string) => json<unknown>(`/snapshots/${part(name)}/restore`, {}),
  /** The last burst of a waveform point, a long one where there is one: only its spectrum tells
   *  neighbouring lines apart. Undefined before the first. */
  burst: async (point: string): Promise<Burst | undefined> => {
    const path = `/bursts/${part(point)}`;
    const long = request(`${path}?least=${LONG_BURST}`).catch(() => request(path));
    return decodeBurst(new Uint8Array(await (await long).arrayBuffer()));
  },
};
