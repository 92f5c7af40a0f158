import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {AddressInfo, Socket} from 'node:net';
import {describe, it, type TestContext} from 'node:test';
import WebSocket, {WebSocketServer} from 'ws';
import {Push, type PushOptions} from '../../source/hub/push.ts';
import {ManualClock} from '../../source/streams/clock.ts';

interface Event {
  readonly n: number;
  readonly text?: string;
}

/** A push behind a real server; `join` connects a subscriber and resolves once it is accepted. */
async function start(t: TestContext, options: Partial<PushOptions<Event>> = {}) {
  const push = new Push<Event>({policy: 'disconnect', clock: new ManualClock(), ...options});
  const server = new WebSocketServer({host: '127.0.0.1', port: 0});
  await once(server, 'listening');
  const clients: Client[] = [];
  t.after(async () => {
    for (const {socket} of clients) socket.terminate();
    await push[Symbol.asyncDispose]();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const join = async () => {
    const accepted = once(server, 'connection');
    const client = new Client(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    clients.push(client);
    const [serverSide] = (await accepted) as [WebSocket];
    push.accept(serverSide);
    await client.opened;
    return client;
  };
  return {push, join};
}

class Client {
  readonly socket: WebSocket;
  readonly opened: Promise<unknown>;
  readonly frames: Event[][] = [];
  readonly closed: Promise<number>;
  #changed = Promise.withResolvers<void>();

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.opened = once(this.socket, 'open');
    this.closed = once(this.socket, 'close').then(([code]) => code as number);
    this.socket.on('message', data => {
      this.frames.push(JSON.parse(String(data)));
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    });
  }

  get numbers(): number[] {
    return this.frames.flat().map(({n}) => n);
  }

  /** Resolves when the event `n` has come. */
  async until(n: number): Promise<void> {
    while (!this.numbers.includes(n)) await this.#changed.promise;
  }

  /** Stops reading from the network, so that what the server sends piles up. */
  stall(): void {
    (this.socket as unknown as {_socket: Socket})._socket.pause();
  }

  resume(): void {
    (this.socket as unknown as {_socket: Socket})._socket.resume();
  }
}

const turn = () => new Promise(resolve => setImmediate(resolve));
const text = 'x'.repeat(10_000);

/** Publishes events with 10 kB of text, 100 at a time, until `full` says so; returns how many. */
async function flood(push: Push<Event>, full: () => boolean): Promise<number> {
  let n = 0;
  while (!full()) {
    push.publish(Array.from({length: 100}, () => ({n: n++, text})));
    await turn();
    assert.ok(n < 100_000, 'the kernel takes no gigabyte');
  }
  return n;
}

describe('push', () => {
  it('sends each batch to all subscribers as JSON arrays, in order', async t => {
    const {push, join} = await start(t);
    const clients = [await join(), await join()];
    push.publish([{n: 1}, {n: 2}]);
    push.publish([]);
    push.publish([{n: 3}]);
    for (const client of clients) {
      await client.until(3);
      assert.deepEqual(client.frames, [[{n: 1}, {n: 2}], [{n: 3}]]);
    }
    const {subscribers, accepted, published, sent, dropped, queued} = push.counters;
    assert.deepEqual(
      {subscribers, accepted, published, sent, dropped, queued},
      {subscribers: 2, accepted: 2, published: 3, sent: 6, dropped: 0, queued: 0},
    );
  });

  it('tells a late subscriber the snapshot first, then what follows', async t => {
    const history: Event[] = [{n: 1}, {n: 2}];
    const {push, join} = await start(t, {snapshot: () => history});
    push.publish(history);
    const client = await join();
    push.publish([{n: 3}]);
    await client.until(3);
    assert.deepEqual(client.numbers, [1, 2, 3]);
  });

  it('serialises an event once for all subscribers', async t => {
    const {push, join} = await start(t);
    const clients = [await join(), await join(), await join()];
    let times = 0;
    push.publish([{n: 1, toJSON: () => ({n: 1, times: ++times})} as Event]);
    for (const client of clients) await client.until(1);
    assert.equal(times, 1);
  });

  it('cuts a large batch into frames of at most 200 events and some 128 kB', async t => {
    const {push, join} = await start(t);
    const client = await join();
    push.publish(Array.from({length: 450}, (_, n) => ({n})));
    push.publish(Array.from({length: 30}, (_, n) => ({n: 450 + n, text})));
    await client.until(479);
    assert.deepEqual(
      client.frames.slice(0, 3).map(({length}) => length),
      [200, 200, 50],
    );
    assert.ok(client.frames.length > 4);
    for (const frame of client.frames) assert.ok(JSON.stringify(frame).length < 140_000);
    assert.deepEqual(
      client.numbers,
      Array.from({length: 480}, (_, n) => n),
    );
  });

  it('disconnects a subscriber that falls too far behind, and no other', async t => {
    const {push, join} = await start(t, {capacity: 500});
    const [slow, fast] = [await join(), await join()];
    slow.stall();
    const published = await flood(push, () => push.counters.disconnected > 0);
    await fast.until(published - 1);
    assert.deepEqual(
      fast.numbers,
      Array.from({length: published}, (_, n) => n),
    );
    slow.resume();
    assert.ok([1006, 1013].includes(await slow.closed));
    // What came before the end came whole and in order.
    assert.deepEqual(
      slow.numbers,
      slow.numbers.map((_, n) => n),
    );
    await fast.until(published - 1);
    const {subscribers, disconnected, sent, dropped, queued} = push.counters;
    assert.deepEqual({disconnected, queued}, {disconnected: 1, queued: 0});
    assert.ok(subscribers <= 2);
    assert.equal(sent + dropped, 2 * published);
  });

  it('drops the oldest for a slow subscriber under that policy, counts it, and keeps the subscriber', async t => {
    const {push, join} = await start(t, {policy: 'drop-oldest', capacity: 500});
    const slow = await join();
    slow.stall();
    const published = await flood(push, () => push.counters.dropped >= 1000);
    assert.ok(push.counters.queued <= 500);
    const {dropped} = push.counters;
    slow.resume();
    await slow.until(published - 1);
    assert.equal(slow.numbers.length, published - dropped);
    assert.deepEqual(
      slow.numbers,
      [...slow.numbers].sort((a, b) => a - b),
    );
    assert.equal(push.counters.subscribers, 1);
  });

  it('forgets a subscriber that left', async t => {
    const {push, join} = await start(t);
    const [leaver, other] = [await join(), await join()];
    leaver.socket.terminate();
    await leaver.closed;
    while (push.counters.subscribers === 2) await turn();
    push.publish([{n: 1}]);
    await other.until(1);
    assert.equal(push.counters.sent, 1);
  });

  it('lets go who answers no ping', async t => {
    const clock = new ManualClock();
    const {push, join} = await start(t, {clock, silenceMs: 30_000});
    const [silent, lively] = [await join(), await join()];
    silent.stall();
    const pinged = once(lively.socket, 'ping');
    await clock.advance(30_000);
    await pinged;
    while (push.counters.disconnected === 0) {
      // Its answer takes its time through the kernel; the silent one has none to give.
      lively.socket.ping();
      await once(lively.socket, 'pong');
      await clock.advance(30_000);
    }
    assert.equal(push.counters.disconnected, 1);
    silent.resume();
    await silent.closed;
    push.publish([{n: 1}]);
    await lively.until(1);
  });

  it('says goodbye to all when it is closed, and accepts nobody after', async t => {
    const {push, join} = await start(t);
    const client = await join();
    await push[Symbol.asyncDispose]();
    assert.equal(await client.closed, 1001);
    assert.equal(push.counters.subscribers, 0);
    const late = await join().catch(() => undefined);
    if (late) assert.equal(await late.closed, 1006);
  });
});
