/**
 * Who may connect from where: users with hashed secrets and roles, and addresses for Modbus, which
 * knows no logins.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { promisify } from 'node:util';
import { PlantError, ROLES, type Role } from '@plant47/contract';
import { z } from 'zod';
import { TopicRights } from '../endpoints/mqtt/topic-rights.js';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Cost of scrypt for new secrets: RFC 7914 section 2, 16 MB and about 50 ms. */
const COST = { N: 16_384, r: 8, p: 1 };
/** Bytes of salt and of the derived key. */
const SALT = 16;
const KEY = 32;
/** Logins that are checked at once; others wait, so that guessing costs the guesser. */
const AT_ONCE = 2;

const SECRET = /^scrypt:(\d+):(\d+):(\d+):([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/;

const USER = /^[A-Za-z0-9._-]{1,64}$/;
/** MQTT 3.1.1 section 4.7.1: wildcards stand alone in their level, # in the last. */
const FILTER = /^(?:(?:[^+#/]*|\+)\/)*(?:[^+#/]*|\+|#)$/;

const accessFile = z.strictObject({
  schema: z.literal('plant47/access/1'),
  users: z
    .array(
      z.strictObject({
        name: z.string().regex(USER),
        role: z.enum(ROLES),
        secret: z.string().regex(SECRET, 'not a line that `plant47 secret` prints'),
      }),
    )
    .max(1000)
    .superRefine((users, context) => {
      users.forEach(({ name }, i) => {
        if (users.findIndex((one) => one.name === name) === i) return;
        context.addIssue({ code: 'custom', path: [i, 'name'], message: `twice (${name})` });
      });
    })
    .optional(),
  modbus: z
    .array(z.string().refine((text) => rangeOf(text) !== undefined, 'not an address or range'))
    .default([]),
  topics: z
    .array(
      z.strictObject({
        filter: z.string().min(1).max(1000).regex(FILTER, 'not a topic filter'),
        deny: z.enum(['subscribe', 'publish']),
        users: z.array(z.string().regex(USER)).min(1).optional(),
      }),
    )
    .max(1000)
    .default([]),
});

type AccessFile = z.infer<typeof accessFile>;

/** Hash of a password as it stands in an access file. */
export async function hashSecret(password: string): Promise<string> {
  const salt = randomBytes(SALT);
  const key = await derive(password, salt, KEY, COST);
  const { N, r, p } = COST;
  return `scrypt:${N}:${r}:${p}:${salt.toString('base64')}:${key.toString('base64')}`;
}

/** Reads the data of an access file; throws E_ACCESS_FILE with every mistake. */
export function readAccess(data: unknown, file: string): AccessList {
  const parsed = accessFile.safeParse(data);
  if (parsed.success) return new AccessList(parsed.data);
  throw new PlantError(
    parsed.error.issues.map((issue) => ({
      code: 'E_ACCESS_FILE',
      path: `${file} ${issue.path.join('.')}`.trim(),
      message: issue.message,
      remedy: 'see "Beyond this computer" in docs/connecting.md',
    })),
  );
}

/** Users and addresses that may connect. */
export class AccessList {
  /** True where users are named: then everybody must log in. */
  readonly guarded: boolean;
  readonly rights: TopicRights;
  private readonly users: ReadonlyMap<string, NonNullable<AccessFile['users']>[number]>;
  private readonly addresses = new BlockList();
  private checking = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(file: AccessFile) {
    this.guarded = file.users !== undefined;
    this.rights = new TopicRights(file.topics);
    this.users = new Map((file.users ?? []).map((user) => [user.name, user]));
    for (const text of file.modbus) {
      const { address, bits, family } = rangeOf(text)!;
      this.addresses.addSubnet(address, bits, family);
    }
  }

  /** Role of a user who knows the secret, else undefined. */
  async login(name: string | undefined, password: string | undefined): Promise<Role | undefined> {
    const user = this.users.get(name ?? '');
    const parts = SECRET.exec(user?.secret ?? '');
    if (!user || !parts || password === undefined) return undefined;
    if (this.checking >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    this.checking++;
    try {
      const [N, r, p] = parts.slice(1, 4).map(Number) as [number, number, number];
      const wanted = Buffer.from(parts[5]!, 'base64');
      const options = { N, r, p, maxmem: 256 * N * r };
      const key = await derive(password, Buffer.from(parts[4]!, 'base64'), wanted.length, options);
      return timingSafeEqual(key, wanted) ? user.role : undefined;
    } finally {
      this.checking--;
      this.waiting.shift()?.();
    }
  }

  /** True for addresses that may speak Modbus; this computer's own always may. */
  allows(address: string): boolean {
    const plain = address.replace(/^::ffff:/, '');
    if (plain === '::1' || plain.startsWith('127.')) return true;
    const family = isIP(plain);
    return family !== 0 && this.addresses.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  }
}

interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** `192.168.7.4`, `192.168.7.0/24`, `fd00::/8`. */
function rangeOf(text: string): Range | undefined {
  const [address = '', width] = text.split('/');
  const version = isIP(address);
  if (version === 0) return undefined;
  const most = version === 6 ? 128 : 32;
  const bits = width === undefined ? most : Number(width);
  if (!Number.isInteger(bits) || bits < 0 || bits > most || width === '') return undefined;
  return { address, bits, family: version === 6 ? 'ipv6' : 'ipv4' };
}
