import { requirement } from '@plant47/contract/sealed';
import type { Device, WireEntry } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { ClientCourse } from './client-course.js';
import { clientIssues, judgeClient } from './client-requirements.js';

const device = {
  index: 0,
  asset: 'motor-1',
  train: 0,
  device: 'process',
  unit: 161,
  gateway: 0,
  commands: [
    {
      table: 'holding',
      address: 100,
      label: 'Starter command',
      component: 'motor',
      actions: { 1: 'start', 2: 'stop' },
    },
  ],
} as unknown as Device;

/** A wire whose clock the test moves. */
function wire() {
  const course = new ClientCourse({ devices: [device], ports: [1502], mode: () => state.mode });
  const state = { mode: 'running', at_s: 0 };
  const now = () => ({ wallTs: 1e12 + state.at_s * 1000, simTs: 2e12 + state.at_s * 60_000 });
  const entry = (kind: WireEntry['kind'], bytes: Buffer, more: Partial<WireEntry>): void => {
    const ends = { client: { host: '10.0.0.1', port: 4000 }, server: { host: '', port: 1502 } };
    const same = { ...now(), protocol: 'modbus', connection: 1, ...ends } as const;
    course.take({ ...same, kind, bytes, ...more });
  };
  const ask = (pdu: number[], connection = 1): void =>
    entry('in', Buffer.from([0, 7, 0, 0, 0, 1 + pdu.length, 161, ...pdu]), { connection });
  const answer = (connection = 1): void =>
    entry('out', Buffer.from([0, 7, 0, 0, 0, 5, 161, 4, 2, 0, 0]), { connection });
  return {
    course,
    state,
    now,
    entry,
    ask,
    answer,
    /** A read and its answer, in two halves as TCP may deliver them. */
    poll: (connection = 1): void => {
      const bytes = Buffer.from([0, 7, 0, 0, 0, 6, 161, 4, 0, 0, 0, 1]);
      entry('in', bytes.subarray(0, 5), { connection });
      entry('in', bytes.subarray(5), { connection });
      answer(connection);
    },
    judge: (written: object) => {
      const whole = requirement.parse({ name: 'it', of: 'client', ...written });
      return judgeClient([whole], course, now())[0]!;
    },
  };
}

describe('poll-interval', () => {
  it('is the longest time between two reads, on the clock that the limit names', () => {
    const { state, poll, judge } = wire();
    for (const at of [0, 1, 3, 4]) {
      state.at_s = at;
      poll();
    }
    const metric = 'poll-interval';
    expect(judge({ metric, max: '2s wall' })).toMatchObject({ passed: true, measured: 2 });
    expect(judge({ metric, max: '2s sim' })).toMatchObject({ passed: false, measured: 120 });
  });

  it('goes on after the last read, and fails where nobody reads the device', () => {
    const { state, poll, judge } = wire();
    poll();
    state.at_s = 5;
    const metric = 'poll-interval';
    expect(judge({ metric, max: '2s wall' })).toMatchObject({ passed: false, measured: 5 });
    const other = judge({ metric, max: '2s wall', device: 'motor-1/energy' });
    expect(other).toMatchObject({ passed: false, measured: null });
  });
});

describe('never-writes', () => {
  const write = [6, 0, 100, 0, 1];

  it('counts writes of the register in the state alone', () => {
    const { state, ask, judge } = wire();
    ask(write);
    const wanted = { metric: 'never-writes', register: 100, while: 'tripped' };
    expect(judge(wanted).passed).toBe(true);
    state.mode = 'tripped';
    ask(write);
    ask([16, 0, 98, 0, 3, 6, 0, 0, 0, 0, 0, 0]);
    ask([6, 0, 101, 0, 1]);
    expect(judge(wanted)).toMatchObject({ passed: false, measured: 2 });
    expect(judge(wanted).limit).toBe('never register 100 while tripped');
  });

  it('counts what is written by masks and beside a read', () => {
    const { ask, judge } = wire();
    ask([22, 0, 100, 0, 0, 0, 1]);
    ask([23, 0, 1, 0, 2, 0, 99, 0, 2, 4, 0, 0, 0, 1]);
    ask([23, 0, 100, 0, 1, 0, 101, 0, 1, 2, 0, 1]);
    expect(judge({ metric: 'never-writes', register: 100 }).measured).toBe(2);
  });

  it('takes a register by its name and by the number that manuals print', () => {
    const { ask, judge } = wire();
    ask(write);
    const of = (register: string) => judge({ metric: 'never-writes', register }).measured;
    expect([of('40101'), of('Starter command'), of('stop'), of('load')]).toEqual([1, 1, 1, 0]);
  });
});

