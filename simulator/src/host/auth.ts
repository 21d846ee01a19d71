/** Roles and tokens of the control API. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ROLES, type Role } from '@plant47/contract';
import type { AccessList } from './access-list.js';

/** Name of the session cookie; HttpOnly and SameSite=Strict. */
const COOKIE = 'plant47-session';
/** Sessions kept; the oldest is forgotten beyond it. */
const MAX_SESSIONS = 1_000;

export type Tokens = Readonly<Record<Role, string>>;

const token = (): string => randomBytes(16).toString('hex');

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);

/** Tokens of 128 bits for each role, sessions traded for them, and who a request comes from. */
export class Access {
  readonly tokens: Tokens;
  private readonly sessions = new Map<string, Role>();

  private readonly list: AccessList | undefined;

  constructor(list?: AccessList) {
    this.list = list;
    this.tokens = { viewer: token(), trainee: token(), instructor: token(), admin: token() };
  }

  /** Role of a bearer token, or undefined where it is none of ours. */
  roleOf(text: string): Role | undefined {
    return ROLES.find((role) => same(this.tokens[role], text));
  }

  /** Role of a user of the access file, or undefined where there is none of these. */
  async login(user: string, password: string): Promise<Role | undefined> {
    return this.list?.login(user, password);
  }

  /** A `Set-Cookie` value for a new session of `role`. */
  open(role: Role): string {
    const id = token();
    if (this.sessions.size >= MAX_SESSIONS) {
      const [oldest] = this.sessions.keys();
      if (oldest !== undefined) this.sessions.delete(oldest);
    }
    this.sessions.set(id, role);
    return `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Highest role that the request proves; a viewer's without proof, on loopback only. */
  role(request: IncomingMessage): Role | undefined {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const bearer = /^Bearer +([^ ]+)$/i.exec(header);
      return bearer ? this.roleOf(bearer[1]!) : undefined;
    }
    const cookie = new RegExp(`(?:^|; *)${COOKIE}=([0-9a-f]+)`).exec(request.headers.cookie ?? '');
    const session = cookie ? this.sessions.get(cookie[1]!) : undefined;
    return session ?? (isLoopback(request.socket.remoteAddress) ? 'viewer' : undefined);
  }
}

/** Host names by which a server that listens on `host` may be called. */
function names(host: string): string[] {
  const always = ['localhost', '127.0.0.1', '[::1]'];
  return always.includes(host) ? always : [...always, host];
}

/**
 * True where the Host header names this server and the Origin, if any, is this server's own page:
 * keeps other pages (cross-site requests, rebound names) from speaking to the plant.
 */
export function isOurs(request: IncomingMessage, host: string): boolean {
  const called = request.headers.host ?? '';
  const name = called.replace(/:\d+$/, '');
  const anywhere = host === '0.0.0.0' || host === '::';
  if (!anywhere && !names(host).includes(name)) return false;
  const origin = request.headers.origin;
  return origin === undefined || origin === `http://${called}` || origin === `https://${called}`;
}
