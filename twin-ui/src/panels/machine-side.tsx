/** The right column of a machine: its condition, what one may do, what one may inject. */
import { type AlarmView, type AssetEntry, allows } from '@plant47/contract';
import { lazy, Suspense } from 'react';
import { useWord } from '../app/address.js';
import { worstByAsset } from '../live/belief.js';
import { useTwin } from '../live/twin-store.js';
import { AlarmList } from './alarm-list.js';
import { DiagnosisCard } from './diagnosis-card.js';
import { OperatePanel } from './operate-panel.js';
import { RulCard } from './rul-card.js';
import { SpectrumCard } from './spectrum-card.js';
import { pointOf, ValueCard } from './value-card.js';

const InjectPanel = lazy(() =>
  import('../instructor/index.js').then((module) => ({ default: module.InjectPanel })),
);

export function MachineSide({ asset }: { readonly asset: AssetEntry }) {
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
