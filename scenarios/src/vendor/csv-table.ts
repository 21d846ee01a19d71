/** CSV as vendors and spreadsheets write it (RFC 4180): comma, semicolon or tab, with quotes. */

/** A line of the table; `row` is its number in the file, from 1. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly delimiter: ',' | ';' | '\t';
  readonly rows: readonly CsvRow[];
  /** Line at which a quote begins that never ends. */
  readonly unclosed: number | undefined;
}

/** Lines by which the delimiter is told. */
const LOOKED_AT = 20;

/** Cells of all lines that are not empty; the delimiter is the one that is there most often. */
export function readCsv(text: string): CsvTable {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const head = plain
    .split('\n')
    .slice(0, LOOKED_AT)
    .join('\n')
    .replace(/"[^"]*"/g, '');
  const times = (one: string): number => head.split(one).length;
  const delimiter = ([';', '\t'] as const).find((one) => times(one) > times(',')) ?? ',';
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let [line, began, quote] = [1, 1, 0];
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((one) => one !== '')) rows.push({ row: began, cells });
    cells = [];
  };
  for (let i = 0; i < plain.length; i++) {
    const c = plain[i]!;
    if (c === '\n') line += 1;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (plain[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
      quote = line;
    } else if (c === delimiter) endCell();
    else if (c === '\n') {
      endRow();
      began = line;
    } else cell += c;
  }
  endRow();
  return { delimiter, rows, unclosed: quoted ? quote : undefined };
}
