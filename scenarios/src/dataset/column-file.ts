/** A table that is written column by column in blocks of rows: Parquet or CSV. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { sha256 } from '@plant47/simulator';
import { type ColumnSource, fileWriter, ParquetWriter } from 'hyparquet-writer';

export type ColumnType = 'text' | 'time' | 'number' | 'flag';

/** A column as files and data card state it. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Unit of a number; empty where it has none. */
  readonly unit: string;
}

export type Cell = string | number | boolean | null;
export type Format = 'parquet' | 'csv';

/** A file that was written. */
export interface WrittenFile {
  /** Path inside the data set. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Rows of a block: memory holds one block a file (judgement). */
const BLOCK_ROWS = 32_768;

const PARQUET = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
} as const;

/** Takes rows in order and writes them to one file; the same rows give the same bytes. */
export class ColumnFile {
  private readonly columns: readonly Column[];
  private readonly block: Cell[][];
  private readonly sink: { write(block: Cell[][], rows: number): void; close(): void };
  private readonly at: { readonly file: string; readonly path: string };
  private held = 0;
  private rows = 0;

  /** `file` on disk is `path` in the data set; its folder exists. */
  constructor(file: string, path: string, format: Format, columns: readonly Column[]) {
    this.at = { file, path };
    this.columns = columns;
    this.block = columns.map(() => []);
    this.sink = format === 'parquet' ? parquetSink(file, columns) : csvSink(file, columns);
  }

  /** Adds a row, its cells in the order of the columns. */
  add(row: readonly Cell[]): void {
    for (let c = 0; c < this.columns.length; c++) this.block[c]![this.held] = row[c]!;
    this.held++;
    this.rows++;
    if (this.held === BLOCK_ROWS) this.flush();
  }

  close(): WrittenFile {
    this.flush();
    this.sink.close();
    const content = readFileSync(this.at.file);
    return {
      path: this.at.path,
      rows: this.rows,
      bytes: content.byteLength,
      sha256: sha256(content),
    };
  }

  private flush(): void {
    if (this.held === 0) return;
    for (const column of this.block) column.length = this.held;
    this.sink.write(this.block, this.held);
    this.held = 0;
  }
}

function parquetSink(file: string, columns: readonly Column[]) {
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        repetition_type: 'OPTIONAL' as const,
        ...PARQUET[type],
      })),
    ],
    createdBy: 'plant47',
  });
  return {
    write: (block: Cell[][], rows: number): void => {
      const columnData = columns.map(
        ({ name }, c): ColumnSource => ({ name, data: block[c]!, offsetIndex: false }),
      );
      void writer.write({ columnData, rowGroupSize: rows });
    },
    close: (): void => void writer.finish(),
  };
}

function csvSink(file: string, columns: readonly Column[]) {
  const handle = openSync(file, 'w');
  writeSync(handle, `${columns.map(({ name }) => name).join(',')}\n`);
  const text = (cell: Cell, type: ColumnType): string => {
    if (cell === null) return '';
    return type === 'time' ? new Date(cell as number).toISOString() : String(cell);
  };
  return {
    write: (block: Cell[][], rows: number): void => {
      const lines: string[] = [];
      for (let r = 0; r < rows; r++) {
        lines.push(columns.map(({ type }, c) => text(block[c]![r]!, type)).join(','));
      }
      writeSync(handle, `${lines.join('\n')}\n`);
    },
    close: (): void => closeSync(handle),
  };
}
