/** Large charts under the machine: trends with one cursor, waveform, envelope spectrum. */
import type { AssetEntry } from '@plant47/contract';
import { useMemo } from 'react';
import uPlot from 'uplot';
import { useWord } from '../app/address.js';
import { envelopeSpectrum, waveform } from '../live/envelope.js';
import { expectedLines, shaftSpeed } from '../live/expected-lines.js';
import { age, componentText, number, shortTime, unitText } from '../live/format.js';
import { useBurst, useSimTime, useTrend } from '../live/hooks.js';
import { UplotView } from './uplot-view.js';
import { pointOf } from './value-card.js';

const TRENDS: readonly (readonly [name: string, title: string])[] = [
  ['bearing-de.temperature', 'DE bearing temperature'],
  ['motor.winding-temperature', 'Winding temperature'],
  ['bearing-de.velocity', 'Velocity RMS'],
  ['bearing-de.acceleration', 'Acceleration RMS 1–10 kHz'],
  ['motor.power', 'Power'],
  ['pump.flow', 'Flow'],
];
const DAY_MS = 86_400_000;
/** All trends move with one cursor. */
const SYNC = uPlot.sync('trends');
const INK = '#46525c';
const GRID = { stroke: '#d3d9dd', width: 1 };
const AXIS_FONT = '11px system-ui, sans-serif';

const axis = (more: Partial<uPlot.Axis> = {}): uPlot.Axis => ({
  stroke: INK,
  grid: GRID,
  ticks: { show: false },
  font: AXIS_FONT,
  size: 46,
  ...more,
});
const timeAxis = axis({
  size: 22,
  space: 80,
  values: (_, times) => times.map((t) => shortTime(t * 1000)),
});

/** A plant that went on from a prepared start has seen nothing before it: says so for a day. */
function sinceText(times: readonly number[], now: number): string {
  const [first] = times;
  if (first === undefined) return 'no scan yet';
  return now - first < DAY_MS ? `data since ${shortTime(first)}` : '';
}

function TrendPlot({ asset, name, title }: { asset: AssetEntry; name: string; title: string }) {
  const trend = useTrend(`${asset.asset}.${name}`);
  const now = useSimTime();
  const unit = unitText(pointOf(asset, name)?.unit ?? '');
  const options = useMemo(
    () => ({
      cursor: { sync: { key: SYNC.key }, y: false, points: { size: 5 } },
      legend: { show: false },
      tzDate: (ts: number) => uPlot.tzDate(new Date(ts * 1000), 'Etc/UTC'),
      padding: [6, 10, 0, 0] as uPlot.Padding,
      axes: [timeAxis, axis()],
      series: [{}, { stroke: '#33414d', width: 1.2, points: { show: false } }],
    }),
    [],
  );
  const data = useMemo(
    (): uPlot.AlignedData => [trend.simTs.map((t) => t / 1000), [...trend.values]],
    [trend],
  );
  return (
    <figure>
      <figcaption>
        {title} <i>{unit}</i>
        <span>{sinceText(trend.simTs, now)}</span>
      </figcaption>
      <UplotView options={options} data={data} label={`Trend of ${title}`} />
    </figure>
  );
}

/** Milliseconds of a waveform that are shown. */
const SHOWN_MS = 200;

function WaveformPlot({ asset, component }: { asset: AssetEntry; component: string }) {
  const burst = useBurst(`${asset.asset}.${component}.vibration`);
  const now = useSimTime();
  const data = useMemo((): uPlot.AlignedData => {
    if (!burst) return [[], []];
    const x = waveform(burst);
    const n = Math.min(x.length, Math.round((SHOWN_MS / 1000) * burst.fs_hz));
    const times = Array.from({ length: n }, (_, i) => (1000 * i) / burst.fs_hz);
    return [times, Array.from(x.subarray(0, n))];
  }, [burst]);
  const options = useMemo(
    () => ({
      legend: { show: false },
      scales: { x: { time: false } },
      padding: [6, 10, 0, 0] as uPlot.Padding,
      axes: [axis({ size: 22, values: (_, t) => t.map((v) => `${v} ms`) }), axis()],
      series: [{}, { stroke: '#33414d', width: 0.8, points: { show: false } }],
    }),
    [],
  );
  return (
    <figure className="wide">
      <figcaption>
        {componentText(component)} · waveform <i>m/s²</i>
        <span>{burst ? age(burst.simTs, now) : 'no burst yet'}</span>
      </figcaption>
      <UplotView
        options={options}
        data={data}
        label={`Waveform of the ${componentText(component)}`}
      />
    </figure>
  );
}

