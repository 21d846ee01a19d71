/** Ready configurations for programs that read a plant: Telegraf, Prometheus, Node-RED, SCADA. */
import type { DeviceMap, RegisterRow } from '@plant47/simulator';
import { stringify } from 'yaml';

/** Where the plant listens. */
export interface Reach {
  readonly host: string;
  /** Gateway k listens on this port + k. */
  readonly modbusPort: number;
  readonly mqttPort: number;
}

/** Text of a configuration for the devices. */
export type Consumer = (maps: readonly DeviceMap[], reach: Reach) => string;

type Table = 'coil' | 'discrete' | 'input' | 'holding';
const TABLES: Readonly<Record<string, Table>> = {
  0: 'coil',
  1: 'discrete',
  3: 'input',
  4: 'holding',
};
const tableOf = ({ number6 }: RegisterRow): Table => TABLES[number6[0]!]!;

/** Registers that hold values of the machines: no header, no quality bits, no commands. */
const valuesOf = ({ registers }: DeviceMap): readonly RegisterRow[] =>
  registers.filter((row) => tableOf(row) === 'input' && row.address > LAST_OF_HEADER);
const LAST_OF_HEADER = 7;

/** Asset of a device, `motor-47/process` → `motor-47`. */
const assetOf = ({ id }: DeviceMap): string => id.split('/')[0]!;
/** Name of a value below its asset. */
const nameOf = (map: DeviceMap, { point }: RegisterRow): string =>
  point.startsWith(`${assetOf(map)}.`) ? point.slice(assetOf(map).length + 1) : point;

const quoted = (text: string | number): string => JSON.stringify(String(text));

const TELEGRAF_TYPES: Readonly<Record<string, string>> = {
  ...{ u16: 'UINT16', i16: 'INT16', u32: 'UINT32', i32: 'INT32', u64: 'UINT64', f32: 'FLOAT32' },
};

/** Telegraf's modbus input, one plugin a gateway and one request a unit. */
export const telegraf: Consumer = (maps, { host, modbusPort }) => {
  const lines = ['[agent]', '  interval = "1s"', ''];
  const gateways = [...new Set(maps.map(({ gateway }) => gateway))];
  for (const gateway of gateways) {
    lines.push(
      '[[inputs.modbus]]',
      `  name = ${quoted(`plant47-${gateway}`)}`,
      `  controller = ${quoted(`tcp://${host}:${modbusPort + gateway}`)}`,
      '  configuration_type = "request"',
      '  timeout = "5s"',
      '',
    );
    for (const map of maps.filter((one) => one.gateway === gateway)) {
      lines.push(
        '  [[inputs.modbus.request]]',
        `    slave_id = ${map.unit}`,
        '    byte_order = "ABCD"',
        '    register = "input"',
        '    measurement = "plant47"',
        '    fields = [',
        ...valuesOf(map).map((row) => {
          const name = quoted(nameOf(map, row));
          const type = TELEGRAF_TYPES[row.type]!;
          return `      { address = ${row.address}, name = ${name}, type = "${type}", scale = ${float(row.scale)}, output = "FLOAT64" },`;
        }),
        '    ]',
        '    [inputs.modbus.request.tags]',
        `      device = ${quoted(map.id)}`,
        `      asset = ${quoted(assetOf(map))}`,
        '',
      );
    }
  }
  lines.push('[[outputs.file]]', '  files = ["stdout"]', '  data_format = "influx"');
  return `${lines.join('\n')}\n`;
};

/** TOML tells floats from integers by their point. */
const float = (n: number): string => (Number.isInteger(n) ? n.toFixed(1) : String(n));

const EXPORTER_TYPES: Readonly<Record<string, string>> = {
  ...{ u16: 'uint16', i16: 'int16', u32: 'uint32', i32: 'int32', u64: 'uint64', f32: 'float32' },
};
/** Leading digit of modbus_exporter's addresses; the wire address follows in five digits. */
const INPUT = 300_000;

/**
 * Two documents: modules for the Prometheus community's modbus_exporter, and the scrape jobs that
 * ask it. Devices with equal registers share a module.
 */
