/** Truth as a file beside a log of claims: written by a run, read to grade it again. */
import { type Issue, PlantError } from '@plant47/contract';
import { type TruthFile, truthFile } from '@plant47/contract/sealed';
import type { ClaimLog } from './claim-log.js';
import { type Grade, type GradeInput, grade } from './grade.js';

/** The truth of a run as it is written; equal runs give equal text. */
export function writeTruth(input: GradeInput): string {
  const { scenario, seed, manifest, truth } = input;
  const { id, duration, learning, sampling, endsIn, requirements, knownMisses } = scenario;
  const file = {
    schema: 'plant47/truth/1',
    run: manifest.run,
    seed,
    epoch: manifest.epoch,
    assets: manifest.assets.map(({ asset }) => asset),
    scenario: {
      id,
      duration,
      learning,
      sampling: { scalars: sampling.scalars },
      ...(endsIn && { endsIn }),
      requirements,
      knownMisses: knownMisses ?? [],
    },
    latency_ms: input.latency_ms ?? 0,
    client: input.client ?? [],
    refused: input.unread ?? { unknownSchema: 0, misfit: 0 },
    truth,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads a truth file. Throws E_TRUTH_FILE with all that is wrong. */
export function readTruth(text: string, path: string): TruthFile {
  const parsed = truthFile.safeParse(json(text));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue): Issue => ({
      code: 'E_TRUTH_FILE',
      path: [path, ...issue.path.map(String)].join(' '),
      message: issue.message,
      remedy: 'see schema/truth.schema.json',
    }),
  );
  throw new PlantError(issues);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The grade of recorded claims, of all teams or of one. */
export function gradeLog(log: ClaimLog, file: TruthFile, team?: string): Grade {
  const own = <T extends { readonly team?: string | undefined }>(entries: readonly T[]) =>
    entries.filter((entry) => team === undefined || entry.team === team);
  return grade({
    scenario: file.scenario,
    seed: file.seed,
    manifest: {
      run: file.run,
      epoch: file.epoch,
      assets: file.assets.map((asset) => ({ asset })),
    },
    truth: file.truth,
    latency_ms: file.latency_ms,
    client: file.client,
    claims: own(log.claims),
    beats: own(log.beats),
    unread: {
      unknownSchema: log.unread.unknownSchema + file.refused.unknownSchema,
      misfit: log.unread.misfit + file.refused.misfit,
    },
  });
}
