/** The transfer table: do plain detectors rank on the plant as they rank on recorded machines? */
import { DETECTORS } from './detectors.js';
import { areaUnderCurve, ranksOf, spearman } from './ranking.js';
import type { Family } from './series.js';

/** Mean area under the ROC curve of each detector on one side, in the order of DETECTORS. */
type Areas = readonly number[];

export interface Transfer {
  readonly families: readonly {
    readonly id: string;
    readonly real: string;
    readonly plant: string;
    readonly records: readonly [real: number, plant: number];
    readonly areas: { readonly real: Areas; readonly plant: Areas };
    /** Spearman's ρ of the ranks of all eight. */
    readonly rho: number;
    /** The same of those that can judge such records: neither random nor silent. */
    readonly rhoInformed: number;
  }[];
  /** Of each detector's mean over the families. */
  readonly overall: {
    readonly areas: { readonly real: Areas; readonly plant: Areas };
    readonly rho: number;
    readonly rhoInformed: number;
  };
}

/** Scores every detector on every series of both sides; families pair by their ids. */
export function transfer(real: readonly Family[], plant: readonly Family[]): Transfer {
  const families = real.map((family) => {
    const other = plant.find(({ id }) => id === family.id) ?? family;
    const areas = { real: areasOf(family), plant: areasOf(other) };
    return {
      id: family.id,
      real: family.label,
      plant: other.label,
      records: [family.series.length, other.series.length] as const,
      areas,
      ...rhoOf(areas),
    };
  });
  const mean = (side: 'real' | 'plant'): Areas =>
    DETECTORS.map(
      (_, d) => families.reduce((sum, one) => sum + one.areas[side][d]!, 0) / families.length,
    );
  const areas = { real: mean('real'), plant: mean('plant') };
  return { families, overall: { areas, ...rhoOf(areas) } };
}

/** Mean area of each detector over the series of a family. */
function areasOf({ series }: Family): Areas {
  return DETECTORS.map(({ score }) => {
    const each = series.map((one) => areaUnderCurve(score(one), one.labels));
    return each.reduce((sum, area) => sum + area, 0) / each.length;
  });
}

function rhoOf({ real, plant }: { readonly real: Areas; readonly plant: Areas }) {
  const informed = DETECTORS.map(({ id }, d) => ({ id, d })).filter(
    ({ id, d }) => id !== 'random' && !(real[d] === 0.5 && plant[d] === 0.5),
  );
  const of = (side: Areas): number[] => informed.map(({ d }) => side[d]!);
  return { rho: spearman(real, plant), rhoInformed: spearman(of(real), of(plant)) };
}

/** Ranks of areas, 1 = best. */
const places = (areas: Areas): number[] => ranksOf(areas.map((area) => -area));

/** The table as Markdown. */
export function transferTable({ families, overall }: Transfer): string {
  const sides = [...families, { id: 'over all', ...overall }];
  const head = ['detector', ...sides.flatMap(({ id }) => [`${id}: real`, 'plant47'])];
  const rows = DETECTORS.map(({ label }, d) => [
    label,
    ...sides.flatMap(({ areas }) =>
      [areas.real, areas.plant].map(
        (side) => `${side[d]!.toFixed(2)} (${place(places(side)[d]!)})`,
      ),
    ),
  ]);
  const rho = (name: string, key: 'rho' | 'rhoInformed'): string[] => [
    `**${name}**`,
    ...sides.flatMap((side) => [`**${side[key].toFixed(2)}**`, '']),
  ];
  return [
    `| ${head.join(' | ')} |`,
    `|${'---|'.repeat(head.length)}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    `| ${rho("Spearman's ρ, all eight", 'rho').join(' | ')} |`,
    `| ${rho('ρ without random and silent ones', 'rhoInformed').join(' | ')} |`,
  ].join('\n');
}

const place = (rank: number): string => (Number.isInteger(rank) ? String(rank) : rank.toFixed(1));
