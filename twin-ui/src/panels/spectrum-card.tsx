/** Envelope spectrum of the last burst, with the lines that the bearing's geometry and speed give. */
import type { AssetEntry } from '@plant47/contract';
import { useMemo } from 'react';
import { type Band, envelopeSpectrum, type Spectrum } from '../live/envelope.js';
import { amplitudeNear, expectedLines, shaftSpeed, standingLine } from '../live/expected-lines.js';
import { age, number } from '../live/format.js';
import { useBurst, useSimTime } from '../live/hooks.js';
import { Card } from './card.js';

const WIDTH = 300;
const HEIGHT = 78;
/** Frequencies shown, as a multiple of the highest expected line. */
const SHOWN = 3.3;

/** Lowest frequency that is drawn, Hz. */
const SLOWEST_SHOWN_HZ = 3;

const bandText = (band: Band): string =>
  `${number(band.low_hz / 1000, 1)}–${number(band.high_hz / 1000, 1)} kHz`;

function drawn(spectrum: Spectrum, most_hz: number): { d: string; top: number } {
  const last = Math.min(spectrum.amplitude.length - 1, Math.floor(most_hz / spectrum.df));
  const columns = new Float64Array(WIDTH);
  // The slowest bins hold the drift of the load, not impacts.
  for (let k = Math.max(1, Math.ceil(SLOWEST_SHOWN_HZ / spectrum.df)); k <= last; k++) {
    const column = Math.min(WIDTH - 1, Math.floor((k / last) * WIDTH));
    columns[column] = Math.max(columns[column], spectrum.amplitude[k]);
  }
  const top = Math.max(...columns) || 1;
  let d = '';
  columns.forEach((value, x) => {
    if (value === 0) return;
    const y = HEIGHT - (value / top) * (HEIGHT - 10);
    d += `M${x + 0.5} ${HEIGHT}V${y.toFixed(1)}`;
  });
  return { d, top };
}

interface SpectrumCardProps {
  readonly asset: AssetEntry;
  readonly component: string;
}

export function SpectrumCard({ asset, component }: SpectrumCardProps) {
  const point = `${asset.asset}.${component}.vibration`;
  const burst = useBurst(point);
  const now = useSimTime();
  const bearing = asset.bearings.find((entry) => entry.component === component);
  const picture = useMemo(() => {
    if (!burst || !bearing) return undefined;
    const spectrum = envelopeSpectrum(burst);
    const lines = expectedLines(bearing, shaftSpeed(burst, asset.asset));
    const most = SHOWN * (lines.find((line) => line.name === 'BPFI')?.hz ?? 120);
    return { spectrum, lines, most, ...drawn(spectrum, most) };
  }, [burst, bearing, asset]);
  if (!burst || !picture) {
    return <Card title="Envelope spectrum" note="No burst has been taken yet." />;
  }
  const { lines, most, spectrum } = picture;
  const strongest = standingLine(spectrum, lines, most);
  const seconds = burst.samples.length / burst.fs_hz;
  return (
    <Card
      title="Envelope spectrum"
      {...(strongest
        ? {
            value: number(amplitudeNear(spectrum, strongest.hz), 2),
            unit: `m/s² at ${strongest.name} ${number(strongest.hz, 1)} Hz`,
          }
        : { value: '', unit: lines.length ? 'no defect line stands out' : 'the shaft stands' })}
      note={`${bearing?.designation} · ${number(seconds, 1)} s · band ${bandText(spectrum.band)} · ${age(burst.simTs, now)}`}
      testid="spectrum"
    >
      <svg
        className="spectrum"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 12}`}
        role="img"
        aria-label={`Envelope spectrum up to ${number(most, 0)} Hz`}
      >
        <path d={picture.d} stroke="#33414d" strokeWidth="1" />
        {lines.map((line) => {
          const x = (line.hz / most) * WIDTH;
          return (
            <g key={line.name}>
              <path d={`M${x} 8V${HEIGHT}`} stroke={line.colour} strokeDasharray="2 3" />
              <text
                x={x}
                y={line.name === '1×' || line.name === '2×BSF' ? HEIGHT + 10 : 6.5}
                fill={line.colour}
                textAnchor="middle"
              >
                {line.name}
              </text>
            </g>
          );
        })}
      </svg>
    </Card>
  );
}
