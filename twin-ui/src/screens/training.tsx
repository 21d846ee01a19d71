/** The exercise: what is asked, and at the end what happened when. */
import { useTwin } from '../live/twin-store.js';
import { ExerciseMarks } from '../panels/exercise-marks.js';

const WORDS = {
  briefing:
    'Watch the plant. When the engine raises an alarm: acknowledge it, look at the machine, file a diagnosis, and act on it.',
  running:
    'The exercise runs. Acknowledge, diagnose and act; the hidden marks are shown at the end.',
  debrief: 'The exercise has ended. This is what happened, and when.',
} as const;

export function Training() {
  const exercise = useTwin((state) => state.exercise);
  return (
    <main className="plain">
      <h1>Training</h1>
      {exercise ? (
        <>
          <p data-testid="exercise-state" data-state={exercise.state}>
            {WORDS[exercise.state]}
          </p>
          <ExerciseMarks exercise={exercise} />
        </>
      ) : (
        <p>No exercise is under way.</p>
      )}
    </main>
  );
}
