/** What the address says beside the screen: view, tab, panel, layers. */
import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

export const VIEWS = ['hero', 'bearing', 'pump', 'nde', 'top'] as const;
export type View = (typeof VIEWS)[number];

export const LAYERS = ['section', 'heat', 'flow', 'vibration', 'labels'] as const;
export type Layer = (typeof LAYERS)[number];
const SHOWN: readonly Layer[] = ['section', 'heat', 'flow', 'labels'];

/** One word of the address's query, and how to change it without a new history entry. */
export function useWord<T extends string>(
  name: string,
  otherwise: T,
): [T, (word: T | undefined) => void] {
  const [params, setParams] = useSearchParams();
  const word = (params.get(name) ?? otherwise) as T;
  const set = useCallback(
    (next: T | undefined) =>
      setParams(
        (old) => {
          const query = new URLSearchParams(old);
          if (next === undefined || next === otherwise) query.delete(name);
          else query.set(name, next);
          return query;
        },
        { replace: true },
      ),
    [name, otherwise, setParams],
  );
  return [word, set];
}

/** Layers of the machine view that are on. */
export function useLayers(): [ReadonlySet<Layer>, (layer: Layer) => void] {
  const [text, setText] = useWord('layers', SHOWN.join(','));
  const layers = new Set(text.split(',').filter((word): word is Layer => isLayer(word)));
  const toggle = (layer: Layer) => {
    const next = LAYERS.filter((entry) => (entry === layer) !== layers.has(entry));
    setText(next.join(','));
  };
  return [layers, toggle];
}

const isLayer = (word: string): word is Layer => (LAYERS as readonly string[]).includes(word);

/** The query that goes along from screen to screen: quality only. */
export function carried(): string {
  const tier = new URLSearchParams(location.search).get('quality');
  return tier ? `?quality=${encodeURIComponent(tier)}` : '';
}
