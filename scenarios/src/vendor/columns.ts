/** Which column of a vendor's table is which: headers as they are usually written. */
import type { CsvRow } from './csv-table.js';

/** What a column may hold. */
export type Field =
  | 'address'
  | 'name'
  | 'label'
  | 'type'
  | 'unit'
  | 'scale'
  | 'divisor'
  | 'offset'
  | 'access'
  | 'table'
  | 'length'
  | 'order'
  | 'unitId'
  | 'device';

/** Headers in small letters, without anything but letters and digits; the first fit is taken. */
const HEADERS: Readonly<Record<Field, RegExp>> = {
  unitId: /^(unitid|slave(id)?|modbusid|stationid|station)$/,
  address:
    /^(modbus|register|reg|start|wire|holding|input)*(address|addr|register|reg|adr|adresse)(dec|hex|0based|1based|number|no)?$/,
  name: /^(point|name|tag|tagname|parameter|signal|variable|registername|symbol)$/,
  label: /^(label|description|desc|meaning|comment|text|designation|beschreibung)$/,
  type: /^(type|datatype|dataformat|format|encoding|vartype|datentyp)$/,
  unit: /^(unit|units|uom|engineeringunits?|engunits?|einheit)$/,
  divisor: /^(divisor|divider|div)$/,
  scale: /^(scale|factor|scaling|scalefactor|scalingfactor|multiplier|gain|resolution|faktor)$/,
  offset: /^(offset|valueoffset)$/,
  access: /^(access|rw|readwrite|permission|permissions|mode|accessmode)$/,
  table: /^(table|area|registertype|object|objecttype|space|fc|function|functioncode|fcode)$/,
  length: /^(length|len|size|count|registers|quantity|numberofregisters|noofregisters|wordcount)$/,
  order: /^(words|wordorder|byteorder|endianness|endian|order)$/,
  device: /^(device|devicename|asset)$/,
};
const FIELDS = Object.keys(HEADERS) as Field[];

/** The header line and what was made of it. */
export interface Header {
  readonly row: number;
  readonly columns: ReadonlyMap<Field, number>;
  /** Headers that say nothing to us. */
  readonly ignored: readonly string[];
  /** Base that the address header itself states. */
  readonly base: 0 | 1 | undefined;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
/** Lines among which the header is looked for: titles may stand before it. */
const LOOKED_AT = 30;

/** The first line with an address and one more known header, or undefined. */
export function findHeader(rows: readonly CsvRow[]): Header | undefined {
  for (const { row, cells } of rows.slice(0, LOOKED_AT)) {
    const columns = new Map<Field, number>();
    const ignored: string[] = [];
    cells.forEach((cell, i) => {
      const text = plain(cell.replace(/[([].*?(based|hex|dec)?.*?[)\]]/gi, ''));
      const field = FIELDS.find((one) => HEADERS[one].test(text) && !columns.has(one));
      if (field) columns.set(field, i);
      else if (cell !== '') ignored.push(cell);
    });
    // Some vendors call the address offset.
    const offset = columns.get('offset');
    if (!columns.has('address') && offset !== undefined) {
      columns.set('address', offset);
      columns.delete('offset');
    }
    const at = columns.get('address');
    if (at === undefined || columns.size < 2) continue;
    const said = plain(cells[at] ?? '');
    const base = /0based|wire|zero/.test(said) ? 0 : /1based|one/.test(said) ? 1 : undefined;
    return { row, columns, ignored, base };
  }
  return undefined;
}
