/** A vendor's register table as a register map: all of it, or a list of what is wrong with it. */
import { type Issue, PlantError } from '@plant47/contract';
import { type DeviceMap, type RegisterRow, registerRow } from '@plant47/simulator';
import {
  addressOf,
  isWritable,
  numberOf,
  orderOf,
  scaleOf,
  type Table,
  tableOf,
  typeOf,
  type WrittenAddress,
} from './cells.js';
import { type Field, findHeader, type Header } from './columns.js';
import { type CsvRow, readCsv } from './csv-table.js';

/** An issue with the line of the file that it is about. */
export interface RowIssue extends Issue {
  readonly row: number;
}

/** What the table does not say and was guessed, for people and as fields. */
export interface Guess {
  readonly header: number;
  readonly delimiter: string;
  readonly base: 0 | 1;
  readonly baseFrom: string;
  readonly notes: readonly string[];
}

export interface VendorMap {
  readonly guess: Guess | undefined;
  readonly devices: readonly DeviceMap[];
  readonly errors: readonly RowIssue[];
}

export interface ImportOptions {
  readonly file: string;
  /** Device of rows that name none. */
  readonly device: string;
  /** Unit of rows that name none. */
  readonly unit: number;
  /** Address of the first register; undefined = guess it. */
  readonly base: 0 | 1 | undefined;
}

interface Entry {
  readonly row: number;
  readonly written: WrittenAddress;
  readonly cell: (field: Field) => string;
}

const SIZES: Readonly<Record<string, number>> = {
  ...{ bit: 1, u16: 1, i16: 1, u32: 2, i32: 2, f32: 2, u64: 4, i64: 4, f64: 4, string: 1 },
};

/** Reads the table; where anything is wrong, all errors and no device. */
export function readVendorMap(text: string, options: ImportOptions): VendorMap {
  const errors: RowIssue[] = [];
  const fail = (row: number, code: string, message: string, remedy: string): undefined => {
    errors.push({ row, code, path: `${options.file}:${row}`, message, remedy });
    return undefined;
  };
  const { rows, delimiter, unclosed } = readCsv(text);
  if (unclosed !== undefined) {
    fail(unclosed, 'E_IMPORT_CSV', 'a quote begins here and never ends', 'close it');
  }
  const header = findHeader(rows);
  if (!header) {
    const remedy = 'name the columns in one line: address, name, type, scale, unit, access';
    fail(1, 'E_IMPORT_HEADER', 'no line names an address and another column', remedy);
    return { guess: undefined, devices: [], errors };
  }
  const notes: string[] = [];
  const entries = entriesOf(rows, header, notes, fail);
  if (entries.length === 0 && errors.length === 0) {
    fail(header.row, 'E_IMPORT_CSV', 'no register follows the header', 'give one a line');
  }
  if (header.ignored.length > 0) notes.push(`columns left out: ${header.ignored.join(', ')}`);
  const [base, baseFrom] = baseOf(entries, header, options.base);
  const devices = devicesOf(entries, { base, options, notes, fail });
  errors.sort((a, b) => a.row - b.row);
  const guess = { header: header.row, delimiter, base, baseFrom, notes };
  return { guess, devices: errors.length > 0 ? [] : devices, errors };
}

/** Throws what is wrong with the table as coded errors. */
export function checkVendorMap({ errors }: VendorMap): void {
  if (errors.length > 0) throw new PlantError(errors.map(({ row: _, ...issue }) => issue));
}

type Fail = (row: number, code: string, message: string, remedy: string) => undefined;

function entriesOf(rows: readonly CsvRow[], header: Header, notes: string[], fail: Fail): Entry[] {
  const entries: Entry[] = [];
  for (const { row, cells } of rows) {
    if (row <= header.row) continue;
    const filled = cells.filter((one) => one !== '');
    const cell = (field: Field): string => cells[header.columns.get(field) ?? -1] ?? '';
    const written = addressOf(cell('address'));
    if (written) entries.push({ row, written, cell });
    else if (filled.length === 1) notes.push(`line ${row} is a heading (${filled[0]})`);
    else {
      const remedy = 'write 100, 0x64, 40101, 400101 or 30001-30002';
      fail(row, 'E_IMPORT_ADDRESS', `this is no address (${cell('address')})`, remedy);
    }
  }
  // Numbers of five or six digits are of the 3x/4x kind where all of them are.
  const modicon = entries.every(
    ({ written }) => written.form !== 'decimal' && inTable(written) !== undefined,
  );
  if (modicon || !entries.some(({ written }) => /digits/.test(written.form))) return entries;
  return entries.map((entry) => ({
    ...entry,
    written: /digits/.test(entry.written.form)
      ? { ...entry.written, form: 'decimal', table: undefined }
      : entry.written,
  }));
}

/** Number within its table, as a 3x/4x address states it; undefined = it is none. */
function inTable({ number, form, table }: WrittenAddress): number | undefined {
  if (form === '4x' || form === 'hex') return number;
  if (table === undefined) return undefined;
  return number % (form === '5 digits' ? 10_000 : 100_000);
}

function baseOf(
  entries: readonly Entry[],
  header: Header,
  told: 0 | 1 | undefined,
): readonly [0 | 1, string] {
  if (told !== undefined) return [told, 'told by --base'];
  if (header.base !== undefined) return [header.base, 'the header says so'];
  const zero = entries.find(({ written }) => (inTable(written) ?? written.number) === 0);
  if (zero) return [0, `line ${zero.row} has address 0`];
  const [first] = entries;
  if (first && /digits|4x/.test(first.written.form)) return [1, '3x/4x numbers begin at 1'];
  if (first?.written.form === 'hex') return [0, 'hexadecimal addresses are those of the wire'];
  const one = entries.find(({ written }) => written.number === 1);
  if (one) return [1, `line ${one.row} has address 1, none has 0`];
  return [0, 'nothing tells; --base 1 reads them from 1'];
}

