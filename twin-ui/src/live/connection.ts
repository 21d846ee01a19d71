/** Life of the socket: trade the token, connect, stay open, wait longer after each loss. */
import { decodeFrame, type TwinMessage } from '@plant47/contract';
import { assign, createActor, fromCallback, fromPromise, setup } from 'xstate';
import { tradeToken } from './api.js';
import { frames } from './frame-store.js';
import { receive, useTwin } from './twin-store.js';

const WAIT_FIRST_MS = 400;
const WAIT_LONGEST_MS = 8_000;

type Event = { type: 'OPENED' } | { type: 'LOST' };

const socket = fromCallback<Event>(({ sendBack }) => {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const ws = new WebSocket(`${scheme}://${location.host}/twin/v1`);
  ws.binaryType = 'arraybuffer';
  ws.onopen = () => sendBack({ type: 'OPENED' });
  ws.onclose = () => sendBack({ type: 'LOST' });
  ws.onmessage = ({ data }) => {
    if (typeof data === 'string') {
      receive(JSON.parse(data) as TwinMessage);
      return;
    }
    const frame = decodeFrame(data as ArrayBuffer);
    if (frame) frames.push(frame);
  };
  return () => {
    ws.onclose = null;
    ws.close();
  };
});

/** session → connecting → open → waiting → connecting … */
export const connectionMachine = setup({
  types: { context: {} as { losses: number }, events: {} as Event },
  actors: { socket, trade: fromPromise(tradeToken) },
  delays: {
    backOff: ({ context }) => Math.min(WAIT_LONGEST_MS, WAIT_FIRST_MS * 2 ** context.losses),
  },
}).createMachine({
  id: 'connection',
  context: { losses: 0 },
  initial: 'session',
  states: {
    session: { invoke: { src: 'trade', onDone: 'linked', onError: 'linked' } },
    linked: {
      invoke: { src: 'socket' },
      initial: 'connecting',
      states: {
        connecting: { on: { OPENED: 'open' } },
        open: { entry: assign({ losses: 0 }) },
      },
      on: { LOST: 'waiting' },
    },
    waiting: {
      entry: assign({ losses: ({ context }) => context.losses + 1 }),
      after: { backOff: 'linked' },
    },
  },
});

/** Starts the connection of this page; returns what stops it. */
export function connect(): () => void {
  const actor = createActor(connectionMachine);
  actor.subscribe((snapshot) => {
    const open = snapshot.matches({ linked: 'open' });
    const waiting = snapshot.matches('waiting');
    useTwin.setState({ connection: open ? 'open' : waiting ? 'waiting' : 'connecting' });
  });
  actor.start();
  return () => actor.stop();
}
