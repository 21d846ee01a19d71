/** Device identification (FC43/14) and server id (FC17): what a unit says it is. */
import { HEADER, RUN_OVER_BIT } from '@plant47/contract';
import type { Device } from '../../devices/device.js';
import type { UnitImage } from '../../devices/register-image.js';
import { FC } from './request-check.js';

export interface IdentityObject {
  readonly id: number;
  readonly value: Buffer;
}

export interface Identity {
  readonly conformity: number;
  readonly objects: IdentityObject[];
  /** First object of the next request, where not all fitted. */
  readonly next: number | undefined;
}

/** Regular identification, stream and individual access: Modbus v1.1b3, section 6.21. */
const CONFORMITY = 0x82;
const LAST_BASIC = 2;
const INDIVIDUAL = 4;
const BASIC = 1;
/** PDU of 253 bytes less the seven before the objects. */
const MOST_BYTES = 246;

function textsOf(device: Device | undefined): string[] {
  const product = device ? device.profile : 'clock';
  const name = device ? `${device.asset} ${device.device}` : 'clock of the run';
  const version = '1.0';
  return ['plant47', product, version, 'https://plant47.example', name, product, 'simulated'];
}

/** Objects for an access (1 basic, 2 regular, 3 extended, 4 one object), or undefined where the
 *  one object does not exist. */
export function identification(
  device: Device | undefined,
  access: number,
  objectId: number,
): Identity | undefined {
  const texts = textsOf(device);
  const object = (id: number): IdentityObject => ({ id, value: Buffer.from(texts[id] ?? '') });
  if (access === INDIVIDUAL) {
    if (objectId >= texts.length) return undefined;
    return { conformity: CONFORMITY, objects: [object(objectId)], next: undefined };
  }
  const last = access === BASIC ? LAST_BASIC : texts.length - 1;
  // An unknown first object restarts the stream at 0.
  const first = objectId <= last ? objectId : 0;
  const objects: IdentityObject[] = [];
  let bytes = 0;
  for (let id = first; id <= last; id++) {
    const one = object(id);
    bytes += 2 + one.value.length;
    if (bytes > MOST_BYTES) return { conformity: CONFORMITY, objects, next: id };
    objects.push(one);
  }
  return { conformity: CONFORMITY, objects, next: undefined };
}

const RUNNING = 0xff;

/** Reply to FC17: unit as the id, running until the run is over, then who it is. */
export function serverId({ unit, device, bytes }: UnitImage): Buffer {
  const over = (bytes[2 * HEADER.quality]! << 8) & (1 << RUN_OVER_BIT);
  const text = Buffer.from(textsOf(device).slice(0, 3).join(' '));
  const head = [FC.serverId, 2 + text.length, unit, over ? 0 : RUNNING];
  return Buffer.concat([Buffer.from(head), text]);
}
