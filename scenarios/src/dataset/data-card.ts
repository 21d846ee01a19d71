/** The data card: Croissant 1.0 of MLCommons, as JSON-LD. */
import { VERSION } from '@plant47/simulator';
import type { Column, ColumnType, Format, WrittenFile } from './column-file.js';
import { PARTS, SPLIT_TEXT, type Split } from './splits.js';

export interface CardInput {
  readonly scenario: string;
  readonly plant: string;
  readonly seeds: readonly [number, number];
  readonly split: Split;
  readonly runs: number;
  readonly units: number;
  readonly failures: number;
  readonly machineYears: number;
  readonly format: Format;
  readonly files: readonly WrittenFile[];
  readonly columns: Readonly<Record<'data' | 'labels' | 'units', readonly Column[]>>;
}

const DATA_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'sc:Text',
  time: 'sc:DateTime',
  number: 'sc:Float',
  flag: 'sc:Boolean',
};
const ENCODING = { parquet: 'application/vnd.apache.parquet', csv: 'text/csv' } as const;

/** Terms of Croissant that stand for themselves. */
const TERMS = [
  'citeAs',
  'column',
  'equivalentProperty',
  'extract',
  'field',
  'fileObject',
  'fileProperty',
  'fileSet',
  'format',
  'includes',
  'isLiveDataset',
  'jsonPath',
  'key',
  'md5',
  'parentField',
  'path',
  'recordSet',
  'references',
  'regex',
  'repeated',
  'replace',
  'separator',
  'source',
  'subField',
  'transform',
];

const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  examples: { '@id': 'cr:examples', '@type': '@json' },
  ...Object.fromEntries(TERMS.map((term) => [term, `cr:${term}`])),
};

/** The card of a data set; the same data set has the same card. */
export function dataCard(input: CardInput): unknown {
  const { files, format } = input;
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: `plant47-${input.scenario}`,
    description: description(input),
    license: 'https://spdx.org/licenses/Apache-2.0',
    version: VERSION,
    creator: { '@type': 'sc:Organization', name: 'plant47' },
    citeAs: `plant47 ${VERSION}, ${input.scenario}, seeds ${input.seeds.join(' to ')}`,
    isLiveDataset: false,
    keywords: ['predictive maintenance', 'simulated', input.split],
    distribution: [
      ...files.map(({ path, bytes, sha256 }) => ({
        '@type': 'cr:FileObject',
        '@id': path,
        name: path,
        contentUrl: path,
        contentSize: `${bytes} B`,
        encodingFormat: ENCODING[format],
        sha256,
      })),
      ...(['data', 'labels'] as const).map((kind) => ({
        '@type': 'cr:FileSet',
        '@id': `${kind}-files`,
        name: `${kind}-files`,
        encodingFormat: ENCODING[format],
        includes: `${kind}/*/*.${format}`,
      })),
    ],
    recordSet: [partSet(), ...(['data', 'labels', 'units'] as const).map((k) => records(input, k))],
  };
}

function description(input: CardInput): string {
  const { scenario, plant, runs, units, failures, machineYears, seeds, split } = input;
  return (
    `Simulated: ${runs} runs of scenario ${scenario} on plant ${plant}, seeds ${seeds[0]} to ` +
    `${seeds[1]}; ${units} units, ${machineYears.toFixed(2)} machine-years. ${failures} units ` +
    `failed and end at their failure, ${units - failures} are censored at the end of their run. ` +
    `Split ${split}: ${SPLIT_TEXT[split]} Labels lie in files of their own, row by row as the data.`
  );
}

/** The three parts, as the specification wants splits told. */
const partSet = (): unknown => ({
  '@type': 'cr:RecordSet',
  '@id': 'parts',
  name: 'parts',
  key: { '@id': 'parts/name' },
  field: [
    { '@type': 'cr:Field', '@id': 'parts/name', name: 'name', dataType: 'sc:Text' },
    { '@type': 'cr:Field', '@id': 'parts/url', name: 'url', dataType: 'sc:URL' },
  ],
  data: [
    { 'parts/name': PARTS[0], 'parts/url': 'http://mlcommons.org/croissant/TrainingSplit' },
    { 'parts/name': PARTS[1], 'parts/url': 'http://mlcommons.org/croissant/ValidationSplit' },
    { 'parts/name': PARTS[2], 'parts/url': 'http://mlcommons.org/croissant/TestSplit' },
  ],
});

function records({ columns, format }: CardInput, kind: 'data' | 'labels' | 'units'): unknown {
  const from =
    kind === 'units'
      ? { fileObject: { '@id': `labels/units.${format}` } }
      : { fileSet: { '@id': `${kind}-files` } };
  const part = {
    '@type': 'cr:Field',
    '@id': `${kind}/part`,
    name: 'part',
    description: 'train, validation or test, from the path',
    dataType: 'sc:Text',
    source: { ...from, extract: { fileProperty: 'fullpath' }, transform: { regex: PART } },
    references: { field: { '@id': 'parts/name' } },
  };
  return {
    '@type': 'cr:RecordSet',
    '@id': kind,
    name: kind,
    field: [
      ...(kind === 'units' ? [] : [part]),
      ...columns[kind].map(({ name, type, description: text, unit }) => ({
        '@type': 'cr:Field',
        '@id': `${kind}/${name}`,
        name,
        description: unit === '' || unit === '1' ? text : `${text}, ${unit}`,
        dataType: DATA_TYPES[type],
        source: { ...from, extract: { column: name } },
      })),
    ],
  };
}

const PART = '^(?:data|labels)/([^/]+)/';
