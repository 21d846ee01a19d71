/**
 * jsmodbus serves what is not a TCP read: writes, device identification, and every request that
 * comes as RTU. It never sees a socket: it gets one whole, checked request at a time, since its
 * own server ends the process on short or out-of-range ones.
 */
import { EventEmitter } from 'node:events';
import type { Server, Socket } from 'node:net';
// jsmodbus is CommonJS, and Node finds only some of its names.
import jsmodbus from 'jsmodbus';
import type { UnitImage } from '../../devices/register-image.js';
import { exchangeOf } from './exchange.js';
import { identification } from './identification.js';
import { type Heartbeat, wallHeartbeat, writeReadReply } from './read-reply.js';
import { EXCEPTION, FC } from './request-check.js';
import { withCrc } from './rtu-frame.js';
import { type Written, writeCoil, writeRegister, writeRegisters } from './unit-writes.js';

const { ModbusRTUResponse, ModbusRTUServer, ModbusTCPResponse, ModbusTCPServer, responses } =
  jsmodbus;

export interface JsmodbusOptions {
  readonly unit: (unit: number) => UnitImage | undefined;
  readonly written: Written;
  readonly heartbeat?: Heartbeat;
}

/** A request of jsmodbus, whose bodies are untyped in its events. */
interface Request {
  readonly unitId: number;
  readonly body: {
    readonly fc: number;
    readonly address: number;
    readonly value: number | boolean;
    readonly quantity: number;
    readonly count: number;
    readonly valuesAsBuffer: Buffer;
    readonly readDeviceIdCode: number;
    readonly objectId: number;
    readonly createPayload: () => Buffer;
  };
}
type Reply = (bytes: Buffer) => void;
type Respond = (request: never, body: never) => { createPayload: () => Buffer };

/** Event mode: without buffers of its own jsmodbus asks for everything. */
const NO_BUFFERS = {
  coils: undefined,
  discrete: undefined,
  holding: undefined,
  input: undefined,
} as unknown as { coils: Buffer; discrete: Buffer; holding: Buffer; input: Buffer };

/** Serves one checked request; undefined where jsmodbus gave no reply. */
export type Serve = (request: Buffer) => Buffer | undefined;

/** jsmodbus for Modbus TCP: writes and identification. */
export function createTcpServer(options: JsmodbusOptions): Serve {
  return createServer(options, 'tcp');
}

/** jsmodbus for RTU frames: everything. */
export function createRtuServer(options: JsmodbusOptions): Serve {
  return createServer(options, 'rtu');
}

function createServer(options: JsmodbusOptions, kind: 'tcp' | 'rtu'): Serve {
  const answers: Buffer[] = [];
  const port = new EventEmitter() as EventEmitter & { write: (bytes: Buffer) => boolean };
  port.write = (bytes) => answers.push(bytes) > 0;
  const socket = port as unknown as Socket;
  if (kind === 'tcp') {
    const listener = new EventEmitter() as unknown as Server;
    const server = new ModbusTCPServer(listener, NO_BUFFERS);
    attach(server, options, ModbusTCPResponse.fromRequest as unknown as Respond);
    listener.emit('connection', socket);
  } else {
    const server = new ModbusRTUServer(socket as never, NO_BUFFERS);
    attach(server, options, ModbusRTUResponse.fromRequest as unknown as Respond);
  }
  const exchange = exchangeOf(options, kind);
  return (request) => {
    const own = exchange(request);
    if (own) return own;
    answers.length = 0;
    port.emit('data', request);
    return answers[0];
  };
}

type Body = Request['body'];
/** What one of jsmodbus' events does for a unit; gives the body of the reply. */
type Work = (body: Body, image: UnitImage, to: JsmodbusOptions) => object;

const WORK: Readonly<Record<string, Work>> = {
  writeSingleCoil: (body, image, to) => {
    writeCoil(image, body.address, Number(body.value) ? 1 : 0, to.written);
    return responses.WriteSingleCoilResponseBody.fromRequest(body as never);
  },
  writeMultipleCoils: (body, image, to) => {
    for (let i = 0; i < body.quantity; i++) {
      const bit = ((body.valuesAsBuffer[i >> 3] ?? 0) >> (i & 7)) & 1;
      writeCoil(image, body.address + i, bit, to.written);
    }
    return responses.WriteMultipleCoilsResponseBody.fromRequest(body as never);
  },
  writeSingleRegister: (body, image, to) => {
    writeRegister(image, body.address, Number(body.value), to.written);
    return responses.WriteSingleRegisterResponseBody.fromRequest(body as never);
  },
  writeMultipleRegisters: (body, image, to) => {
    writeRegisters(image, body.address, body.valuesAsBuffer, to.written);
    return responses.WriteMultipleRegistersResponseBody.fromRequest(body as never);
  },
  readDeviceIdentification: ({ readDeviceIdCode: access, objectId }, image) => {
    const found = identification(image.device, access, objectId);
    if (!found) return exception(FC.identify, EXCEPTION.address);
    const { conformity, objects, next } = found;
    const more = next === undefined ? 0 : 0xff;
    const Reply = responses.ReadDeviceIdentificationResponseBody;
    return new Reply(access, conformity, more, next ?? 0, objects);
  },
};

const exception = (fc: number, code: number): object =>
  new responses.ExceptionResponseBody(fc as never, code as never);

function attach(server: EventEmitter, options: JsmodbusOptions, respond: Respond): void {
  for (const [event, work] of Object.entries(WORK)) {
    server.on(event, (request: Request, reply: Reply) => {
      const image = options.unit(request.unitId);
      const body = image
        ? work(request.body, image, options)
        : exception(request.body.fc, EXCEPTION.gateway);
      reply(respond(request as never, body as never).createPayload());
    });
  }
  attachReads(server, options);
}

/** Reads come here as RTU only; their bytes are made by the same code as for TCP. */
function attachReads(server: EventEmitter, options: JsmodbusOptions): void {
  const names = ['readCoils', 'readDiscreteInputs', 'readHoldingRegisters', 'readInputRegisters'];
  for (const name of names) {
    server.on(name, (request: Request & { createPayload: () => Buffer }, reply: Reply) => {
      const image = options.unit(request.unitId);
      if (!image) return;
      const pdu = request.body.createPayload();
      const asTcp = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 6, request.unitId]), pdu]);
      const out = Buffer.alloc(260);
      const heartbeat = options.heartbeat ?? wallHeartbeat;
      const end = writeReadReply(image, asTcp, 0, out, 0, heartbeat);
      reply(withCrc(out.subarray(6, end)));
    });
  }
}
