/** The page: rail, head, alarm banner, screen, clock. */
import { allows } from '@plant47/contract';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { Link, Route, Switch, useRoute } from 'wouter';
import { assetText, calendarDate, clockTime, rateText } from '../live/format.js';
import { useSimTime } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { ExerciseMarks } from '../panels/exercise-marks.js';
import { Alarms } from '../screens/alarms.js';
import { Machine } from '../screens/machine.js';
import { Overview } from '../screens/overview.js';
import { Training } from '../screens/training.js';
import { carried } from './address.js';
import { AlarmBanner } from './alarm-banner.js';
import { ClockBar } from './clock-bar.js';
import { KEYS, useKeys } from './keys.js';
import { Rail } from './rail.js';

const InstructorScreen = lazy(() =>
  import('../instructor/index.js').then((module) => ({ default: module.InstructorScreen })),
);

export function App() {
  const [sheet, setSheet] = useState(false);
  const toggleSheet = useCallback(() => setSheet((shown) => !shown), []);
  const role = useTwin((state) => state.role);
  useKeys(toggleSheet);
  return (
    <div className="app">
      <Rail />
      <Head />
      <AlarmBanner />
      <div className="screen">
        <Switch>
          <Route path="/">
            <Overview />
          </Route>
          <Route path="/m/:asset">{({ asset }) => <Machine id={asset} />}</Route>
          <Route path="/alarms">
            <Alarms />
          </Route>
          <Route path="/training">
            <Training />
          </Route>
          <Route path="/instructor">
            {allows(role, 'instructor') ? (
              <Suspense fallback={null}>
                <InstructorScreen />
              </Suspense>
            ) : (
              <main className="plain">
                <h1>Instructor</h1>
                <p>This screen needs the instructor's address.</p>
              </main>
            )}
          </Route>
          <Route>
            <main className="plain">
              <h1>Nothing here</h1>
              <p>
                <Link href={`/${carried()}`}>To the overview</Link>
              </p>
            </main>
          </Route>
        </Switch>
        <Debrief />
        <Progress />
      </div>
      <ClockBar />
      <Notice />
      {sheet && <KeySheet onClose={toggleSheet} />}
    </div>
  );
}

function Head() {
  const manifest = useTwin((state) => state.manifest);
  const clock = useTwin((state) => state.clock);
  const connection = useTwin((state) => state.connection);
  const role = useTwin((state) => state.role);
  const now = useSimTime();
  const [onMachine, params] = useRoute('/m/:asset');
  const asset = useTwin((state) => (onMachine ? state.assets.get(params.asset) : undefined));
  return (
    <header className="head">
      <nav aria-label="Where you are">
        <Link href={`/${carried()}`}>{manifest?.plant ?? 'plant47'}</Link>
        {asset && (
          <>
            <span>{asset.area.replaceAll('-', ' ')}</span>
            <span>{asset.line.replaceAll('-', ' ')}</span>
            <b>{assetText(asset.asset)}</b>
          </>
        )}
      </nav>
      <span className="spring" />
      {clock && (
        <span className="chip wide-chip" title="Simulated time, UTC">
          {calendarDate(now)} <b>{clockTime(now)}</b>
        </span>
      )}
      {clock && (
        <span className="chip">{clock.state === 'run' ? rateText(clock.rate) : clock.state}</span>
      )}
      {manifest && (
        <span className="chip" title={`Run ${manifest.run}`}>
          run {manifest.run.replace(/^run-/, '').slice(0, 8)}
        </span>
      )}
      <span className={`dot-chip ${connection}`} title={`Connection: ${connection}`}>
        <i aria-hidden="true" /> {connection === 'open' ? 'live' : connection}
      </span>
      <span className="chip" data-testid="role">
        {role}
      </span>
    </header>
  );
}

/** At the end of an exercise its marks come up by themselves, until closed. */
function Debrief() {
  const exercise = useTwin((state) => state.exercise);
  const [closed, setClosed] = useState(false);
  const [onTraining] = useRoute('/training');
  const [onDesk] = useRoute('/instructor');
  const ended = exercise?.state === 'debrief';
  useEffect(() => {
    if (!ended) setClosed(false);
  }, [ended]);
  if (!exercise || !ended || closed || onTraining || onDesk) return null;
  return (
    <section className="debrief" aria-label="Debrief" data-testid="debrief">
      <header>
        <h2>Debrief</h2>
        <button type="button" onClick={() => setClosed(true)}>
          Close
        </button>
      </header>
      <ExerciseMarks exercise={exercise} />
    </section>
  );
}

function Progress() {
  const progress = useTwin((state) => state.progress);
  if (!progress) return null;
  const percent = Math.round(progress.fraction * 100);
  return (
    <div className="progress" role="status" data-testid="progress">
      <span>
        {progress.label} <b>{percent} %</b>
      </span>
      <progress max={100} value={percent} aria-label={progress.label} />
    </div>
  );
}

/** How long a line stays, ms. */
const NOTICE_MS = 6_000;

function Notice() {
  const notice = useTwin((state) => state.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => useTwin.setState({ notice: undefined }), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice) return null;
  return (
    <p className={notice.bad ? 'notice bad' : 'notice'} role={notice.bad ? 'alert' : 'status'}>
      {notice.text}
    </p>
  );
}

function KeySheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <section className="key-sheet" aria-label="Keys">
      <header>
        <h2>Keys</h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <dl>
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
