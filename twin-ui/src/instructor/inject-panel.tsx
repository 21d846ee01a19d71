/** Injects a fault: where, which, how far in its own unit, how slowly. */
import type { FaultEntry } from '@plant47/contract';
import { useMachine } from '@xstate/react';
import { useEffect, useState } from 'react';
import { api } from '../live/api.js';
import { assetText, componentText, faultText, number } from '../live/format.js';
import { useTwin } from '../live/twin-store.js';
import { injectMachine } from './inject-machine.js';
import { TruthList } from './truth-list.js';

const RAMPS = [
  [0, 'at once'],
  [3_600, '1 h'],
  [6 * 3_600, '6 h'],
  [86_400, '1 d'],
  [5 * 86_400, '5 d'],
  [10 * 86_400, '10 d'],
] as const;

export function InjectPanel({ asset: fixed }: { readonly asset?: string }) {
  return (
    <>
      <InjectForm {...(fixed !== undefined && { fixed })} />
      <TruthList {...(fixed !== undefined && { asset: fixed })} />
    </>
  );
}

function useFaults(): readonly FaultEntry[] {
  const [faults, setFaults] = useState<readonly FaultEntry[]>([]);
  useEffect(() => {
    let wanted = true;
    api.faults().then(
      (list) => wanted && setFaults(list),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return faults;
}

const keyOf = (entry: FaultEntry): string => `${entry.fault} ${entry.component}`;

function InjectForm({ fixed }: { readonly fixed?: string }) {
  const assets = useTwin((state) => state.assets);
  const faults = useFaults();
  const [state, send] = useMachine(injectMachine);
  const [picked, setPicked] = useState('motor-47');
  const [key, setKey] = useState('');
  const [severity, setSeverity] = useState(0.6);
  const [ramp_s, setRamp] = useState(0);
  const asset = fixed ?? (assets.has(picked) ? picked : ([...assets.keys()][0] ?? ''));
  const entry = faults.find((one) => keyOf(one) === key) ?? faults[0];
  if (!entry) return <p className="note">Asking the plant for its faults …</p>;
  const physical = entry.at0 + (entry.at1 - entry.at0) * severity;
  const span = Math.abs(entry.at1 - entry.at0);
  const decimals = span < 2 ? 2 : span < 20 ? 1 : 0;
  const words = `${number(physical, decimals)} ${entry.unit}`;
  const ask = (clear: boolean) =>
    send({
      type: 'ASK',
      body: clear
        ? { asset, component: entry.component, fault: entry.fault, clear: true }
        : { asset, component: entry.component, fault: entry.fault, severity, ramp_s },
    });
  return (
    <form
      className="card inject"
      aria-label="Inject a fault"
      data-testid="inject-form"
      onSubmit={(event) => {
        event.preventDefault();
        ask(false);
      }}
    >
      <header>
        <h3>Inject a fault</h3>
      </header>
      {fixed === undefined && (
        <label>
          Machine
          <select
            data-testid="inject-asset"
            value={asset}
            onChange={(event) => setPicked(event.target.value)}
          >
            {[...assets.keys()].map((id) => (
              <option key={id} value={id}>
                {assetText(id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        Fault
        <select
          data-testid="inject-fault"
          value={keyOf(entry)}
          onChange={(event) => setKey(event.target.value)}
        >
          {faults.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {one.label} · {componentText(one.component)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="pair">
          Severity <b>{words}</b>
        </span>
        <input
          type="range"
          data-testid="inject-severity"
          min={0}
          max={1}
          step={0.01}
          value={severity}
          aria-valuetext={words}
          onChange={(event) => setSeverity(Number(event.target.value))}
        />
        <span className="pair ends">
          <i>{number(entry.at0, decimals)}</i>
          <i>
            {number(entry.at1, decimals)} {entry.unit}
          </i>
        </span>
      </label>
      <label>
        Ramp
        <select
          data-testid="inject-ramp"
          value={ramp_s}
          onChange={(event) => setRamp(Number(event.target.value))}
        >
          {RAMPS.map(([seconds, title]) => (
            <option key={seconds} value={seconds}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {state.matches('confirming') ? (
        <div className="confirm" role="alertdialog" aria-label="Confirm">
          <span>
            {state.context.body?.clear ? 'Clear' : 'Inject'} {faultText(entry.fault)} on{' '}
            {assetText(asset)}?
          </span>
          <button
            type="button"
            data-testid="inject-confirm"
            onClick={() => send({ type: 'CONFIRM' })}
          >
            Yes
          </button>
          <button type="button" onClick={() => send({ type: 'BACK' })}>
            Back
          </button>
        </div>
      ) : (
        <div className="confirm">
          <button type="submit" data-testid="inject-submit" disabled={state.matches('sending')}>
            Inject
          </button>
          <button type="button" data-testid="inject-clear" onClick={() => ask(true)}>
            Clear
          </button>
          <span role="status" data-testid="inject-outcome">
            {state.context.outcome}
          </span>
        </div>
      )}
    </form>
  );
}