describe('recovers-within', () => {
  const metric = 'recovers-within';

  it('is the time from the cut until a later connection is answered', () => {
    const { state, entry, ask, poll, judge } = wire();
    poll();
    entry('close', Buffer.alloc(0), { by: 'reset' });
    state.at_s = 4;
    ask([4, 0, 0, 0, 1], 2);
    state.at_s = 6;
    poll(2);
    expect(judge({ metric, max: '10s wall' })).toMatchObject({ passed: true, measured: 6 });
    expect(judge({ metric, max: '5s wall' }).passed).toBe(false);
    expect(judge({ metric, max: '2 polls' })).toMatchObject({ passed: true, measured: 2 });
  });

  it('fails where it never comes, and waits where there was no time for it', () => {
    const { state, entry, poll, judge } = wire();
    poll();
    entry('close', Buffer.alloc(0), { by: 'reset' });
    state.at_s = 5;
    expect(judge({ metric, max: '10s wall' }).measured).toBe('nothing to measure');
    state.at_s = 11;
    expect(judge({ metric, max: '10s wall' })).toMatchObject({ passed: false, measured: null });
  });

  it('does not count connections that their client ended', () => {
    const { entry, poll, judge } = wire();
    poll();
    entry('close', Buffer.alloc(0), { by: 'client' });
    expect(judge({ metric, max: '1s wall' }).measured).toBe('nothing to measure');
  });
});

describe('flags-bad-quality', () => {
  const point = 'motor-1.bearing-de.temperature';
  const says = (payload: object): Buffer => {
    const topic = Buffer.from('gateway/values');
    const body = Buffer.from(JSON.stringify(payload));
    const head = [0x30, 2 + topic.length + body.length, 0, topic.length];
    return Buffer.concat([Buffer.from(head), topic, body]);
  };
  const mqtt = { protocol: 'mqtt', connection: 9 } as const;
  const max = '10s wall';

  it('is the time until a message names the point and says that it is bad', () => {
    const { course, state, now, entry, judge } = wire();
    const metric = 'flags-bad-quality';
    course.quality(now(), [{ device, point, tag: 'TT-0101' }]);
    state.at_s = 1;
    entry('in', says({ point, value: 41.5, quality: 'good' }), mqtt);
    state.at_s = 2;
    entry('in', says({ point: 'motor-2.x', quality: 'bad' }), mqtt);
    expect(judge({ metric, max }).measured).toBe('nothing to measure');
    state.at_s = 3;
    entry('in', says({ tag: 'TT-0101', v: 41.5, q: 0 }), mqtt);
    expect(judge({ metric, max })).toMatchObject({ passed: true, measured: 3 });
  });

  it('fails where it stays silent, unless the value was good again before the limit', () => {
    const { course, state, now, judge } = wire();
    const bad = [{ device, point, tag: 'TT-0101' }];
    const metric = 'flags-bad-quality';
    course.quality(now(), bad);
    state.at_s = 5;
    course.quality(now(), []);
    state.at_s = 20;
    expect(judge({ metric, max }).measured).toBe('nothing to measure');
    course.quality(now(), bad);
    state.at_s = 40;
    expect(judge({ metric, max })).toMatchObject({ passed: false, measured: null });
  });
});

it('refuses limits on clocks that mean nothing for a metric', () => {
  const issues = (written: object) =>
    clientIssues(requirement.parse({ name: 'it', of: 'client', ...written }), 'r').map(
      ({ code }) => code,
    );
  expect(issues({ metric: 'poll-interval', max: '2s wall' })).toEqual([]);
  expect(issues({ metric: 'poll-interval', max: '3 polls' })).toEqual(['E_LIMIT']);
  expect(issues({ metric: 'recovers-within' })).toEqual(['E_LIMIT']);
  expect(issues({ metric: 'lead', max: '2s wall' })).toEqual(['E_METRIC']);
  expect(issues({ metric: 'never-writes', register: 9 })).toEqual([]);
});
