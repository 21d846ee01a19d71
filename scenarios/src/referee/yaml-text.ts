/** YAML text as data that still knows its lines; nothing in it may grow beyond bounds. */
import { PlantError } from '@plant47/contract';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
} from 'yaml';

export interface YamlText {
  readonly data: unknown;
  /** Line of the deepest part of a path that the text has; 1 where it has none. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Longest file, bytes, and most lines and commas in it: plants of a thousand trains fit. */
export const FILE_MAX = 128 * 1024;
const PARTS_MAX = 12_000;
/** Values in a file with its aliases written out. */
const VALUES_MAX = 50_000;

/** Data of a YAML text. Throws PlantError with `code` and the line of every break in it. */
export function readYaml(text: string, file: string, code: string): YamlText {
  if (text.length > FILE_MAX) throw tooLong(file, `${text.length} bytes of ${FILE_MAX}`);
  const lines = new LineCounter();
  const place = (offset: number | undefined): string =>
    `${file}:${offset === undefined ? 1 : lines.linePos(offset).line}`;
  const document = parse(text, file, lines);
  const broken = document.errors.map((error) => ({
    code,
    path: `${file}:${error.linePos?.[0].line ?? 1}`,
    message: `the text is not YAML (${error.code})`,
    remedy: 'mend the indentation or the quotes on that line',
  }));
  if (broken.length > 0) throw new PlantError(broken);
  const wrong = [...repeatedKeys(document, code), ...wildAliases(document)];
  if (wrong.length > 0) {
    throw new PlantError(wrong.map(({ offset, ...issue }) => ({ ...issue, path: place(offset) })));
  }
  return {
    data: document.toJS({ maxAliasCount: -1 }),
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

/** Error of a file that is not even read. */
export function tooLong(file: string, size: string): PlantError {
  return new PlantError([
    {
      code: 'E_FILE_SIZE',
      path: file,
      message: `the file is too long (${size})`,
      remedy: 'leave out what is not a plant, scenario, suite or device',
    },
  ]);
}

/** Brackets that are open at once, dashes at the head of a line, and its indentation, at most. */
const OPEN_MAX = 100;
const DASHES = /^ *(?:[-?:][ \t]+){30}/m;
const INDENTED = /^ {300}/m;

/** Text nested too deeply is not parsed at all: the parser would take seconds, or all memory. */
function parse(text: string, file: string, lineCounter: LineCounter): Document.Parsed {
  let open = 0;
  let most = 0;
  let parts = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) most = Math.max(most, ++open);
    else if (c === 0x5d || c === 0x7d) open = Math.max(0, open - 1);
    else if (c === 0x0a || c === 0x2c) parts++;
  }
  if (parts > PARTS_MAX) throw tooLong(file, `${parts} lines and commas of ${PARTS_MAX}`);
  if (most > OPEN_MAX || DASHES.test(text) || INDENTED.test(text)) {
    const message = 'the text is nested too deeply';
    const remedy = 'write it flatter';
    throw new PlantError([{ code: 'E_YAML_DEPTH', path: file, message, remedy }]);
  }
  // Repeated keys are looked for later: the parser takes a time quadratic in the number of keys.
  return parseDocument(text, { lineCounter, uniqueKeys: false });
}

interface Wrong {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly offset: number | undefined;
}

function repeatedKeys(document: Document.Parsed, code: string): readonly Wrong[] {
  const wrong: Wrong[] = [];
  walk(document.contents, (node) => {
    if (!isMap(node)) return;
    const seen = new Set<unknown>();
    for (const { key } of node.items) {
      const name = isScalar(key) ? key.value : key;
      if (seen.has(name)) {
        const message = `the key is there twice (${String(name)})`;
        const offset = isNode(key) ? key.range?.[0] : undefined;
        wrong.push({ code, message, remedy: 'leave one of them out', offset });
      }
      seen.add(name);
    }
  });
  return wrong;
}

/** Aliases that stand within what they name, or that come to more values than a file may have. */
function wildAliases(document: Document.Parsed): readonly Wrong[] {
  const anchors = new Map<string, unknown>();
  const open = new Set<unknown>();
  const sizes = new Map<unknown, number>();
  const wrong: Wrong[] = [];
  const complain = (message: string, offset: number | undefined): void => {
    wrong.push({ code: 'E_YAML_ALIAS', message, remedy: 'write the values out', offset });
  };
  const sizeOf = (node: unknown): number => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined && !open.has(target)) return sizes.get(target) ?? 1;
      complain(`an alias stands within what it names (*${node.source})`, node.range?.[0]);
      return 1;
    }
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
    if (isNode(node) && 'anchor' in node && node.anchor !== undefined) {
      anchors.set(node.anchor, node);
    }
    if (!isCollection(node)) return 1;
    open.add(node);
    let size = 1;
    for (const item of node.items) size += sizeOf(item);
    open.delete(node);
    sizes.set(node, size);
    return size;
  };
  const total = sizeOf(document.contents);
  if (total > VALUES_MAX) {
    complain(`the text comes to more than ${VALUES_MAX} values (${total})`, undefined);
  }
  return wrong;
}

function walk(node: unknown, visit: (node: unknown) => void): void {
  visit(node);
  if (isPair(node)) walk(node.value, visit);
  else if (isCollection(node)) for (const item of node.items) walk(item, visit);
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
