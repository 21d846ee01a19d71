/** Which topics a user may read and write, beside the plant's own rules. */
import { covers, FilterSet } from './topic-filter.js';

/** One line of an access list. */
export interface TopicRule {
  readonly filter: string;
  /** `subscribe` also keeps what a wider subscription would bring. */
  readonly deny: 'subscribe' | 'publish';
  /** Absent = everybody, also without a name. */
  readonly users?: readonly string[] | undefined;
}

interface Rule extends TopicRule {
  readonly set: FilterSet;
}

/** What is not denied is allowed. */
export class TopicRights {
  private readonly rules: readonly Rule[];

  constructor(rules: readonly TopicRule[] = []) {
    this.rules = rules.map((rule) => ({ ...rule, set: new FilterSet([rule.filter]) }));
  }

  /** False for a filter that could bring nothing but denied topics. */
  subscribe(user: string | undefined, filter: string): boolean {
    return !this.of('subscribe', user).some((rule) => covers(rule.filter, filter));
  }

  receive(user: string | undefined, topic: string): boolean {
    return this.allows('subscribe', user, topic);
  }

  publish(user: string | undefined, topic: string): boolean {
    return this.allows('publish', user, topic);
  }

  private allows(deny: Rule['deny'], user: string | undefined, topic: string): boolean {
    if (this.rules.length === 0) return true;
    const levels = topic.split('/');
    return !this.of(deny, user).some(({ set }) => set.selects(topic, levels));
  }

  private of(deny: Rule['deny'], user: string | undefined): readonly Rule[] {
    return this.rules.filter(
      (rule) => rule.deny === deny && (!rule.users || rule.users.includes(user ?? '')),
    );
  }
}