export const prometheus: Consumer = (maps, { host, modbusPort }) => {
  const modules = new Map<string, { name: string; protocol: string; metrics: unknown[] }>();
  const jobs: unknown[] = [];
  for (const map of maps) {
    const metrics = valuesOf(map).map((row) => ({
      name: `plant47_${nameOf(map, row).replace(/[^a-zA-Z0-9]+/g, '_')}`,
      help: `${row.label}, ${row.unit}`,
      address: INPUT + row.address,
      dataType: EXPORTER_TYPES[row.type],
      metricType: 'gauge',
      factor: row.scale,
    }));
    const key = JSON.stringify(metrics);
    const kind = map.id.split('/').at(-1)!;
    const name = modules.get(key)?.name ?? `plant47_${kind}_${modules.size}`;
    modules.set(key, { name, protocol: 'tcp/ip', metrics });
    jobs.push({
      job_name: `plant47 ${map.id}`,
      metrics_path: '/modbus',
      params: { module: [name], sub_target: [String(map.unit)] },
      static_configs: [
        {
          targets: [`${host}:${modbusPort + map.gateway}`],
          labels: { asset: assetOf(map), device: map.id },
        },
      ],
      relabel_configs: [
        { source_labels: ['__address__'], target_label: '__param_target' },
        { target_label: '__address__', replacement: '127.0.0.1:9602' },
      ],
    });
  }
  const first = '# modbus.yml of modbus_exporter';
  const second = '# prometheus.yml; modbus_exporter is expected at 127.0.0.1:9602';
  const text = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false });
  return `${first}\n${text({ modules: [...modules.values()] })}---\n${second}\n${text({ scrape_configs: jobs })}`;
};

/** A Node-RED flow of its core nodes: a broker, one MQTT input and one debug node a device. */
export const nodeRed: Consumer = (maps, { host, mqttPort }) => {
  const broker = {
    ...{ id: 'plant47-broker', type: 'mqtt-broker', name: 'plant47', broker: host },
    ...{ port: String(mqttPort), protocolVersion: '4', keepalive: '60', cleansession: true },
    ...{ autoConnect: true, usetls: false, clientid: '' },
  };
  const tab = { id: 'plant47-tab', type: 'tab', label: 'plant47', disabled: false, info: '' };
  const nodes = maps.flatMap((map, i) => {
    const [id, shown] = [`plant47-in-${i}`, `plant47-debug-${i}`];
    const y = 40 + 40 * i;
    const topic = map.topics.find((one) => one.endsWith('/data')) ?? '';
    const place = { z: tab.id, y };
    return [
      {
        ...{ id, type: 'mqtt in', ...place, x: 200, name: map.id, topic, qos: '0' },
        ...{ datatype: 'json', broker: broker.id, nl: false, rap: false, rh: 0, inputs: 0 },
        wires: [[shown]],
      },
      {
        ...{ id: shown, type: 'debug', ...place, x: 480, name: map.id, active: false },
        ...{ tosidebar: true, console: false, tostatus: true, complete: 'payload.points' },
        ...{ targetType: 'msg', statusVal: 'payload.seq', statusType: 'msg', wires: [] },
      },
    ];
  });
  return `${JSON.stringify([tab, broker, ...nodes], undefined, 2)}\n`;
};

const TAG_COLUMNS = [
  ...['tag', 'description', 'host', 'port', 'unit_id', 'table', 'address', 'number6', 'type'],
  ...['word_order', 'scale', 'offset', 'unit', 'writable', 'mqtt_topic'],
];

/** A tag list with one line a register, for import into a SCADA system. */
export const tagList: Consumer = (maps, { host, modbusPort }) => {
  const lines = [TAG_COLUMNS.join(',')];
  for (const map of maps) {
    const topic = map.topics.find((one) => one.endsWith('/data')) ?? '';
    for (const row of map.registers) {
      const tag = row.point.startsWith(`${assetOf(map)}.`) ? row.point : `${map.id}.${row.point}`;
      const table = tableOf(row);
      const writable = table === 'coil' || table === 'holding';
      const where = [host, modbusPort + map.gateway, map.unit, table, row.address, row.number6];
      const form = [row.type, row.words, row.scale, row.offset, row.unit, writable, topic];
      const cells = [tag, row.label, ...where, ...form];
      lines.push(cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','));
    }
  }
  return `${lines.join('\n')}\n`;
};
