/** The rail on the left: one place each. */
import { allows, type Role } from '@plant47/contract';
import { Link, useLocation } from 'wouter';
import { bannerAlarm, isUnacknowledged, worstByAsset } from '../live/belief.js';
import { useTwin } from '../live/twin-store.js';
import { carried } from './address.js';

interface Place {
  readonly href: string;
  readonly title: string;
  /** Paths of a 24 × 24 drawing in strokes. */
  readonly icon: string;
  readonly needs: Role;
}

const PLACES: readonly Place[] = [
  {
    href: '/',
    title: 'Overview',
    icon: 'M3 4h7v7H3zM14 4h7v7h-7zM3 15h7v5H3zM14 15h7v5h-7z',
    needs: 'viewer',
  },
  {
    href: '/m',
    title: 'Machine',
    icon: 'M4 8h9v8H4zM13 10h3v4h-3zM16 7l4 2v6l-4 2zM6 16v3M11 16v3',
    needs: 'viewer',
  },
  {
    href: '/alarms',
    title: 'Alarms',
    icon: 'M12 4a5 5 0 0 1 5 5v4l2 4H5l2-4V9a5 5 0 0 1 5-5zM10 20h4',
    needs: 'viewer',
  },
  {
    href: '/training',
    title: 'Training',
    icon: 'M3 9l9-4 9 4-9 4zM7 11v5c3 2 7 2 10 0v-5',
    needs: 'viewer',
  },
  {
    href: '/instructor',
    title: 'Instructor',
    icon: 'M4 7h10M18 7h2M4 12h3M11 12h9M4 17h8M16 17h4M16 5v4M9 10v4M14 15v4',
    needs: 'instructor',
  },
];

export function Rail() {
  const [path] = useLocation();
  const role = useTwin((state) => state.role);
  const alarms = useTwin((state) => state.alarms);
  const some = useTwin((state) => state.assets.keys().next().value ?? 'motor-47');
  const waiting = alarms.filter(isUnacknowledged).length;
  const first = bannerAlarm(alarms)?.asset ?? [...worstByAsset(alarms).keys()][0] ?? some;
  return (
    <nav className="rail" aria-label="Screens">
      <svg className="logo" viewBox="0 0 32 32" role="img" aria-label="plant47">
        <circle cx="16" cy="16" r="11" />
        <circle cx="16" cy="16" r="4.4" />
        {[0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
          const phi = (Math.PI * i) / 4;
          return (
            <circle
              key={i}
              className="ball"
              cx={16 + 7.7 * Math.cos(phi)}
              cy={16 + 7.7 * Math.sin(phi)}
              r="1.9"
            />
          );
        })}
      </svg>
      {PLACES.filter((place) => allows(role, place.needs)).map(({ href, title, icon }) => {
        const here = href === '/' ? path === '/' : path.startsWith(href);
        const to = href === '/m' ? `/m/${first}` : href;
        return (
          <Link
            key={href}
            href={`${to}${carried()}`}
            aria-current={here ? 'page' : undefined}
            title={title}
            data-testid={`go-${title.toLowerCase()}`}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d={icon} />
            </svg>
            <span className="hidden">{title}</span>
            {href === '/alarms' && waiting > 0 && <i className="badge">{waiting}</i>}
          </Link>
        );
      })}
    </nav>
  );
}
