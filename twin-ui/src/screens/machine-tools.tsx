/** Buttons over the machine: views, layers, charts. */
import { LAYERS, type Layer, useLayers, useWord, VIEWS, type View } from '../app/address.js';

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

export function ViewTools() {
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

export function LayerTools() {
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
