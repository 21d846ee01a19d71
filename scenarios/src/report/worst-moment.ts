/** The instant of a run that most deserves a look, and the command that goes there. */
import type { Grade } from '../referee/grade.js';
import { shown } from './table.js';

export interface Moment {
  readonly at_h: number;
  readonly what: string;
  /** None where no command goes there. */
  readonly command: string | undefined;
}

/** What a command knows of the way back to a run that its scenario and seed do not tell. */
export interface Told {
  /** Command that runs it again; `''` = there is none. */
  readonly again?: string;
}

/** A missed fault first, then a false alarm, a wrong name, a late call, the worst forecast. */
export function worstMoment(grade: Grade & Told): Moment | undefined {
  const found = missed(grade) ?? cried(grade) ?? misnamed(grade) ?? late(grade) ?? mistaken(grade);
  if (found === undefined) return undefined;
  const until_h = Math.max(1, Math.ceil(found.at_h));
  const own = `plant47 run ${grade.scenario} --seed ${grade.seed} --until ${until_h}h`;
  const command = grade.again === undefined ? own : grade.again || undefined;
  return { ...found, command };
}

type Found = Omit<Moment, 'command'> | undefined;

function missed({ scoring, truth }: Grade): Found {
  const fault = scoring.faults.find(({ counts, found }) => counts && !found);
  const record = truth.faults.find(({ id }) => id === fault?.id);
  if (fault === undefined || record === undefined) return undefined;
  const { failure_h, repair_h, observable_h, onset_h, mode, asset, component } = record;
  const at_h = failure_h ?? repair_h ?? observable_h ?? onset_h;
  const end = failure_h === null ? 'went unnoticed' : 'failed without a call';
  return { at_h, what: `${mode} on ${asset} ${component} ${end}.` };
}

function cried({ falseAlarmEpisodes, simulatedSeconds }: Grade): Found {
  const length = (episode: Grade['episodes'][number]): number =>
    (episode.to_h ?? simulatedSeconds / 3600) - episode.from_h;
  const [longest] = [...falseAlarmEpisodes].sort(
    (a, b) => length(b) - length(a) || a.from_h - b.from_h,
  );
  if (longest === undefined) return undefined;
  const { asset, component, fault, from_h } = longest;
  const what = `False alarm on ${asset} ${component} (${fault}) that stood ${shown(length(longest))} h.`;
  return { at_h: from_h, what };
}

function misnamed({ scoring }: Grade): Found {
  const fault = scoring.faults.find(({ said }) => said !== null && said.first.credit < 1);
  if (fault?.said == null) return undefined;
  const { mode, asset, said } = fault;
  const what = `${mode} on ${asset} was called ${said.first.fault} at p ${shown(said.first.p)}.`;
  return { at_h: said.first.at_h, what };
}

function late({ scoring }: Grade): Found {
  const fault = scoring.faults.find(({ found, timeliness }) => found && timeliness < 1);
  if (fault?.said == null) return undefined;
  const { mode, asset, lead_h, required_h, said } = fault;
  const what =
    `${mode} on ${asset} was called ${shown(lead_h)} h ahead; ` +
    `${shown(required_h)} h were asked.`;
  return { at_h: said.first.at_h, what };
}

function mistaken({ lives }: Grade): Found {
  let worst: Found;
  let error = 0;
  for (const { asset, component, reads } of lives) {
    for (const { at_h, left_h, p50_h } of reads) {
      if (p50_h === null || Math.abs(p50_h - left_h) / left_h <= error) continue;
      error = Math.abs(p50_h - left_h) / left_h;
      const what =
        `${asset} ${component} had ${shown(left_h)} h left, ` +
        `the forecast said ${shown(p50_h)} h.`;
      worst = { at_h, what };
    }
  }
  return worst;
}
