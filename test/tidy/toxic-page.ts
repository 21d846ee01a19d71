/** docs/toxics.md, made from the table of toxics. */
import { formatDuration } from '@plant47/contract';
import { TOXICS, type ToxicDeclaration, type ToxicParam } from '@plant47/contract/sealed';

const LAYERS: readonly { readonly layer: ToxicDeclaration['layer']; readonly text: string }[] = [
  {
    layer: 'binding',
    text: 'What a device sends, in simulated time. The same over sockets and in runs without them, and the same again for the same seed. Lock-step goes on: a device that sends nothing at a barrier is not among the `seq` of the clock message, and a gap in `seq` that a toxic has made does not end a run. Messages that come later than their scan are older than `completeTo`.',
  },
  {
    layer: 'endpoint',
    text: 'How a Modbus request or an MQTT client is answered. Which of them are hit follows from the seed, the id of the toxic and their number. They act on sockets alone.',
  },
  {
    layer: 'connection',
    text: 'How bytes travel from the plant to a client, in wall time. Also before a device of your own: `plant47 proxy`.',
  },
];

const INTRO = `# Toxics: faults of wires and encodings

A toxic changes what arrives of the plant, never the plant: the hash of the world is the same with and without it. Machine faults, sensor faults and toxics are kept apart in truth. Nothing on Modbus, MQTT or a viewer's screen names a toxic; it shows by its effect alone.

In a scenario:

\`\`\`yaml
timeline:
  - { toxic: gap, asset: motor-12, device: process, at: 3d, for: 6h }
  - { toxic: exception, code: 6, p: 0.05, unit: 161, at: 4d }
\`\`\`

On a running plant, as an instructor:

\`\`\`
plant47 toxic add exception code=6 p=0.1 --asset motor-47 --for 2h
plant47 toxic list
plant47 toxic remove all
plant47 toxic log
\`\`\`

\`toxic log\` (\`GET /api/v1/toxics/log\`) lists every effect with what it hit, so that a test can compare injected with seen. Before a device of your own:

\`\`\`
plant47 proxy --listen 1502 --to 192.0.2.7:502 --toxic "latency delay=300ms jitter=50ms"
\`\`\`

Without a target a toxic hits everything of its layer. Durations are text with a unit; \`for\` is simulated time.
`;

function settingOf(param: ToxicParam): string {
  switch (param.kind) {
    case 'choice':
      return `${param.of.join(', ')} (${param.default})`;
    case 'name':
      return 'text';
    case 'duration':
      return `duration (${formatDuration(param.default)})`;
    default:
      return `${param.range[0]} to ${param.range[1]} ${param.unit === '1' ? '' : param.unit} (${param.default})`.replace(
        '  ',
        ' ',
      );
  }
}

function sectionOf(toxic: ToxicDeclaration): string {
  const { id, label, on, truth, aims, needs, says, params } = toxic;
  const targets = aims.map((aim) => (needs.includes(aim) ? `${aim} (needed)` : aim)).join(', ');
  const rows = params.map((one) => `| \`${one.name}\` | ${settingOf(one)} | ${one.says} |`);
  const table = rows.length === 0 ? [] : ['', '| setting | value | |', '|---|---|---|', ...rows];
  return [
    `### \`${id}\`: ${label}`,
    '',
    says,
    '',
    `Seen on ${on.join(' and ')}; in truth: ${truth}; aimed at: ${targets}.`,
    ...table,
    '',
  ].join('\n');
}

/** The whole page. */
export function toxicPage(): string {
  const parts = LAYERS.map(({ layer, text }) =>
    [
      `## ${layer}`,
      '',
      text,
      '',
      ...TOXICS.filter((toxic) => toxic.layer === layer).map(sectionOf),
    ].join('\n'),
  );
  return `${[INTRO, ...parts].join('\n').trimEnd()}\n`;
}
