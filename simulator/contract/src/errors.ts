/** Coded errors: one line each, all of them together, with path, value and remedy. */

/** One mistake in something a user wrote. */
export interface Issue {
  /** Stable code, e.g. `E_UNKNOWN_KIND`; listed in docs/errors.md. */
  readonly code: string;
  /** Where: a file and line, a flag, or a dotted path. */
  readonly path: string;
  /** What is wrong, with the offending value. */
  readonly message: string;
  /** How to mend it. */
  readonly remedy: string;
}

/** Thrown for bad input or configuration; carries every mistake found, not only the first. */
export class PlantError extends Error {
  readonly issues: readonly Issue[];
  /** Exit code of the command: 2 bad input, 3 run invalid. */
  readonly exitCode: 2 | 3;

  constructor(issues: readonly Issue[], exitCode: 2 | 3 = 2) {
    super(issues.map(formatIssue).join('\n'));
    this.name = 'PlantError';
    this.issues = issues;
    this.exitCode = exitCode;
  }
}

/** The one line that a user sees: `CODE path: what is wrong — how to mend it`. */
export function formatIssue(issue: Issue): string {
  return `${issue.code} ${issue.path}: ${issue.message} — ${issue.remedy}`;
}
