/** Faults as they are, from the truth that only an instructor's socket carries. */
import { Link } from 'wouter';
import { carried } from '../app/address.js';
import { assetText, componentText, faultText, number, shortTime } from '../live/format.js';
import { useTwin } from '../live/twin-store.js';

export function TruthList({ asset }: { readonly asset?: string }) {
  const truth = useTwin((state) => state.truth);
  const faults = (truth?.faults ?? []).filter(
    (fault) => asset === undefined || fault.asset === asset,
  );
  return (
    <section className="card truth" aria-label="Truth" data-testid="truth">
      <header>
        <h3>Truth</h3>
        <b className="value">{faults.length}</b>
      </header>
      {faults.length === 0 && <p className="note">No fault is in the plant.</p>}
      {faults.map((fault) => (
        <article key={fault.id} data-testid="truth-row" data-mode={fault.mode}>
          <p>
            <Link href={`/m/${fault.asset}${carried()}`}>{assetText(fault.asset)}</Link>{' '}
            {componentText(fault.component)}
          </p>
          <b>{faultText(fault.mode)}</b>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="6" fill="#d3d9dd" />
            <rect width={100 * Math.min(1, fault.severity)} height="6" fill="#b4530f" />
          </svg>
          <p className="note">
            {number(fault.physical, Math.abs(fault.physical) < 10 ? 2 : 0)} {fault.unit} · since{' '}
            {shortTime(fault.onsetTs)}
            {fault.observableTs !== null && ` · observable ${shortTime(fault.observableTs)}`}
            {fault.failureTs !== null && ` · failed ${shortTime(fault.failureTs)}`}
            {fault.repairTs !== null && ` · repaired ${shortTime(fault.repairTs)}`}
          </p>
        </article>
      ))}
    </section>
  );
}
