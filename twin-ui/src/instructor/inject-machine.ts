/** Life of an injection: edited, confirmed, sent, and done or refused. */
import type { InjectBody } from '@plant47/contract';
import { assign, fromPromise, setup } from 'xstate';
import { api } from '../live/api.js';

type Event =
  | { readonly type: 'ASK'; readonly body: InjectBody }
  | { readonly type: 'CONFIRM' }
  | { readonly type: 'BACK' };

/** editing → confirming → sending → editing, with the last outcome in words. */
export const injectMachine = setup({
  types: {
    context: {} as { readonly body: InjectBody | undefined; readonly outcome: string },
    events: {} as Event,
  },
  actors: {
    send: fromPromise(({ input }: { input: InjectBody }) => api.inject(input)),
  },
}).createMachine({
  id: 'inject',
  context: { body: undefined, outcome: '' },
  initial: 'editing',
  states: {
    editing: {
      on: {
        ASK: {
          target: 'confirming',
          actions: assign({ body: ({ event }) => event.body, outcome: '' }),
        },
      },
    },
    confirming: { on: { CONFIRM: 'sending', BACK: 'editing' } },
    sending: {
      invoke: {
        src: 'send',
        input: ({ context }) => context.body ?? { asset: '', fault: '' },
        onDone: {
          target: 'editing',
          actions: assign({
            outcome: ({ context }) => (context.body?.clear ? 'Cleared.' : 'Injected.'),
          }),
        },
        onError: {
          target: 'editing',
          actions: assign({ outcome: ({ event }) => String((event.error as Error).message) }),
        },
      },
    },
  },
});
