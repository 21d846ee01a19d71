/** Topic names of a run. */

export const ROOT = 'plant47/v1';
export const CURRENT_TOPIC = `${ROOT}/runs/current`;

export const clockTopic = (run: string): string => `${ROOT}/${run}/clock`;
export const manifestTopic = (run: string): string => `${ROOT}/${run}/manifest`;
export const verdictTopic = (run: string): string => `${ROOT}/${run}/verdict`;

export type ClaimKind = 'hello' | 'alarm' | 'rul' | 'heartbeat' | 'done';
export const claimTopic = (run: string, team: string, kind: ClaimKind): string =>
  `${ROOT}/${run}/claims/${team}/${kind}`;

/** Run, team and kind of a claims topic, or undefined. */
export function parseClaimTopic(
  topic: string,
): { run: string; team: string; kind: ClaimKind } | undefined {
  const match = /^plant47\/v1\/([^/]+)\/claims\/([^/]+)\/(hello|alarm|rul|heartbeat|done)$/.exec(
    topic,
  );
  if (!match) return undefined;
  return { run: match[1] ?? '', team: match[2] ?? '', kind: match[3] as ClaimKind };
}
