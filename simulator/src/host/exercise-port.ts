/** What happens in a run, as an exercise for a trainee sees it; the exercise itself is plugged in. */
import type { ExerciseView } from '@plant47/contract';

export type ExerciseEvent =
  | {
      readonly type: 'injected' | 'alarm' | 'acknowledged' | 'diagnosed' | 'action';
      readonly asset: string;
      /** Simulated Unix time, ms. */
      readonly simTs: number;
      readonly text: string;
    }
  | {
      readonly type: 'observable';
      readonly asset?: string | undefined;
      readonly simTs: number;
      readonly text: string;
    }
  | { readonly type: 'finish'; readonly simTs: number };

/** A trainee's exercise: takes events, shows marks. */
export interface ExercisePort {
  send(event: ExerciseEvent): void;
  /** With `sealed` the marks that only an instructor may see are shown before the end too. */
  view(sealed: boolean): ExerciseView;
}

/** Where no exercise is plugged in. */
export const NO_EXERCISE: ExercisePort = {
  send: () => undefined,
  view: () => ({ state: 'briefing', asset: null, marks: [] }),
};