interface Reading {
  readonly base: 0 | 1;
  readonly options: ImportOptions;
  readonly notes: string[];
  readonly fail: Fail;
}

function devicesOf(entries: readonly Entry[], reading: Reading): DeviceMap[] {
  const found = new Map<string, { id: string; unit: number; registers: RegisterRow[] }>();
  const taken = new Map<string, number>();
  for (const entry of entries) {
    const { options, fail } = reading;
    const unitText = entry.cell('unitId');
    const unit = unitText === '' ? options.unit : Number(unitText);
    if (!Number.isInteger(unit) || unit < 0 || unit > 255) {
      fail(entry.row, 'E_IMPORT_NUMBER', `this is no unit id (${unitText})`, 'give 0 to 255');
      continue;
    }
    const id = entry.cell('device') || options.device;
    const register = registerOf(entry, reading);
    if (!register) continue;
    const { table, size, row } = register;
    for (let a = row.address; a < row.address + size; a++) {
      const place = `${unit} ${table} ${a}`;
      const other = taken.get(place);
      if (other !== undefined) {
        const message = `it shares register ${a} with line ${other} (${row.point})`;
        fail(entry.row, 'E_IMPORT_OVERLAP', message, 'give each value its own registers');
        break;
      }
      taken.set(place, entry.row);
    }
    const key = `${id} ${unit}`;
    const device = found.get(key) ?? { id, unit, registers: [] };
    found.set(key, device);
    device.registers.push(row);
  }
  return [...found.values()].map((one) => ({ ...one, gateway: 0, topics: [] }));
}

function registerOf(
  { row, written, cell }: Entry,
  { base, options, notes, fail }: Reading,
): { readonly table: Table; readonly size: number; readonly row: RegisterRow } | undefined {
  const number = inTable(written) ?? written.number;
  // Hexadecimal ones are the wire's unless somebody says that they are not.
  const wire = written.form === 'hex' && options.base === undefined;
  const address = wire ? number : number - base;
  const named = tableOf(cell('table')) ?? tableOf(cell('access'));
  const table = written.table ?? named ?? 'holding';
  if (!written.table && !named && !notes.includes(NO_TABLE)) notes.push(NO_TABLE);
  const bits = table === 'coil' || table === 'discrete';
  const kind = bits ? { type: 'bit' } : cell('type') === '' ? undefined : typeOf(cell('type'));
  const length = Number(cell('length') || kind?.length || written.length || 0);
  const type = kind?.type ?? (cell('type') === '' && length <= 1 ? 'u16' : undefined);
  if (!type) {
    const remedy = 'write u16, i16, u32, i32, f32, u64, i64, f64, bit or string';
    return fail(row, 'E_IMPORT_TYPE', `this is no type (${cell('type')})`, remedy);
  }
  const size = type === 'string' ? length : SIZES[type]!;
  if (!Number.isInteger(length) || size < 1 || (length > 0 && length !== size)) {
    const message = `${type} does not take so many registers (${cell('length') || 'none said'})`;
    return fail(row, 'E_IMPORT_LENGTH', message, 'mend the length or the type');
  }
  if (address < 0 || address + size > 65_536) {
    const remedy = 'give --base 0 or --base 1';
    return fail(row, 'E_IMPORT_ADDRESS', `it is outside 0–65535 (${address})`, remedy);
  }
  const scale = numbersOf(row, cell, fail);
  const point = cell('name') || cell('label');
  if (point === '') {
    return fail(row, 'E_IMPORT_NAME', 'the register has no name', 'name it');
  }
  if (!scale) return undefined;
  const unit = cell('unit') || '1';
  const bound = { point, label: cell('label') || point, address, type, unit, ...scale };
  const made = registerRow(table, bound);
  const order = orderOf(cell('order')) ?? kind?.order;
  const words = size === 1 || bits ? made.words : (order ?? made.words);
  const readOnly = table === 'holding' && !isWritable(cell('access'));
  return { table, size, row: { ...made, words, access: readOnly ? 'FC3' : made.access } };
}

const NO_TABLE = 'no table is named: holding registers are assumed';

function numbersOf(
  row: number,
  cell: Entry['cell'],
  fail: Fail,
): { readonly scale: number; readonly offset: number } | undefined {
  const [scaleText, divisorText, offsetText] = [cell('scale'), cell('divisor'), cell('offset')];
  const scale = scaleText === '' ? 1 : scaleOf(scaleText);
  const divisor = divisorText === '' ? 1 : numberOf(divisorText);
  const offset = offsetText === '' ? 0 : numberOf(offsetText);
  const wrong = [
    scale === undefined ? scaleText : '',
    divisor === undefined || divisor === 0 ? divisorText : '',
    offset === undefined ? offsetText : '',
  ].filter((one) => one !== '');
  for (const text of wrong) {
    const remedy = 'write 0.1 or 0,1; a thousand as 1000';
    fail(
      row,
      'E_IMPORT_NUMBER',
      `this is no number, or it can be read in two ways (${text})`,
      remedy,
    );
  }
  if (scale === undefined || !divisor || offset === undefined) return undefined;
  return { scale: scale / divisor, offset };
}
