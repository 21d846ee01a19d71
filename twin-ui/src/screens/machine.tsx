/** One machine: the cut-away train, its values, and what one may do. */
import { type AlarmView, type AssetEntry, allows } from '@plant47/contract';
import { lazy, Suspense } from 'react';
import { LAYERS, type Layer, useLayers, useWord, VIEWS, type View } from '../app/address.js';
import { worstByAsset } from '../live/belief.js';
import { age, assetText } from '../live/format.js';
import { frames } from '../live/frame-store.js';
import { useFrames, useSimTime } from '../live/hooks.js';
import { useTwin } from '../live/twin-store.js';
import { AlarmList } from '../panels/alarm-list.js';
import { DiagnosisCard } from '../panels/diagnosis-card.js';
import { OperatePanel } from '../panels/operate-panel.js';
import { RulCard } from '../panels/rul-card.js';
import { SpectrumCard } from '../panels/spectrum-card.js';
import { pointOf, ValueCard } from '../panels/value-card.js';

const MachineStage = lazy(() =>
  import('./machine-stage.js').then((module) => ({ default: module.MachineStage })),
);
const AnalysisDock = lazy(() =>
  import('../panels/analysis-dock.js').then((module) => ({ default: module.AnalysisDock })),
);
const InjectPanel = lazy(() =>
  import('../instructor/index.js').then((module) => ({ default: module.InjectPanel })),
);

const TITLES: Record<Layer | View, string> = {
  section: 'Section',
  heat: 'Heat',
  flow: 'Flow',
  vibration: 'Vibration ×500',
  labels: 'Labels',
  hero: 'Train',
  bearing: 'DE bearing',
  nde: 'Fan end',
  pump: 'Pump',
  top: 'Top',
};
const PANELS = [
  ['trends', 'Trends'],
  ['waveform', 'Waveform'],
  ['envelope', 'Envelope'],
] as const;

export function Machine({ id }: { readonly id: string }) {
  const asset = useTwin((state) => state.assets.get(id));
  const known = useTwin((state) => state.assets.size > 0);
  const [panel] = useWord<string>('panel', 'none');
  if (!asset) {
    return (
      <main className="plain">
        <h1>{assetText(id)}</h1>
        <p>{known ? 'This plant has no such machine.' : "Waiting for the plant's catalogue …"}</p>
      </main>
    );
  }
  return (
    <main className="with-aside">
      <section className={panel === 'none' ? 'stage' : 'stage docked'} aria-label="Machine">
        <div className="picture">
          <Suspense fallback={<p className="loading">Building the machine …</p>}>
            <MachineStage asset={asset} />
          </Suspense>
          <Heading asset={asset} />
          <ViewTools />
        </div>
        {panel !== 'none' && (
          <Suspense fallback={null}>
            <AnalysisDock asset={asset} />
          </Suspense>
        )}
        <LayerTools />
      </section>
      <Side asset={asset} />
    </main>
  );
}

function Heading({ asset }: { readonly asset: AssetEntry }) {
  const { nameplate: n } = asset;
  const now = useSimTime();
  useFrames();
  const running = frames.value(`${asset.asset}.motor.running`);
  return (
    <div className="machine-heading" data-keep-off>
      <h1>{assetText(asset.asset)}</h1>
      <p>
        {n.power_kW} kW · {n.speed_rpm} min⁻¹ · pump {n.pump}
        {n.drive ? ' · converter' : ''}
      </p>
      <p>
        <b className="run-state">
          {running === 0 ? 'stopped' : running > 0 ? 'running' : 'unknown'}
        </b>
        {frames.simTs > 0 && age(frames.simTs, now)}
      </p>
    </div>
  );
}

function ViewTools() {
  const [view, setView] = useWord<View>('view', 'hero');
  return (
    <fieldset className="tools views" data-keep-off>
      <legend className="hidden">View</legend>
      {VIEWS.map((name) => (
        <button
          key={name}
          type="button"
          data-testid={`view-${name}`}
          aria-pressed={view === name}
          onClick={() => setView(name)}
        >
          {TITLES[name]}
        </button>
      ))}
    </fieldset>
  );
}

