// Polls every vibration transmitter and nothing else. Modbus, mode P; needs modbus-serial.
import ModbusRTU from 'modbus-serial';

const { PLANT47_HTTP_URL, PLANT47_TEAM, PLANT47_MODBUS_HOST, PLANT47_MODBUS_PORT } = process.env;
/** Header and the six values of a transmitter, in one request: one image, one instant. */
const COUNT = 14;

async function http(path, body) {
  const answer = await fetch(`${PLANT47_HTTP_URL}/api/v1${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const plant = await http('/plant');
const devices = plant.assets
  .flatMap(({ devices }) => devices)
  .filter(({ device }) => device === 'vibration');
const ranges = devices.map(({ unit }) => ({ gateway: 0, unit, address: 0, count: COUNT }));
await http(`/teams/${PLANT47_TEAM}/hello`, { schema: 'hello/1', version: '1', mode: 'P', ranges });

const modbus = new ModbusRTU();
await modbus.connectTCP(PLANT47_MODBUS_HOST, { port: Number(PLANT47_MODBUS_PORT) });
modbus.setTimeout(30_000);

/** Kurtosis above which a bearing knocks; a healthy machine has 3. */
const LIMIT = 4;
const high = new Map();
let seq = 0;

async function judge(point, value, dataTs) {
  const scans = value > LIMIT ? (high.get(point.id) ?? 0) + 1 : 0;
  high.set(point.id, scans);
  if (scans !== 6) return;
  const [asset, component] = point.id.split('.');
  await http(`/teams/${PLANT47_TEAM}/claims`, {
    schema: 'alarm/1',
    run: plant.run,
    seq: ++seq,
    dataTs,
    asset,
    component,
    alarmId: `${point.id}/${seq}`,
    state: 'raised',
    priority: 2,
    hypotheses: [],
  });
}

for (let over = false; !over; ) {
  for (const { unit, points } of devices) {
    modbus.setID(unit);
    const { buffer } = await modbus.readInputRegisters(0, COUNT);
    const quality = buffer.readUInt16BE(14);
    over = quality >= 0x8000;
    if (over) break;
    const simTs = Number(buffer.readBigUInt64BE(6));
    for (const point of points) {
      if (point.quantity !== 'kurtosis' || simTs < plant.learningUntil) continue;
      const { address, scale, qualityBit } = point.modbus;
      if ((quality >> qualityBit) & 1) {
        await judge(point, buffer.readUInt16BE(2 * address) * scale, simTs);
      }
    }
  }
}
modbus.close(() => undefined);
