/** The instructor's desk: faults, truth, snapshots, the exercise. */
import { useCallback, useEffect, useState } from 'react';
import { attempt } from '../app/commands.js';
import { api, type SnapshotEntry } from '../live/api.js';
import { shortTime } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useTwin } from '../live/twin-store.js';
import { ExerciseMarks } from '../panels/exercise-marks.js';
import { InjectPanel } from './inject-panel.js';

export function InstructorScreen() {
  const exercise = useTwin((state) => state.exercise);
  return (
    <main className="plain desk">
      <h1>Instructor</h1>
      <div className="desk-columns">
        <div>
          <InjectPanel />
        </div>
        <div>
          <section className="card" aria-label="Exercise">
            <header>
              <h3>Exercise</h3>
              <b className="value">{exercise?.state ?? 'none'}</b>
            </header>
            {exercise && <ExerciseMarks exercise={exercise} />}
          </section>
          <Snapshots />
        </div>
      </div>
    </main>
  );
}

const entryOf = (entry: SnapshotEntry | string): SnapshotEntry =>
  typeof entry === 'string' ? { name: entry } : entry;

function Snapshots() {
  const [list, setList] = useState<readonly SnapshotEntry[]>([]);
  const [name, setName] = useState('');
  const run = useTwin((state) => state.manifest?.run);
  const load = useCallback(() => {
    api.snapshots().then(
      (entries) => setList(entries.map(entryOf)),
      () => undefined,
    );
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run has its own list.
  useEffect(load, [load, run]);
  const take = async () => {
    const title =
      name || `at-${new Date(frames.simTs).toISOString().slice(0, 16).replace(/[:T]/g, '-')}`;
    if (await attempt(api.takeSnapshot(title), `Snapshot taken: ${title}`)) setName('');
    load();
  };
  return (
    <section className="card" aria-label="Snapshots">
      <header>
        <h3>Snapshots</h3>
      </header>
      <form
        className="confirm"
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        <input
          aria-label="Name of the snapshot"
          data-testid="snapshot-name"
          placeholder="name"
          pattern="[a-z0-9][a-z0-9\-]*"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" data-testid="snapshot-take">
          Take
        </button>
      </form>
      <ul className="snapshots">
        {list.map((entry) => (
          <li key={entry.name}>
            <span>{entry.name}</span>
            <time>{entry.simTs === undefined ? '' : shortTime(entry.simTs)}</time>
            <button
              type="button"
              onClick={() => attempt(api.restore(entry.name), `New run from ${entry.name}`)}
            >
              Restore
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
