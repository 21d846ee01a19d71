/** The machines that need attention first. */
import { Link } from 'wouter';
import { carried } from '../app/address.js';
import { hoursLeft, priorityOf, worstByAsset } from '../live/belief.js';
import { assetText, componentText, faultText, number } from '../live/format.js';
import { useTwin } from '../live/twin-store.js';

const SHOWN = 10;

export function WorstList() {
  const alarms = useTwin((state) => state.alarms);
  const rul = useTwin((state) => state.rul);
  const learningUntil = useTwin((state) => state.manifest?.learningUntil ?? 0);
  const now = useTwin((state) => state.clock?.simTs ?? 0);
  const worst = [...worstByAsset(alarms)].slice(0, SHOWN);
  return (
    <section className="card" aria-label="Worst machines">
      <header>
        <h3>Attention first</h3>
      </header>
      {worst.length === 0 && (
        <p className="note">
          {now < learningUntil
            ? 'The engine is still learning what is normal here.'
            : 'The engine holds every machine for healthy.'}
        </p>
      )}
      <ul className="worst">
        {worst.map(([asset, alarm]) => {
          const left = hoursLeft(rul, asset, now);
          const { mark, colour, name } = priorityOf(alarm.priority);
          const first = [...alarm.claim.hypotheses].sort((a, b) => b.p - a.p)[0];
          return (
            <li key={asset}>
              <Link href={`/m/${asset}${carried()}`} data-testid={`worst-${asset}`}>
                <span style={{ color: colour }} role="img" aria-label={name.toLowerCase()}>
                  {mark}
                </span>
                <b>{assetText(asset)}</b>
                <small>
                  {componentText(alarm.component)}
                  {first && ` · ${faultText(first.fault)} ${number(first.p, 2)}`}
                </small>
                <span className="left">{left ? `${number(left.p50, 0)} h left` : ''}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
