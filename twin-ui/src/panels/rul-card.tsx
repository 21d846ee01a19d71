/** Hours that the engine gives a component: median and the fan from P10 to P90. */
import { type HoursLeft, hoursLeft } from '../live/belief.js';
import { age, componentText, number } from '../live/format.js';
import { useSimTime } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { Card } from './card.js';

const WIDTH = 300;
const HEIGHT = 46;

const hours = (h: number): string => number(h, h < 10 ? 1 : 0);

export function RulCard({ asset }: { readonly asset: string }) {
  const rul = useTwin((state) => state.rul);
  const now = useSimTime();
  const left = hoursLeft(rul, asset, now);
  if (!left) {
    return (
      <Card title="Remaining useful life" value="–" note="The engine claims none." testid="rul" />
    );
  }
  return (
    <Card
      title="Remaining useful life"
      value={hours(left.p50)}
      unit={`h  (P10 ${hours(left.p10)} – P90 ${hours(left.p90)})`}
      note={`${componentText(left.claim.component)} · claimed from data ${age(left.claim.dataTs, now).replace('scanned ', '')}`}
      bad={left.p50 < 168}
      testid="rul"
    >
      <Fan left={left} />
    </Card>
  );
}

/** Health falls from the claim to the event; the fan is where P10 and P90 put it, blue is now. */
function Fan({ left }: { readonly left: HoursLeft }) {
  const { passed } = left;
  const most = passed + left.p90;
  const before = 0.2 * most;
  const scale = WIDTH / (before + most * 1.06);
  const x0 = before * scale;
  const at = (h: number) => x0 + h * scale;
  const fall = (h: number) =>
    Array.from({ length: 21 }, (_, i) => {
      const s = i / 20;
      return `${at(h * s).toFixed(1)} ${(6 + (HEIGHT - 12) * s ** 1.8).toFixed(1)}`;
    });
  const fan = `M${fall(passed + left.p10).join('L')}L${fall(most).reverse().join('L')}Z`;
  return (
    <svg
      className="fan"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + 11}`}
      role="img"
      aria-label={`P10 ${hours(left.p10)} h, P50 ${hours(left.p50)} h, P90 ${hours(left.p90)} h`}
    >
      <path d={fan} fill="#c3ccd4" />
      <path d={`M0 6H${x0}`} stroke="#33414d" fill="none" strokeWidth="1.5" />
      <path
        d={`M${fall(passed + left.p50).join('L')}`}
        stroke="#33414d"
        fill="none"
        strokeWidth="1.5"
      />
      <path d={`M0 ${HEIGHT - 6}H${WIDTH}`} stroke="#98a2ab" strokeDasharray="3 3" />
      <path d={`M${at(passed)} 0V${HEIGHT}`} stroke="#1d4ed8" strokeWidth="1.2" />
      {[
        ['P10', left.p10],
        ['P50', left.p50],
        ['P90', left.p90],
      ].map(([name, h]) => (
        <text
          key={name}
          x={at(passed + Number(h))}
          y={HEIGHT + 9}
          textAnchor="middle"
          fill="#46525c"
        >
          {name}
        </text>
      ))}
    </svg>
  );
}
