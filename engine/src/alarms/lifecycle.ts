/** Life of one alarm as ISA-18.2 has it, as an xstate machine that is stepped, never run. */
import { createMachine, initialTransition, transition } from 'xstate';

export type AlarmLife = 'NORMAL' | 'UNACK' | 'ACK' | 'RTN_UNACK';
export type AlarmEvent = 'raise' | 'acknowledge' | 'return';

const machine = createMachine({
  id: 'alarm',
  initial: 'NORMAL',
  states: {
    NORMAL: { on: { raise: 'UNACK' } },
    UNACK: { on: { acknowledge: 'ACK', return: 'RTN_UNACK' } },
    ACK: { on: { return: 'NORMAL' } },
    RTN_UNACK: { on: { acknowledge: 'NORMAL', raise: 'UNACK' } },
  },
});

const [start] = initialTransition(machine);

/** The state after `event`; events that a state does not know leave it. */
export function nextLife(life: AlarmLife, event: AlarmEvent): AlarmLife {
  const snapshot = machine.resolveState({ ...start, value: life, context: {} });
  const [next] = transition(machine, snapshot, { type: event });
  return next.value as AlarmLife;
}
