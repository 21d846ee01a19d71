import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lockstep } from './lockstep.js';

const EPOCH = 1_000_000;
let now = 0;
let table: Lockstep;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  table = new Lockstep({ now: () => now, silence_ms: 30_000 });
  table.begin(EPOCH - 1);
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = async (ms: number): Promise<void> => {
  now += ms;
  await vi.advanceTimersByTimeAsync(ms);
};

async function isDone(wait: Promise<void>): Promise<boolean> {
  let done = false;
  wait.then(
    () => {
      done = true;
    },
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

describe('enrolment', () => {
  it('takes a mode W client with its first heartbeat, not with its hello', () => {
    expect(table.hello('a', 'W').state).toBe('hello');
    expect(table.isIn('a')).toBe(false);
    expect(table.watermark('a', EPOCH - 1).state).toBe('done');
    expect(table.isIn('a')).toBe(true);
  });

  it('needs no hello from a client that answers the clock', () => {
    table.watermark('pipe', EPOCH - 1);
    expect(table.isIn('pipe')).toBe(true);
  });

  it('takes modes P and R with their hello, and F never', () => {
    table.hello('p', 'P');
    table.hello('r', 'R');
    table.hello('f', 'F');
    table.watermark('f', EPOCH - 1);
    expect(table.members().map(({ team, state }) => [team, state])).toEqual([
      ['p', 'in'],
      ['r', 'in'],
      ['f', 'hello'],
    ]);
  });

  it('is closed by the first barrier', () => {
    table.start();
    table.watermark('late', EPOCH);
    table.hello('also late', 'P');
    expect(table.size).toBe(0);
  });

  it('stays open for late clients where the run allows it, and waits until they catch up', async () => {
    table.begin(EPOCH - 1, { late: true });
    table.start();
    await table.waitAllDone(EPOCH);
    table.watermark('late', EPOCH - 1);
    expect(table.isIn('late')).toBe(true);
    let done = false;
    const next = table.waitAllDone(EPOCH + 1000).then(() => {
      done = true;
    });
    table.watermark('late', EPOCH);
    expect(done).toBe(false);
    table.watermark('late', EPOCH + 1000);
    await next;
  });

  it('is forgotten by a new run', () => {
    table.watermark('a', EPOCH - 1);
    table.begin(EPOCH - 1);
    expect(table.members()).toEqual([]);
  });
});

describe('a barrier', () => {
  it('is done at once where nobody is enrolled', async () => {
    await table.waitAllDone(EPOCH);
  });

  it('waits for the slowest enrolled client', async () => {
    table.watermark('a', EPOCH - 1);
    table.watermark('b', EPOCH - 1);
    const wait = table.waitAllDone(EPOCH);
    table.watermark('a', EPOCH);
    expect(await isDone(wait)).toBe(false);
    table.watermark('b', EPOCH + 500);
    expect(await isDone(wait)).toBe(true);
  });

  it('takes a watermark that came before the wait began', async () => {
    table.watermark('a', EPOCH);
    await table.waitAllDone(EPOCH);
  });

  it('is not undone by an older watermark', async () => {
    table.watermark('a', EPOCH + 1000);
    table.watermark('a', EPOCH);
    await table.waitAllDone(EPOCH + 1000);
  });

  it('no longer waits for a client that was dismissed', async () => {
    table.watermark('a', EPOCH - 1);
    const wait = table.waitAllDone(EPOCH);
    table.dismiss('a');
    expect(await isDone(wait)).toBe(true);
  });
});

describe('a lost client', () => {
  it('ends the run as invalid after 30 s of silence, with its last watermark', async () => {
    table.watermark('a', EPOCH - 1);
    const wait = table.waitAllDone(EPOCH);
    const lost = expect(wait).rejects.toMatchObject({
      exitCode: 3,
      issues: [{ code: 'E_CLIENT_LOST', message: expect.stringContaining('1970-01-01T00:16:39') }],
    });
    await pass(29_000);
    expect(table.members()[0]?.state).toBe('in');
    await pass(1500);
    await lost;
    expect(table.members()[0]?.state).toBe('lost');
    await expect(table.waitAllDone(EPOCH + 1)).rejects.toThrow('E_CLIENT_LOST');
  });

  it('is not one that is slow but gives signs of life', async () => {
    table.watermark('a', EPOCH - 1);
    const wait = table.waitAllDone(EPOCH);
    for (let i = 0; i < 10; i++) {
      await pass(20_000);
      table.heard('a');
    }
    table.watermark('a', EPOCH);
    expect(await isDone(wait)).toBe(true);
  });

  it('that saw a gap in a device’s numbers ends the run', async () => {
    table.watermark('a', EPOCH - 1);
    const wait = table.waitAllDone(EPOCH);
    const lost = expect(wait).rejects.toThrow(
      'E_SEQ_GAP run: a got seq 9 of motor-1/process after 6',
    );
    table.gap('a', 'motor-1/process', 7, 9);
    await lost;
  });
});
