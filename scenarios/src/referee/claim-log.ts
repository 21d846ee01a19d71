/** A log of claims, one JSON record a line: what a run writes and `grade` reads. */
import {
  alarmClaim,
  type Claim,
  type HeartbeatClaim,
  heartbeatClaim,
  PlantError,
  rulClaim,
} from '@plant47/contract';
import { z } from 'zod';
import type { ReceivedClaim } from './intake.js';

/** One line: who sent what, and the simulated Unix time at which the plant had got to, ms. */
export const logRecord = z.looseObject({
  team: z.string().default(''),
  arrivedTs: z.number(),
  /** Wall time of arrival, Unix ms; only where the run was not in lock-step. */
  wallTs: z.number().optional(),
  /** Which life of the sender; counted by the log's hellos where absent. */
  epoch: z.number().optional(),
  claim: z.looseObject({ schema: z.string() }),
});

/** Lines that are no claim the referee knows; they are counted and left out. */
export interface Unread {
  /** Records whose `schema` is of no known kind or version. */
  readonly unknownSchema: number;
  /** Records of a known schema that do not fit it. */
  readonly misfit: number;
}

export interface Beat {
  readonly team: string;
  readonly arrivedTs: number;
  readonly wallTs: number | undefined;
  readonly body: HeartbeatClaim;
}

export interface ClaimLog {
  readonly claims: readonly ReceivedClaim[];
  readonly beats: readonly Beat[];
  readonly unread: Unread;
}

/** Longest log that is read, characters (judgement: a million claims). */
const LOG_MAX = 512 * 1024 * 1024;

/** Reads a log. Throws E_CLAIM_LOG with every line that is no record at all. */
export function readClaimLog(text: string, path: string): ClaimLog {
  if (text.length > LOG_MAX) {
    throw new PlantError([bad(path, 'too long', String(text.length), 'split the log by runs')]);
  }
  const claims: ReceivedClaim[] = [];
  const beats: Beat[] = [];
  const epochs = new Map<string, number>();
  const unread = { unknownSchema: 0, misfit: 0 };
  const issues = text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const record = logRecord.safeParse(json(line));
    if (!record.success) {
      const why = 'not a record {team, arrivedTs, claim}';
      return [bad(`${path}:${i + 1}`, why, line.slice(0, 40), 'write one record a line')];
    }
    const { team, arrivedTs, wallTs, claim } = record.data;
    const epoch = record.data.epoch ?? epochs.get(team) ?? 0;
    switch (claim.schema) {
      case 'hello/1':
        epochs.set(team, epoch + 1);
        break;
      case 'done/1':
        break;
      case 'heartbeat/1': {
        const beat = heartbeatClaim.safeParse(claim);
        if (beat.success) beats.push({ team, arrivedTs, wallTs, body: beat.data });
        else unread.misfit++;
        break;
      }
      case 'alarm/1':
      case 'rul/1': {
        const read = (claim.schema === 'alarm/1' ? alarmClaim : rulClaim).safeParse(claim);
        if (read.success) claims.push({ claim: read.data as Claim, arrivedTs, team, epoch });
        else unread.misfit++;
        break;
      }
      default:
        unread.unknownSchema++;
    }
    return [];
  });
  if (issues.length > 0) throw new PlantError(issues.slice(0, ISSUES_MAX));
  return { claims, beats, unread };
}

/** A log with more broken lines than this is broken as a whole. */
const ISSUES_MAX = 20;

/** The log of claims as it is written: in order of arrival. */
export const writeClaimLog = (claims: readonly ReceivedClaim[]): string =>
  claims
    .map(({ team = '', arrivedTs, epoch, claim }) => {
      return `${JSON.stringify({ team, arrivedTs, epoch, claim })}\n`;
    })
    .join('');

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const bad = (path: string, message: string, value: string, remedy: string) => ({
  code: 'E_CLAIM_LOG',
  path,
  message: `${message} (${value})`,
  remedy,
});
