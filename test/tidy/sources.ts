/** The project's own sources, parsed once for the tidy tests. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SKIP = new Set(['node_modules', 'dist', '.git', '.turbo', '.plant47']);

/** A node of the ESTree that the parser gives. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}
export interface Source {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
}

/** Every file below `folder` whose name ends in one of `endings`. */
export function filesIn(folder: string, endings: readonly string[]): string[] {
  const found: string[] = [];
  for (const name of readdirSync(join(ROOT, folder)).sort((a, b) => (a < b ? -1 : 1))) {
    if (SKIP.has(name)) continue;
    const path = join(ROOT, folder, name);
    if (statSync(path).isDirectory()) found.push(...filesIn(join(folder, name), endings));
    else if (endings.some((ending) => name.endsWith(ending))) {
      found.push(relative(ROOT, path).replaceAll('\\', '/'));
    }
  }
  return found;
}

const isTest = (path: string): boolean => /\.(test|cases)\.tsx?$/.test(path);

/** Shipped TypeScript below the given folders, without tests. */
export function sourcesIn(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) => filesIn(folder, ['.ts', '.tsx']))
    .filter((path) => !isTest(path) && !path.endsWith('.d.ts'))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, program: parseSync(path, text).program as unknown as Node };
    });
}

/** Visits every node of a tree, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void): void {
  const go = (one: Node, parent: Node | undefined): void => {
    visit(one, parent);
    for (const value of Object.values(one)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (child && typeof child === 'object' && typeof (child as Node).type === 'string') {
          go(child as Node, one);
        }
      }
    }
  };
  go(node, undefined);
}

export function lineOf(source: Source, offset: number): number {
  return source.text.slice(0, offset).split('\n').length;
}

/** Specifiers of all static and dynamic imports and re-exports; `types` marks type-only ones. */
export function importsOf(source: Source): { from: string; types: boolean }[] {
  const found: { from: string; types: boolean }[] = [];
  walk(source.program, (node) => {
    const target = node['source'] as Node | undefined;
    if (!/^(Import|Export).*Declaration$|^ImportExpression$/.test(node.type) || !target) return;
    const types = node['importKind'] === 'type' || node['exportKind'] === 'type';
    if (typeof target['value'] === 'string') found.push({ from: target['value'], types });
  });
  return found;
}
