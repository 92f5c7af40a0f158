import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {type TestContext, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {WebSocketServer} from 'ws';
import {MarketFeed, type MarketFeedOptions} from '../../source/hub/market-feed.ts';
import {Channel} from '../../source/streams/channel.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import type {Trade} from '../../source/ticker/event.ts';
import {ticker} from '../../source/ticker/ticker.ts';
import {MarketWire} from './market-wire.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');
const limit = {timeout: 10_000};

function trade(symbol: string, price: number): Trade {
  return {type: 'trade', symbol, price, size: 0.5, side: 'sell', time: '2026-11-22T12:00:00.123456Z'};
}

async function setUp(t: TestContext, options: Partial<MarketFeedOptions> = {}) {
  const clock = new ManualClock(startMs);
  const market = new Channel<Trade>({capacity: 10_000, policy: 'wait'});
  const feed = new MarketFeed(
    signal => {
      signal.addEventListener('abort', () => market.close(), {once: true});
      return market;
    },
    {symbols: ['BTC/USD', 'ETH/USD'], clock, ...options},
  );
  const server = new WebSocketServer({host: '127.0.0.1', port: 0});
  server.on('connection', socket => feed.accept(socket));
  await once(server, 'listening');
  t.after(async () => {
    await feed[Symbol.asyncDispose]();
    await new Promise(resolve => server.close(resolve));
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/market`;
  return {clock, market, feed, server, url};
}

test('a client is greeted with the status of the system', limit, async t => {
  const {url} = await setUp(t);
  const status = await new MarketWire(url).next();
  assert.equal(status.channel, 'status');
  assert.equal(status.data![0]!.system, 'online');
});

test('each symbol of a subscription is answered by itself, and refused in words', limit, async t => {
  const wire = await MarketWire.open((await setUp(t)).url);
  wire.send({method: 'subscribe', params: {channel: 'trade', symbol: ['BTC/USD', 'XYZ/USD']}, req_id: 5});
  const time = '2026-11-22T12:00:00.000Z';
  assert.deepEqual(await wire.next(), {
    method: 'subscribe',
    result: {channel: 'trade', symbol: 'BTC/USD', snapshot: false},
    success: true,
    req_id: 5,
    time_in: time,
    time_out: time,
  });
  assert.deepEqual(await wire.next(), {
    error: 'Currency pair not supported XYZ/USD',
    method: 'subscribe',
    success: false,
    symbol: 'XYZ/USD',
    req_id: 5,
    time_in: time,
    time_out: time,
  });
});

test('trades come in a frame a symbol, numbered without a gap, to those who subscribed', limit, async t => {
  const {url, market} = await setUp(t);
  const both = await MarketWire.open(url);
  const one = await MarketWire.open(url);
  await both.subscribe('BTC/USD', 'ETH/USD');
  await one.subscribe('ETH/USD');
  await market.push([trade('BTC/USD', 1), trade('ETH/USD', 2), trade('BTC/USD', 3), trade('XYZ/USD', 4)]);
  await market.push([trade('ETH/USD', 5)]);
  assert.deepEqual(await both.next(), {
    channel: 'trade',
    type: 'update',
    data: [1, 3].map((price, index) => ({
      symbol: 'BTC/USD',
      side: 'sell',
      price,
      qty: 0.5,
      ord_type: 'market',
      trade_id: index + 1,
      timestamp: '2026-11-22T12:00:00.123456Z',
    })),
  });
  const eth = [await one.next(), await one.next()].flatMap(frame => frame.data!);
  assert.deepEqual(
    eth.map(({trade_id, price}) => [trade_id, price]),
    [
      [1, 2],
      [2, 5],
    ],
  );
});

test('a snapshot has the last fifty trades, and what follows goes on from it', limit, async t => {
  const {url, market} = await setUp(t);
  const wire = await MarketWire.open(url);
  await wire.subscribe('ETH/USD');
  await market.push(Array.from({length: 60}, (_, index) => trade('BTC/USD', index)));
  await market.push([trade('ETH/USD', 1)]);
  await wire.next();
  wire.send({method: 'subscribe', params: {channel: 'trade', symbol: ['BTC/USD'], snapshot: true}});
  await wire.next();
  const snapshot = await wire.next();
  assert.equal(snapshot.type, 'snapshot');
  assert.deepEqual(
    snapshot.data!.map(one => one.trade_id),
    Array.from({length: 50}, (_, index) => index + 11),
  );
  await market.push([trade('BTC/USD', 7)]);
  assert.equal((await wire.next()).data![0]!.trade_id, 61);
});

test('an unsubscribed symbol is not heard any more', limit, async t => {
  const {url, market} = await setUp(t);
  const wire = await MarketWire.open(url);
  await wire.subscribe('BTC/USD', 'ETH/USD');
  wire.send({method: 'unsubscribe', params: {channel: 'trade', symbol: ['BTC/USD']}});
  assert.deepEqual((await wire.next()).result, {channel: 'trade', symbol: 'BTC/USD'});
  await market.push([trade('BTC/USD', 1), trade('ETH/USD', 2)]);
  assert.equal((await wire.next()).data![0]!.symbol, 'ETH/USD');
});

test(
  'a heartbeat comes each second in which nothing else did, once something is subscribed',
  limit,
  async t => {
    const {url, clock, market} = await setUp(t);
    const wire = await MarketWire.open(url);
    await clock.advance(3000);
    assert.deepEqual(await wire.soFar(), []);
    await wire.subscribe('BTC/USD');
    await clock.advance(3000);
    // The answers count as something said, so the first second has no beat.
    assert.deepEqual(await wire.soFar(), [{channel: 'heartbeat'}, {channel: 'heartbeat'}]);
    await market.push([trade('BTC/USD', 1)]);
    await wire.next();
    await clock.advance(1000);
    assert.deepEqual(await wire.soFar(), []);
  },
);

test('ping is answered with pong and its number', limit, async t => {
  const wire = await MarketWire.open((await setUp(t)).url);
  wire.send({method: 'ping', req_id: 101});
  const {method, req_id} = await wire.next();
  assert.deepEqual({method, req_id}, {method: 'pong', req_id: 101});
});

for (const [frame, error] of [
  ['', /expected JSON/],
  ['{"method":', /expected JSON/],
  ['null', /expected object, received null/],
  ['{}', /Method not supported/],
  ['{"method":"__proto__"}', /Method not supported/],
  ['{"method":"add_order","params":{}}', /Method not supported/],
  ['{"method":"subscribe"}', /at params/],
  ['{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"]}}', /Channel not supported/],
  ['{"method":"subscribe","params":{"channel":"trade","symbol":"BTC/USD"}}', /at params\.symbol/],
  ['{"method":"subscribe","params":{"channel":"trade","symbol":[]}}', /at params\.symbol/],
  ['{"method":"unsubscribe","params":{"channel":"trade","symbol":["BTC/USD"]}}', /Not subscribed/],
  [`{"method":"subscribe","params":{"channel":"trade","symbol":["${'x'.repeat(50)}"]}}`, /at params\.symbol/],
] as const) {
  test(`${frame.slice(0, 70) || 'an empty frame'} is answered with an error`, limit, async t => {
    const wire = await MarketWire.open((await setUp(t)).url);
    wire.send(frame);
    const answer = await wire.next();
    assert.match(answer.error!, error);
    assert.equal(answer.success, false);
    assert.deepEqual(await wire.soFar(), []);
  });
}

test('a second subscription to a symbol is refused, a binary frame too', limit, async t => {
  const wire = await MarketWire.open((await setUp(t)).url);
  await wire.subscribe('BTC/USD');
  wire.send({method: 'subscribe', params: {channel: 'trade', symbol: ['BTC/USD']}});
  assert.match((await wire.next()).error!, /Already subscribed/);
  wire.socket.send(Buffer.from('{"method":"ping"}'));
  assert.match((await wire.next()).error!, /binary/);
});

test('a client that breaks the framing is let go and the others hear on', limit, async t => {
  const {url, market, feed, server} = await setUp(t);
  const good = await MarketWire.open(url);
  const bad = await MarketWire.open(url);
  // Not `once`: the error that comes before the close would reject it.
  const letGo = new Promise(resolve => [...server.clients][1]!.on('close', resolve));
  await good.subscribe('BTC/USD');
  // A frame with all reserved bits set.
  (bad.socket as unknown as {_socket: import('node:net').Socket})._socket.write(Buffer.from([0xff, 0x80]));
  assert.equal(await bad.closed, 1002);
  await letGo;
  await market.push([trade('BTC/USD', 1)]);
  assert.equal((await good.next()).channel, 'trade');
  assert.equal(feed.clients, 1);
});

test('a client that does not read costs a bounded memory, and then gets the newest of each symbol', {
  timeout: 30_000,
}, async t => {
  const highMarkBytes = 64 * 1024;
  const {url, market, feed, server} = await setUp(t, {highMarkBytes});
  const wire = await MarketWire.open(url);
  await wire.subscribe('BTC/USD', 'ETH/USD');
  wire.socket.pause();
  const [served] = server.clients;
  await market.push([trade('ETH/USD', 42)]);
  const batch = Array.from({length: 500}, () => trade('BTC/USD', 1));
  let sent = 0;
  let mostBytes = 0;
  while (feed.dropped < 20_000) {
    await market.push(batch);
    sent += batch.length;
    await turn();
    mostBytes = Math.max(mostBytes, served!.bufferedAmount);
  }
  await market.push([trade('BTC/USD', 2), trade('ETH/USD', 43)]);
  sent++;
  const frameBytes = 150 * batch.length;
  assert.ok(mostBytes < highMarkBytes + frameBytes, `${mostBytes} bytes waited`);
  wire.socket.resume();
  const last = new Map<string, {readonly trade_id: number; readonly price: number}>();
  let heard = 0;
  while (last.get('BTC/USD')?.price !== 2 || last.get('ETH/USD')?.price !== 43) {
    for (const one of (await wire.next()).data ?? []) {
      assert.ok(one.trade_id > (last.get(one.symbol)?.trade_id ?? 0), 'in order and none twice');
      last.set(one.symbol, one);
      heard++;
    }
  }
  assert.equal(last.get('BTC/USD')!.trade_id, sent);
  assert.equal(heard + feed.dropped, sent + 2);
});

test('requests without end and without reading wait in the socket of who sends them', {
  timeout: 30_000,
}, async t => {
  const {url, server} = await setUp(t, {highMarkBytes: 64 * 1024});
  const wire = await MarketWire.open(url);
  const [served] = server.clients;
  wire.socket.pause();
  while (!served!.isPaused) {
    for (let index = 0; index < 1000; index++) wire.send({method: 'ping'});
    await turn();
  }
  assert.ok(served!.bufferedAmount < 8 << 20, `${served!.bufferedAmount} bytes waited`);
  wire.socket.resume();
  await wire.soFar();
  assert.equal(served!.isPaused, false);
});

test('a connection is closed for a restart when its time is over, not before', limit, async t => {
  const {url, clock, feed} = await setUp(t, {reconnectEveryMs: 90_000});
  const wire = await MarketWire.open(url);
  await clock.advance(45_000);
  const later = await MarketWire.open(url);
  await clock.advance(44_000);
  assert.equal(feed.clients, 2);
  await clock.advance(1000);
  assert.equal(await wire.closed, 1012);
  assert.equal(later.socket.readyState, later.socket.OPEN);
});

test('disposing closes every client, ends the market and leaves nothing waiting', limit, async t => {
  const {url, clock, market, feed} = await setUp(t);
  const wires = await Promise.all([MarketWire.open(url), MarketWire.open(url)]);
  await feed[Symbol.asyncDispose]();
  assert.deepEqual(await Promise.all(wires.map(wire => wire.closed)), [1001, 1001]);
  assert.equal(market.closed, true);
  assert.equal(feed.clients, 0);
  assert.equal(clock.sleeping, 0);
  const late = new MarketWire(url);
  assert.equal(await late.closed, 1001);
});

test('a market that fails closes its clients and is told of', limit, async t => {
  const {url, market, feed} = await setUp(t);
  const wire = await MarketWire.open(url);
  market.fail(new Error('flooded'));
  await assert.rejects(feed.ended, /flooded/);
  assert.equal(await wire.closed, 1011);
});

test('our own ticker hears the feed, through a restart, with no trade twice', limit, async t => {
  const {url, market, clock} = await setUp(t, {reconnectEveryMs: 5000});
  const abort = new AbortController();
  t.after(() => abort.abort());
  const stream = ticker(`kraken+${url}#BTC/USD,XYZ/USD`, {signal: abort.signal, clock});
  const seen: string[] = [];
  let connections = 0;
  for await (const batch of stream) {
    for (const event of batch) {
      if (event.type === 'trade') seen.push(`trade ${event.id}`);
      if (event.type === 'reject') {
        seen.push(event.reason);
        // The other symbol was answered before, so this trade is heard.
        void market.push([trade('BTC/USD', ++connections)]);
      }
      if (event.type === 'status' && event.state === 'lost') {
        seen.push(event.reason!.replace(/^\S+ /, ''));
        void clock.advance(1000);
      }
    }
    if (seen.length === 2) void clock.advance(5000);
    if (seen.length === 5) break;
  }
  assert.deepEqual(seen, [
    'Currency pair not supported XYZ/USD',
    'trade 1',
    'the server closed the connection (1012, service restart)',
    'Currency pair not supported XYZ/USD',
    'trade 2',
  ]);
});
