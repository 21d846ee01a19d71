/** What clients may publish to the plant's own topics: claims of the run, and commands. */
import {
  type AlarmClaim,
  alarmClaim,
  type HeartbeatClaim,
  type HelloClaim,
  heartbeatClaim,
  helloClaim,
  parseClaimTopic,
  ROOT,
  type RulClaim,
  rulClaim,
} from '@plant47/contract';
import { z } from 'zod';
import type { Device } from '../../devices/device.js';

/** A valid claim of the present run. `text` is the payload as it came. */
export type ClaimEvent = { readonly team: string; readonly text: string } & (
  | { readonly kind: 'hello'; readonly body: HelloClaim }
  | { readonly kind: 'heartbeat'; readonly body: HeartbeatClaim }
  | { readonly kind: 'alarm'; readonly body: AlarmClaim }
  | { readonly kind: 'rul'; readonly body: RulClaim }
  | { readonly kind: 'done'; readonly body: unknown }
);

/** A burst asked for at once, or an action with its value; answered on `cmd/reply`. */
const commandMessage = z.looseObject({
  /** Comes back in the reply. */
  id: z.union([z.string(), z.number()]).optional(),
  /** `burst`, or an action of the device's train: start, stop, load … */
  command: z.string().min(1),
  /** With `burst`: which point, and by which plan. */
  point: z.string().optional(),
  plan: z.enum(['scan', 'line']).default('scan'),
  component: z.string().optional(),
  value: z.number().optional(),
});
export type CommandMessage = z.infer<typeof commandMessage>;

export interface CommandEvent {
  readonly device: Device;
  readonly command: CommandMessage;
}

/** What becomes of a packet that a client publishes. */
export type Verdict =
  | { readonly is: 'free' }
  | { readonly is: 'dropped' }
  | { readonly is: 'invalid' }
  | { readonly is: 'claim'; readonly event: ClaimEvent }
  | { readonly is: 'command'; readonly event: CommandEvent };

const SCHEMAS = { hello: helloClaim, heartbeat: heartbeatClaim, alarm: alarmClaim, rul: rulClaim };
const [OUR_ROOT = ''] = ROOT.split('/', 1);
const LARGEST_BYTES = 256 * 1024;

/** The borders of the plant's own topics. */
export interface OwnTopics {
  readonly run: string;
  /** First levels of the plant's telemetry topics. */
  readonly sites: ReadonlySet<string>;
  readonly devices: ReadonlyMap<string, Device>;
}

/** First level of a device's topics. */
export function siteOf(device: Device): string {
  return device.topic.split('/', 1)[0] ?? '';
}

/** Judges a packet of a client; pure, the caller acts on it. */
export function judge(own: OwnTopics, topic: string, payload: Buffer | string): Verdict {
  const [root = ''] = topic.split('/', 1);
  const ours = root === OUR_ROOT || own.sites.has(root);
  if (!ours) return { is: topic.startsWith('$') ? 'dropped' : 'free' };
  if (payload.length > LARGEST_BYTES) return { is: 'invalid' };
  const claim = parseClaimTopic(topic);
  if (claim) {
    if (claim.run !== own.run) return { is: 'dropped' };
    return readClaim(claim.team, claim.kind, payload.toString());
  }
  const device = topic.endsWith('/cmd') ? own.devices.get(topic.slice(0, -4)) : undefined;
  if (!device) return { is: 'dropped' };
  const command = commandMessage.safeParse(parseJson(payload.toString()));
  if (!command.success) return { is: 'invalid' };
  return { is: 'command', event: { device, command: command.data } };
}

/** A claim by its kind, or `invalid`. */
function readClaim(team: string, kind: ClaimEvent['kind'], text: string): Verdict {
  if (kind === 'done') {
    return { is: 'claim', event: { team, text, kind, body: parseJson(text) ?? null } };
  }
  const parsed = SCHEMAS[kind].safeParse(parseJson(text));
  if (!parsed.success) return { is: 'invalid' };
  return { is: 'claim', event: { team, text, kind, body: parsed.data } as ClaimEvent };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