function LayerTools() {
  const [layers, toggle] = useLayers();
  const [panel, setPanel] = useWord<string>('panel', 'none');
  return (
    <div className="tool-row" data-keep-off>
      <fieldset className="tools">
        <legend className="hidden">Layers</legend>
        {LAYERS.map((name) => (
          <button
            key={name}
            type="button"
            data-testid={`layer-${name}`}
            aria-pressed={layers.has(name)}
            onClick={() => toggle(name)}
          >
            {TITLES[name]}
          </button>
        ))}
      </fieldset>
      <fieldset className="tools">
        <legend className="hidden">Charts</legend>
        {PANELS.map(([name, title]) => (
          <button
            key={name}
            type="button"
            data-testid={`panel-${name}`}
            aria-pressed={panel === name}
            onClick={() => setPanel(panel === name ? undefined : name)}
          >
            {title}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function Side({ asset }: { readonly asset: AssetEntry }) {
  const role = useTwin((state) => state.role);
  // Whoever trains came to act; others to look.
  const first = role === 'trainee' ? 'operate' : 'condition';
  const [tab, setTab] = useWord<string>('tab', first);
  const tabs = [
    ['condition', 'Condition', 'viewer'],
    ['operate', 'Operate', 'trainee'],
    ['inject', 'Inject', 'instructor'],
  ] as const;
  return (
    <aside aria-label="Values and actions">
      <div className="tabs" role="tablist">
        {tabs
          .filter(([, , needs]) => allows(role, needs))
          .map(([name, title]) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={tab === name}
              data-testid={`tab-${name}`}
              onClick={() => setTab(name)}
            >
              {title}
            </button>
          ))}
      </div>
      {tab === 'operate' && <Operate asset={asset} key={asset.asset} />}
      {tab === 'inject' && allows(role, 'instructor') && (
        <Suspense fallback={null}>
          <InjectPanel asset={asset.asset} />
        </Suspense>
      )}
      {(tab === 'condition' || !tabs.some(([name]) => name === tab)) && <Condition asset={asset} />}
    </aside>
  );
}

/** Actions under the two cards that one acts upon. */
function Operate({ asset }: { readonly asset: AssetEntry }) {
  const alarm = useTwin((state) => worstByAsset(state.alarms).get(asset.asset));
  return (
    <>
      <HottestCard asset={asset} alarm={alarm} />
      <DiagnosisCard alarm={alarm} />
      <OperatePanel asset={asset} />
    </>
  );
}

const BEARING_TITLES: Readonly<Record<string, string>> = {
  'bearing-de': 'Motor DE bearing temperature',
  'bearing-nde': 'Motor NDE bearing temperature',
  'pump-bearing-de': 'Pump DE bearing temperature',
  'pump-bearing-nde': 'Pump NDE bearing temperature',
};

/** Temperature of the bearing in alarm, else of the motor's drive end. */
function HottestCard({ asset, alarm }: { asset: AssetEntry; alarm: AlarmView | undefined }) {
  const end = alarm?.component ?? '';
  const name = end in BEARING_TITLES && pointOf(asset, `${end}.temperature`) ? end : 'bearing-de';
  return (
    <ValueCard
      asset={asset}
      name={`${name}.temperature`}
      title={BEARING_TITLES[name] ?? 'Bearing temperature'}
      least={6}
      bad={alarm?.component === name}
    />
  );
}

function Condition({ asset }: { readonly asset: AssetEntry }) {
  const alarms = useTwin((state) => state.alarms);
  const alarm = worstByAsset(alarms).get(asset.asset);
  const own = alarms.filter((entry) => entry.asset === asset.asset && entry.state !== 'NORMAL');
  const pumpSide = alarm?.component.startsWith('pump-bearing') ?? false;
  const shaking = pumpSide ? 'pump-bearing-de' : 'bearing-de';
  const side = pumpSide ? 'Pump DE' : 'Motor DE';
  return (
    <>
      <HottestCard asset={asset} alarm={alarm} />
      <RulCard asset={asset.asset} />
      <DiagnosisCard alarm={alarm} />
      <SpectrumCard asset={asset} component={shaking} />
      <ValueCard
        asset={asset}
        name={`${shaking}.velocity`}
        title={`${side} velocity RMS`}
        least={0.6}
      />
      <ValueCard
        asset={asset}
        name={`${shaking}.acceleration`}
        title={`${side} acceleration RMS`}
        least={1}
        beside={{ name: `${shaking}.kurtosis`, label: 'Kurtosis' }}
      />
      <ValueCard
        asset={asset}
        name="motor.power"
        title="Motor power"
        least={asset.nameplate.power_kW * 0.15}
        beside={{ name: 'motor.current-1', label: 'Current L1' }}
      />
      <ValueCard
        asset={asset}
        name="pump.flow"
        title="Pump flow"
        least={asset.nameplate.flow_m3h * 0.15}
        beside={{ name: 'pump.discharge-pressure', label: 'Discharge' }}
      />
      {own.length > 0 && (
        <section className="card" aria-label="Alarms of this machine">
          <header>
            <h3>Alarms of this machine</h3>
          </header>
          <AlarmList alarms={own} empty="None." limit={6} />
        </section>
      )}
    </>
  );
}
