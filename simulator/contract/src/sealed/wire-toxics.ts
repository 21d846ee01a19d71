/** Toxics of endpoints and connections: they act on sockets alone, and never on the world. */
import type { ToxicDeclaration, ToxicParam } from './toxics.js';

const REQUESTS = ['asset', 'device', 'gateway', 'unit', 'fc', 'addresses', 'client'] as const;

const share = (usual: number): ToxicParam => ({
  name: 'p',
  says: 'share of what it is aimed at',
  kind: 'number',
  unit: '1',
  range: [0, 1],
  default: usual,
});

const duration = (name: string, says: string, usual: number, most = 600): ToxicParam => ({
  name,
  says,
  kind: 'duration',
  unit: 's',
  range: [0, most],
  default: usual,
});

const ANSWER = {
  layer: 'endpoint',
  on: ['modbus'],
  truth: 'wire',
  aims: REQUESTS,
  needs: [],
} as const;

const BYTES = {
  layer: 'connection',
  on: ['mqtt', 'modbus'],
  truth: 'wire',
  aims: ['gateway', 'client'],
  needs: [],
} as const;

export const WIRE_TOXICS: readonly ToxicDeclaration[] = [
  {
    ...ANSWER,
    id: 'exception',
    label: 'Exception answers',
    params: [
      {
        name: 'code',
        says: 'exception: 4 failure, 5 acknowledge, 6 busy, 10 no path, 11 no answer behind the gateway …',
        kind: 'integer',
        unit: 'code',
        range: [1, 11],
        default: 6,
      },
      share(0.05),
    ],
    says: 'Requests are answered by an exception and not carried out.',
  },
  {
    ...ANSWER,
    id: 'slow-answer',
    label: 'Slow answers',
    params: [
      duration('delay', 'wall time before the answer', 0.1),
      duration('jitter', 'wall time by which the delay varies, evenly', 0),
      share(1),
    ],
    says: 'Answers come late, in order; the connection serves one request at a time meanwhile.',
  },
  {
    ...ANSWER,
    id: 'no-answer',
    label: 'No answer',
    params: [share(0.05)],
    says: 'Requests are swallowed.',
  },
  {
    ...ANSWER,
    id: 'wrong-transaction',
    label: 'Wrong transaction id',
    params: [share(0.05)],
    says: 'The answer carries the transaction id of another request.',
  },
  {
    ...ANSWER,
    id: 'wrong-unit',
    label: 'Wrong unit',
    params: [share(0.05)],
    says: 'The answer carries another unit than was asked.',
  },
  {
    ...ANSWER,
    id: 'truncated',
    label: 'Truncated answers',
    params: [
      {
        name: 'bytes',
        says: 'bytes cut from the end of the frame, whose header still counts them',
        kind: 'integer',
        unit: 'bytes',
        range: [1, 250],
        default: 2,
      },
      share(0.05),
    ],
    says: 'The end of the answer is missing; whatever comes next is read as part of it.',
  },
  {
    ...ANSWER,
    id: 'bit-flip',
    label: 'Flipped bit',
    truth: 'encoding',
    params: [share(0.05)],
    says: 'One bit of the data of the answer is wrong.',
  },
  {
    ...ANSWER,
    id: 'stale-answer',
    label: 'Stale answers',
    params: [share(1)],
    says: 'Registers are those of the scan before.',
  },
  {
    ...ANSWER,
    id: 'torn-read',
    label: 'Torn reads',
    params: [share(1)],
    says: 'The second half of the registers of an answer is of the scan before.',
  },
  {
    ...ANSWER,
    id: 'duplicate-answer',
    label: 'Answers come twice',
    params: [share(0.05)],
    says: 'The same answer is sent twice.',
  },
  {
    ...ANSWER,
    id: 'write-ignored',
    label: 'Writes without effect',
    params: [share(1)],
    says: 'A write is acknowledged and not carried out.',
  },
  {
    layer: 'endpoint',
    on: ['mqtt'],
    truth: 'wire',
    id: 'mqtt-drop',
    label: 'Messages lost on the way',
    aims: ['client', 'topic'],
    needs: [],
    params: [share(0.1)],
    says: 'Some telemetry messages do not reach a client; others get them.',
  },
  {
    layer: 'endpoint',
    on: ['mqtt'],
    truth: 'wire',
    id: 'mqtt-duplicate',
    label: 'Messages twice on the way',
    aims: ['client', 'topic'],
    needs: [],
    params: [share(0.1)],
    says: 'Some telemetry messages reach a client twice.',
  },
  {
    layer: 'endpoint',
    on: ['mqtt'],
    truth: 'wire',
    id: 'mqtt-disconnect',
    label: 'Broker drops clients',
    aims: ['client'],
    needs: [],
    params: [share(0.05)],
    says: 'At some barriers the connection of a client ends without a word.',
  },
  {
    layer: 'endpoint',
    on: ['mqtt'],
    truth: 'wire',
    id: 'mqtt-refuse',
    label: 'Broker refuses clients',
    aims: ['client'],
    needs: [],
    params: [share(1)],
    says: 'CONNECT is answered by 3, server unavailable.',
  },
  {
    ...BYTES,
    id: 'latency',
    label: 'Latency',
    params: [
      duration('delay', 'wall time that bytes take', 0.1),
      duration('jitter', 'wall time by which it varies, evenly', 0),
    ],
    says: 'What is sent arrives later, in order.',
  },
  {
    ...BYTES,
    id: 'bandwidth',
    label: 'Narrow line',
    params: [
      {
        name: 'rate',
        says: 'bytes a second of wall time',
        kind: 'number',
        unit: 'B/s',
        range: [1, 1e9],
        default: 9600,
      },
    ],
    says: 'Bytes arrive no faster than so many a second.',
  },
  {
    ...BYTES,
    id: 'slicer',
    label: 'Sliced segments',
    params: [
      {
        name: 'size',
        says: 'bytes of a segment',
        kind: 'integer',
        unit: 'bytes',
        range: [1, 65_535],
        default: 1,
      },
      duration('delay', 'wall time between two segments', 0.001),
    ],
    says: 'What is sent arrives in small segments.',
  },
  {
    ...BYTES,
    id: 'reset',
    label: 'Connection reset',
    params: [
      duration('after', 'wall time from the first byte of the plant to the reset', 0, 86_400),
    ],
    says: 'The connection ends by RST.',
  },
  {
    ...BYTES,
    id: 'refuse',
    label: 'Connections refused',
    params: [share(1)],
    says: 'New connections are reset at once.',
  },
  {
    ...BYTES,
    id: 'hang',
    label: 'Half-open connection',
    params: [],
    says: 'The connection stays and nothing more arrives.',
  },
  {
    ...BYTES,
    id: 'limit-data',
    label: 'Connection ends after some bytes',
    params: [
      {
        name: 'bytes',
        says: 'bytes after which it ends',
        kind: 'integer',
        unit: 'bytes',
        range: [0, 1e9],
        default: 1000,
      },
    ],
    says: 'The connection ends in the middle of what is sent.',
  },
];
