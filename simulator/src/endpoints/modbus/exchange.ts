/** FC17, 22 and 23, which jsmodbus does not know: served here, over TCP and as RTU. */
import { serverId } from './identification.js';
import type { JsmodbusOptions, Serve } from './jsmodbus-server.js';
import { MBAP_BYTES, wallHeartbeat, writeReadReply } from './read-reply.js';
import { FC, maskedValue } from './request-check.js';
import { withCrc } from './rtu-frame.js';
import { writeRegister, writeRegisters } from './unit-writes.js';

const CRC_BYTES = 2;

/** Serves one checked request where it is of FC17, 22 or 23; else gives undefined. */
export function exchangeOf(options: JsmodbusOptions, kind: 'tcp' | 'rtu'): Serve {
  if (kind === 'tcp') return (request) => answer(request, options);
  return (frame) => {
    const head = Buffer.from([0, 0, 0, 0, 0, frame.length - CRC_BYTES]);
    const reply = answer(Buffer.concat([head, frame.subarray(0, -CRC_BYTES)]), options);
    return reply && withCrc(reply.subarray(head.length));
  };
}

function answer(request: Buffer, options: JsmodbusOptions): Buffer | undefined {
  const fc = request[MBAP_BYTES];
  if (fc !== FC.serverId && fc !== FC.maskWrite && fc !== FC.readWrite) return undefined;
  const image = options.unit(request[MBAP_BYTES - 1]!);
  if (!image) return undefined;
  const { written } = options;
  if (fc === FC.serverId) {
    const reply = Buffer.concat([request.subarray(0, MBAP_BYTES), serverId(image)]);
    reply.writeUInt16BE(reply.length - 6, 4);
    return reply;
  }
  if (fc === FC.maskWrite) {
    const value = maskedValue(request, MBAP_BYTES, image);
    writeRegister(image, request.readUInt16BE(8), value, written);
    return request;
  }
  // The write comes before the read: Modbus v1.1b3, section 6.17.
  writeRegisters(image, request.readUInt16BE(12), request.subarray(17), written);
  const out = Buffer.alloc(260);
  const heartbeat = options.heartbeat ?? wallHeartbeat;
  return out.subarray(0, writeReadReply(image, request, 0, out, 0, heartbeat));
}