/** Harmonics of each expected line that are marked. */
const HARMONICS = 4;

function SpectrumPlot({ asset, component }: { asset: AssetEntry; component: string }) {
  const burst = useBurst(`${asset.asset}.${component}.vibration`);
  const now = useSimTime();
  const bearing = asset.bearings.find((entry) => entry.component === component);
  const lines = useMemo(
    () => (burst && bearing ? expectedLines(bearing, shaftSpeed(burst, asset.asset)) : []),
    [burst, bearing, asset],
  );
  const data = useMemo((): uPlot.AlignedData => {
    if (!burst) return [[], []];
    const { df, amplitude } = envelopeSpectrum(burst);
    const n = Math.min(amplitude.length, Math.round(600 / df));
    return [Array.from({ length: n }, (_, k) => k * df), Array.from(amplitude.subarray(0, n))];
  }, [burst]);
  const options = useMemo(
    () => ({
      legend: { show: false },
      scales: { x: { time: false } },
      padding: [14, 10, 0, 0] as uPlot.Padding,
      axes: [axis({ size: 22, values: (_, f) => f.map((v) => `${v} Hz`) }), axis()],
      series: [{}, { stroke: '#33414d', width: 1, points: { show: false } }],
      hooks: {
        drawAxes: [
          (plot: uPlot) => {
            for (const line of lines) markLine(plot, line);
          },
        ],
      },
    }),
    [lines],
  );
  return (
    <figure className="wide">
      <figcaption>
        {componentText(component)} · envelope spectrum <i>m/s²</i>
        <span>
          {burst && `${number(burst.samples.length / burst.fs_hz, 2)} s · ${age(burst.simTs, now)}`}
        </span>
      </figcaption>
      <UplotView options={options} data={data} label="Envelope spectrum with expected lines" />
    </figure>
  );
}

function markLine(plot: uPlot, line: { name: string; hz: number; colour: string }): void {
  const pen = plot.ctx;
  const ratio = devicePixelRatio;
  pen.save();
  pen.strokeStyle = line.colour;
  pen.fillStyle = line.colour;
  pen.font = `${11 * ratio}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.lineWidth = ratio;
  for (let h = 1; h <= HARMONICS; h++) {
    const x = plot.valToPos(line.hz * h, 'x', true);
    if (x > plot.bbox.left + plot.bbox.width) break;
    pen.setLineDash([2 * ratio, 3 * ratio]);
    pen.globalAlpha = h === 1 ? 1 : 0.45;
    pen.beginPath();
    pen.moveTo(x, plot.bbox.top);
    pen.lineTo(x, plot.bbox.top + plot.bbox.height);
    pen.stroke();
    if (h === 1) pen.fillText(line.name, x, plot.bbox.top - 3 * ratio);
  }
  pen.restore();
}

export const PANELS = ['trends', 'waveform', 'envelope'] as const;

/** The dock; `?panel=trends|waveform|envelope` opens it. */
export function AnalysisDock({ asset }: { readonly asset: AssetEntry }) {
  const [panel] = useWord<string>('panel', 'none');
  const [side] = useWord<string>('side', 'bearing-de');
  if (panel === 'trends') {
    return (
      <div className="dock grid">
        {TRENDS.map(([name, title]) => (
          <TrendPlot key={name} asset={asset} name={name} title={title} />
        ))}
      </div>
    );
  }
  return (
    <div className="dock">
      {panel === 'waveform' && <WaveformPlot asset={asset} component={side} />}
      {panel === 'envelope' && <SpectrumPlot asset={asset} component={side} />}
    </div>
  );
}
