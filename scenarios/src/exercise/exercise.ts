/** A trainee's exercise: briefing → running → debrief, with the six marks of its timeline. */
import type { ExerciseView, TimelineMark } from '@plant47/contract';
import type { ExerciseEvent, ExercisePort } from '@plant47/simulator';
import { assign, createActor, setup } from 'xstate';

type MarkName = TimelineMark['mark'];

/** Order of the timeline. */
const MARKS: readonly MarkName[] = [
  'injected',
  'observable',
  'alarm',
  'acknowledged',
  'diagnosed',
  'action',
];
/** Marks that a trainee sees only once the exercise has ended. */
const SEALED: readonly MarkName[] = ['injected', 'observable'];
/** What a trainee has to have done before the exercise ends by itself. */
const DUTIES: readonly MarkName[] = ['acknowledged', 'diagnosed', 'action'];
/** Actions that keep the plant safe but mend nothing: they do not end an exercise. */
const HOLDING = ['start', 'stop', 'trip', 'reset', 'lock', 'unlock', 'load'];

interface Mark {
  readonly simTs: number;
  readonly text: string;
}
interface Context {
  readonly asset: string | null;
  readonly marks: Partial<Record<MarkName, Mark>>;
}

const isOurs = (context: Context, event: ExerciseEvent): boolean =>
  'asset' in event && event.asset === context.asset;

/** The first of each mark stands; what concerns other assets is no part of the exercise. */
function withMark(context: Context, event: ExerciseEvent): Context {
  if (event.type === 'finish') return context;
  // Where it is not known whose fault can be told, it is the exercise's.
  const anybodys = event.type === 'observable' && event.asset === undefined;
  if (!anybodys && !isOurs(context, event)) return context;
  // Only what is done after the diagnosis counts as acting on it.
  if (event.type === 'action' && (HOLDING.includes(event.text) || !context.marks.diagnosed)) {
    return context;
  }
  if (context.marks[event.type]) return context;
  const { simTs, text } = event;
  return { ...context, marks: { ...context.marks, [event.type]: { simTs, text } } };
}

const isComplete = (context: Context): boolean =>
  DUTIES.every((duty) => context.marks[duty] !== undefined);

const machine = setup({
  types: { context: {} as Context, events: {} as ExerciseEvent },
  actions: {
    begin: assign(({ event }) =>
      event.type === 'injected' ? withMark({ asset: event.asset, marks: {} }, event) : {},
    ),
    mark: assign(({ context, event }) => withMark(context, event)),
  },
  guards: {
    complete: ({ context, event }) => isComplete(withMark(context, event)),
  },
}).createMachine({
  id: 'exercise',
  initial: 'briefing',
  context: { asset: null, marks: {} },
  states: {
    briefing: { on: { injected: { target: 'running', actions: 'begin' } } },
    running: {
      on: {
        action: [{ guard: 'complete', target: 'debrief', actions: 'mark' }, { actions: 'mark' }],
        observable: { actions: 'mark' },
        alarm: { actions: 'mark' },
        acknowledged: { actions: 'mark' },
        diagnosed: { actions: 'mark' },
        finish: 'debrief',
      },
    },
    // Another injection begins another exercise.
    debrief: {
      on: {
        injected: { target: 'running', actions: 'begin' },
        observable: { actions: 'mark' },
      },
    },
  },
});

/** An exercise that calls `changed` whenever its view may have changed. */
export function createExercise(changed: () => void): ExercisePort {
  const actor = createActor(machine);
  actor.subscribe(changed);
  actor.start();
  return {
    send: (event) => actor.send(event),
    view: (sealed) => viewOf(actor.getSnapshot(), sealed),
  };
}

function viewOf(
  snapshot: { readonly value: unknown; readonly context: Context },
  sealed: boolean,
): ExerciseView {
  const state = snapshot.value as ExerciseView['state'];
  const open = sealed || state === 'debrief';
  const marks = MARKS.map((mark): TimelineMark => {
    const set = open || !SEALED.includes(mark) ? snapshot.context.marks[mark] : undefined;
    return { mark, simTs: set?.simTs ?? null, text: set?.text ?? '' };
  });
  // Which asset it is about is what the trainee is to find out.
  const asset = open || snapshot.context.marks.alarm ? snapshot.context.asset : null;
  return { state, asset, marks };
}
