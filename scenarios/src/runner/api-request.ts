/** Requests to a running plant's control API. */

/** What `up --ready-file` writes. */
export interface ReadyFile {
  readonly run: string;
  readonly seed: number;
  readonly pid: number;
  readonly http: string;
  readonly modbus: readonly {
    readonly gateway: number;
    readonly host: string;
    readonly port: number;
    readonly units: number;
  }[];
  readonly mqtt: { readonly host: string; readonly port: number };
  readonly tokens: {
    readonly viewer: string;
    readonly trainee: string;
    readonly instructor: string;
    readonly admin?: string;
  };
}

export interface ApiRequest {
  /** Address of the plant, as its ready file states it. */
  readonly base: string;
  /** From the root: `/api/v1/clock`. */
  readonly path: string;
  readonly token?: string | undefined;
  /** Present = POST. */
  readonly body?: unknown;
}

/** Sends a request; rejects only where nothing answers. */
export function requestApi({ base, path, token, body }: ApiRequest): Promise<Response> {
  return fetch(new URL(path, base), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
