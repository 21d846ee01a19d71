/** What cannot be judged in the requirements of a scenario. */
import type { Issue } from '@plant47/contract';
import {
  CLIENT_METRICS,
  type ClientMetric,
  type Clock,
  parseClocked,
  type Requirement,
} from '@plant47/contract/sealed';
import { requirementIssues } from './requirements.js';

/** All of it: E_METRIC, E_LIMIT; undefined entries are not even of the right shape. */
export function requirementIssuesOf(
  requirements: readonly (Requirement | undefined)[],
): readonly Issue[] {
  return requirements.flatMap((requirement, i) => {
    if (requirement === undefined) return [];
    const path = `requirements.${i}`;
    if (requirement.of === 'client') return clientIssues(requirement, path);
    return requirementIssues([requirement]).map((issue) => ({
      ...issue,
      path: issue.path.replace('requirements.0', path),
    }));
  });
}

function clientIssues(requirement: Requirement, path: string): readonly Issue[] {
  const { metric, max, min, register } = requirement;
  if (!Object.hasOwn(CLIENT_METRICS, metric)) {
    const remedy = `write one of ${Object.keys(CLIENT_METRICS).join(', ')}`;
    const message = `nobody measures that of a client (${metric})`;
    return [{ code: 'E_METRIC', path: `${path}.metric`, message, remedy }];
  }
  const clocks: readonly Clock[] = CLIENT_METRICS[metric as ClientMetric].clocks;
  const say = (message: string, remedy: string): readonly Issue[] => [
    { code: 'E_LIMIT', path, message, remedy },
  ];
  if (clocks.length === 0) {
    if (register === undefined) return say('no register is named', 'add register: 40010');
    return max === undefined && min === undefined
      ? []
      : say(`${metric} has no limit`, 'leave min and max out');
  }
  const limit = typeof max === 'string' ? parseClocked(max) : undefined;
  if (limit !== undefined && clocks.includes(limit.clock)) return [];
  return say(
    `max is no duration with its clock (${max ?? 'absent'})`,
    `write it on the clock ${clocks.join(' or ')}, e.g. max: 2s wall`,
  );
}
