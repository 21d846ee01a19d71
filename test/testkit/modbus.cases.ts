/** A Modbus master for tests: one read on a connection of its own. */
import { once } from 'node:events';
import { connect } from 'node:net';

/** Input registers (FC4) of a unit. */
export async function readInputs(
  port: number,
  unit: number,
  address: number,
  count: number,
): Promise<number[]> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const request = Buffer.from([0, 1, 0, 0, 0, 6, unit, 4, 0, 0, 0, 0]);
  request.writeUInt16BE(address, 8);
  request.writeUInt16BE(count, 10);
  socket.write(request);
  let answer = Buffer.alloc(0);
  while (answer.length < 9 + 2 * count) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    answer = Buffer.concat([answer, chunk]);
    if ((answer[7] ?? 0) & 0x80) throw new Error(`exception ${answer[8]} from unit ${unit}`);
  }
  socket.end();
  await once(socket, 'close');
  return Array.from({ length: count }, (_, i) => answer.readUInt16BE(9 + 2 * i));
}
