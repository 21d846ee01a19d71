/** A recorded run opened at an instant: plant, endpoints and twin stand still there. */
import {
  InputQueue,
  type PlantModel,
  type Recording,
  snapshot,
  startHost,
} from '@plant47/simulator';
import { twinFiles } from '../runner/places.js';
import { recordedModel } from './resimulate.js';

/** Opens `model`, a recording replayed to an instant, until a signal comes. */
export async function openRecording(
  recording: Recording,
  model: PlantModel,
  port: number,
  say: (line: string) => void,
): Promise<void> {
  const { record, definition, inputs } = recording;
  const { all } = new InputQueue(inputs, () => undefined);
  const entry = { name: record.run, run: record.run, simTs: 0, tick: model.state.tick, hash: '' };
  const host = await startHost({
    createModel: () => recordedModel(recording),
    from: { entry, definition, state: snapshot(model.state), inputs: all },
    plant: record.plant,
    inputs: all,
    learning_s: 0,
    definition,
    host: '127.0.0.1',
    ports: { http: port, modbus: 0, mqtt: 0 },
    strict: false,
    threads: 1,
    files: twinFiles(),
    log: (_level, code, message) => say(`${code} ${message}`),
  });
  const { http, mqtt, modbus } = host.addresses;
  say(`instructor ${http}/#token=${host.access.tokens.instructor}`);
  say(`mqtt       ${mqtt.host}:${mqtt.port}   modbus ${modbus.map((one) => one.port).join(', ')}`);
  say('stop       Ctrl-C');
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await host.stop();
}
