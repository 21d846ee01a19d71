/** What a trainee does on a machine: declared actions, and the diagnosis. */
import { type ActionEntry, type AssetEntry, allows } from '@plant47/contract';
import { useEffect, useState } from 'react';
import { attempt } from '../app/commands.js';
import { api } from '../live/api.js';
import { isActive } from '../live/belief.js';
import { componentText, faultText, span } from '../live/format.js';
import { useTwin } from '../live/twin-store.js';

export function OperatePanel({ asset }: { readonly asset: AssetEntry }) {
  const role = useTwin((state) => state.role);
  const [actions, setActions] = useState<readonly ActionEntry[]>();
  const id = asset.asset;
  useEffect(() => {
    let wanted = true;
    api.actions(id).then(
      (list) => wanted && setActions(list),
      () => wanted && setActions([]),
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  if (!allows(role, 'trainee')) {
    return <p className="empty">You watch as {role}. Open the trainee's address to operate.</p>;
  }
  return (
    <>
      <section className="card" aria-label="Actions">
        <header>
          <h3>Actions</h3>
        </header>
        {actions === undefined && <p className="note">Asking the plant …</p>}
        {actions?.length === 0 && <p className="note">The plant offers none.</p>}
        <ul className="actions">
          {groups(actions ?? []).map((group) => (
            <Action key={group[0].action} asset={id} entries={group} />
          ))}
        </ul>
      </section>
      <DiagnoseForm asset={asset} />
    </>
  );
}

/** Entries of one action, over its components. */
function groups(actions: readonly ActionEntry[]): ActionEntry[][] {
  const names = [...new Set(actions.map((entry) => entry.action))];
  return names.map((name) => actions.filter((entry) => entry.action === name));
}

function Action({ asset, entries }: { readonly asset: string; readonly entries: ActionEntry[] }) {
  const [component, setComponent] = useState(entries[0].component);
  const entry = entries.find((one) => one.component === component) ?? entries[0];
  const [value, setValue] = useState(entry.value ? middle(entry.value.range) : 0);
  const [busy, setBusy] = useState(false);
  const perform = async () => {
    setBusy(true);
    const body = {
      asset,
      action: entry.action,
      component: entry.component,
      ...(entry.value && { value }),
    };
    await attempt(api.act(body), `${entry.label}: asked of ${asset}`);
    setBusy(false);
  };
  const simple = entries.length === 1 && !entry.value && entry.duration_s === 0;
  return (
    <li className={simple ? 'simple' : ''}>
      <button
        type="button"
        data-testid={`action-${entry.action}`}
        disabled={busy}
        onClick={() => void perform()}
      >
        {entry.label}
      </button>
      {entries.length > 1 && (
        <select
          aria-label={`Component to ${entry.label.toLowerCase()}`}
          data-testid={`component-${entry.action}`}
          value={component}
          onChange={(event) => setComponent(event.target.value)}
        >
          {entries.map((one) => (
            <option key={one.component} value={one.component}>
              {componentText(one.component)}
            </option>
          ))}
        </select>
      )}
      {entry.value && (
        <label className="amount">
          <input
            type="number"
            data-testid={`value-${entry.action}`}
            min={entry.value.range[0]}
            max={entry.value.range[1]}
            step="0.05"
            value={value}
            onChange={(event) => setValue(Number(event.target.value))}
          />
          {entry.value.unit === '1' ? 'of rated flow' : entry.value.unit}
        </label>
      )}
      {entry.duration_s > 0 && <small>{span(entry.duration_s)}</small>}
    </li>
  );
}

const middle = ([low, high]: readonly [number, number]): number =>
  Math.round((low + (high - low) * 0.75) * 100) / 100;

function DiagnoseForm({ asset }: { readonly asset: AssetEntry }) {
  const claimable = useTwin((state) => state.manifest?.claimable ?? []);
  const alarmed = useTwin(
    (state) =>
      state.alarms.find((alarm) => alarm.asset === asset.asset && isActive(alarm))?.component,
  );
  const [chosen, setComponent] = useState<string>();
  const [fault, setFault] = useState('');
  const component = chosen ?? alarmed ?? asset.components[0] ?? 'motor';
  const [filed, setFiled] = useState<string>();
  const submit = async () => {
    const body = { asset: asset.asset, action: 'diagnose', component, fault };
    const words = `${faultText(fault)} at ${componentText(component)}`;
    if (await attempt(api.act(body), `Diagnosis filed: ${words}`)) setFiled(words);
  };
  return (
    <form
      className="card diagnose"
      data-testid="diagnose-form"
      aria-label="File a diagnosis"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header>
        <h3>File a diagnosis</h3>
      </header>
      <label>
        Component
        <select
          data-testid="diagnose-component"
          required
          value={component}
          onChange={(event) => setComponent(event.target.value)}
        >
          {asset.components.map((name) => (
            <option key={name} value={name}>
              {componentText(name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Fault
        <select
          data-testid="diagnose-fault"
          required
          value={fault}
          onChange={(event) => setFault(event.target.value)}
        >
          <option value="">choose …</option>
          {claimable.map((name) => (
            <option key={name} value={name}>
              {faultText(name)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" data-testid="diagnose-submit" disabled={!fault}>
        File
      </button>
      {filed && <p className="note">Filed: {filed}</p>}
    </form>
  );
}
