/** YAML text as data that still knows its lines. */
import { PlantError } from '@plant47/contract';
import { isNode, LineCounter, parseDocument } from 'yaml';

export interface YamlText {
  readonly data: unknown;
  /** Line of the deepest part of a path that the text has; 1 where it has none. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Data of a YAML text. Throws PlantError with `code` and the line of every break in it. */
export function readYaml(text: string, file: string, code: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors.map((error) => ({
    code,
    path: `${file}:${error.linePos?.[0].line ?? 1}`,
    message: `the text is not YAML (${error.code})`,
    remedy: 'mend the indentation or the quotes on that line',
  }));
  if (broken.length > 0) throw new PlantError(broken);
  return {
    data: document.toJS(),
    lineOf: (path) => {
      let node: unknown = path.length === 0 ? document.contents : undefined;
      for (let depth = path.length; depth > 0 && !isNode(node); depth--) {
        node = document.getIn(path.slice(0, depth), true);
      }
      const offset = isNode(node) ? node.range?.[0] : undefined;
      return offset === undefined ? 1 : lines.linePos(offset).line;
    },
  };
}

/** Keys of a dotted path; the dots of a fault id stay with the last key that the data has. */
export function keysOf(dotted: string, data: unknown): readonly PropertyKey[] {
  const words = dotted.split('.');
  const keys: PropertyKey[] = [];
  let value = data;
  for (let i = 0; i < words.length; ) {
    let taken = 1;
    let key = words[i] ?? '';
    const known = (name: string): boolean =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    while (!known(key) && i + taken < words.length) key = words.slice(i, i + ++taken).join('.');
    keys.push(Array.isArray(value) ? Number(key) : key);
    value = known(key) ? (value as Record<string, unknown>)[key] : undefined;
    i += taken;
  }
  return keys;
}
