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
  const left = hoursLeft(rul, asset);
  if (!left) {
    return (
      <Card title="Remaining useful life" value="–" note="The engine claims none." testid="rul" />
    );
  }
  const passed_h = Math.max(0, (now - left.claim.dataTs) / 3_600_000);
  return (
    <Card
      title="Remaining useful life"
      value={hours(Math.max(0, left.p50 - passed_h))}
      unit={`h  (P10 ${hours(Math.max(0, left.p10 - passed_h))} – P90 ${hours(Math.max(0, left.p90 - passed_h))})`}
      note={`${componentText(left.claim.component)} · claimed from data ${age(left.claim.dataTs, now).replace('scanned ', '')}`}
      bad={left.p50 < 168}
      testid="rul"
    >
      <Fan left={left} passed_h={passed_h} />
    </Card>
  );
}

/** Health falls from now (1) to the event (0); the fan is where P10 and P90 put it. */
function Fan({ left, passed_h }: { readonly left: HoursLeft; readonly passed_h: number }) {
  const before = 0.22 * left.p90;
  const scale = WIDTH / (before + left.p90 * 1.06);
  const x0 = before * scale;
  const at = (h: number) => x0 + h * scale;
  const fall = (h: number) =>
    Array.from({ length: 21 }, (_, i) => {
      const s = i / 20;
      return `${at(h * s).toFixed(1)} ${(6 + (HEIGHT - 12) * s ** 1.8).toFixed(1)}`;
    });
  const fan = `M${fall(left.p10).join('L')}L${fall(left.p90).reverse().join('L')}Z`;
  return (
    <svg
      className="fan"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + 11}`}
      role="img"
      aria-label={`P10 ${hours(left.p10)} h, P50 ${hours(left.p50)} h, P90 ${hours(left.p90)} h`}
    >
      <path d={fan} fill="#c3ccd4" />
      <path d={`M0 6H${x0}`} stroke="#33414d" fill="none" strokeWidth="1.5" />
      <path d={`M${fall(left.p50).join('L')}`} stroke="#33414d" fill="none" strokeWidth="1.5" />
      <path d={`M0 ${HEIGHT - 6}H${WIDTH}`} stroke="#98a2ab" strokeDasharray="3 3" />
      <path d={`M${at(passed_h)} 0V${HEIGHT}`} stroke="#1d4ed8" strokeWidth="1.2" />
      {[
        ['P10', left.p10],
        ['P50', left.p50],
        ['P90', left.p90],
      ].map(([name, h]) => (
        <text key={name} x={at(Number(h))} y={HEIGHT + 9} textAnchor="middle" fill="#46525c">
          {name}
        </text>
      ))}
    </svg>
  );
}
