/** The exercise in six marks: injected, observable, alarm, acknowledged, diagnosed, action. */
import { allows, type ExerciseView, type Role, type TimelineMark } from '@plant47/contract';
import { assetText, shortTime, span } from '../live/format.js';
import { useTwin } from '../live/twin-store.js';

export const MARKS: readonly { mark: TimelineMark['mark']; title: string }[] = [
  { mark: 'injected', title: 'Injected' },
  { mark: 'observable', title: 'Observable' },
  { mark: 'alarm', title: "Engine's alarm" },
  { mark: 'acknowledged', title: 'Acknowledged' },
  { mark: 'diagnosed', title: 'Diagnosed' },
  { mark: 'action', title: 'Action' },
];

/** Words for a mark without a time; instructors see the sealed ones as they come. */
function pending(mark: TimelineMark['mark'], state: ExerciseView['state'], role: Role): string {
  const knows = allows(role, 'instructor');
  const sealed = !knows && (mark === 'injected' || mark === 'observable');
  if (state !== 'debrief') return sealed ? 'shown at the end' : 'not yet';
  return 'did not happen';
}

export function ExerciseMarks({ exercise }: { readonly exercise: ExerciseView }) {
  const role = useTwin((state) => state.role);
  const entries = MARKS.map(({ mark, title }) => ({
    title,
    ...(exercise.marks.find((entry) => entry.mark === mark) ?? { mark, simTs: null, text: '' }),
  }));
  const first = entries.find((entry) => entry.simTs !== null)?.simTs ?? null;
  return (
    <div className="exercise">
      {exercise.asset && <p className="exercise-asset">{assetText(exercise.asset)}</p>}
      <ol className="marks">
        {entries.map(({ mark, title, simTs, text }) => (
          <li
            key={mark}
            className={simTs === null ? 'open' : 'reached'}
            data-testid={`mark-${mark}`}
            data-simts={simTs ?? ''}
          >
            <span className="dot" aria-hidden="true" />
            <b>{title}</b>
            <time>{simTs === null ? pending(mark, exercise.state, role) : shortTime(simTs)}</time>
            <small>
              {simTs !== null && first !== null && simTs > first && (
                <>after {span((simTs - first) / 1000)}</>
              )}
            </small>
            <small>{text}</small>
          </li>
        ))}
      </ol>
    </div>
  );
}
