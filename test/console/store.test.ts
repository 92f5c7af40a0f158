import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Store} from '../../source/console/store.ts';
import type {ChannelName} from '../../source/recording/entry.ts';
import type {Status} from '../../source/streams/status.ts';
import {nowMs, sampleStore, sources, startMs, status} from '../helpers/sample-world.ts';

function storeWith(channel: ChannelName, ...statuses: Status[]): Store {
  const store = new Store();
  for (const one of statuses) store.apply(channel, [one], Date.parse(one.time));
  return store;
}

function stream(store: Store) {
  return store.snapshot(nowMs).streams[0];
}

test('a stream stands as its last status says', () => {
  const store = storeWith('logs', status('logs', 'connecting', 0));
  assert.deepEqual(stream(store), {
    channel: 'logs',
    source: sources.logs,
    state: 'connecting',
    since: '2026-11-01T12:00:00.000Z',
  });
  store.apply('logs', [status('logs', 'connected', 2)], startMs);
  assert.equal(stream(store)?.state, 'connected');
  assert.equal(stream(store)?.since, '2026-11-01T12:00:02.000Z');
});

test('a stream that keeps failing is lost since the first failure, for the latest reason', () => {
  const store = storeWith(
    'logs',
    status('logs', 'connected', 0),
    status('logs', 'lost', 10, {reason: 'connection reset'}),
    status('logs', 'connecting', 11),
  );
  const lost = {channel: 'logs', source: sources.logs, state: 'lost', since: '2026-11-01T12:00:10.000Z'};
  assert.deepEqual(stream(store), {...lost, reason: 'connection reset'});
  store.apply('logs', [status('logs', 'lost', 12, {reason: 'connection refused'})], startMs);
  assert.deepEqual(stream(store), {...lost, reason: 'connection refused'});
  store.apply('logs', [status('logs', 'connecting', 14), status('logs', 'lost', 15)], startMs);
  assert.deepEqual(stream(store), {...lost, reason: 'connection refused'});
});

test('a stream that comes back has no reason any more, and a new loss is counted from its own time', () => {
  const store = storeWith(
    'logs',
    status('logs', 'lost', 10, {reason: 'connection reset'}),
    status('logs', 'connected', 20),
  );
  assert.equal(stream(store)?.reason, undefined);
  store.apply('logs', [status('logs', 'lost', 30, {reason: 'gone'})], startMs);
  assert.equal(stream(store)?.since, '2026-11-01T12:00:30.000Z');
});

test('a stream that ended says why', () => {
  const store = storeWith(
    'logs',
    status('logs', 'lost', 1),
    status('logs', 'ended', 2, {reason: 'no such file'}),
  );
  assert.equal(stream(store)?.state, 'ended');
  assert.equal(stream(store)?.reason, 'no such file');
});

test('a stream that ended because nobody wants it any more is not told of, until it is wanted again', () => {
  const venue = 'kraken';
  const [asked, ended] = (['asked', 'ended'] as const).map(
    state => ({type: 'subscription', venue, symbol: 'BTC/USD', state, time: '2026-11-01T12:00:00Z'}) as const,
  );
  const store = new Store();
  const tell = (...events: Parameters<Store['apply']>[1]) => store.apply('ticker', events, startMs);
  const of = (state: Status['state'], seconds: number) => ({
    ...status('ticker', state, seconds),
    source: venue,
  });
  tell(asked!, of('connected', 0), of('lost', 10));
  assert.equal(stream(store)?.state, 'lost');
  assert.notEqual(store.snapshot(nowMs).ticker.rows[0]?.stale, undefined);
  tell(ended!, of('ended', 20));
  assert.deepEqual(store.snapshot(nowMs).streams, []);
  assert.deepEqual(store.snapshot(nowMs).ticker.rows, []);
  tell(asked!, of('connecting', 30));
  assert.equal(stream(store)?.state, 'connecting');
  assert.equal(store.snapshot(nowMs).ticker.rows[0]?.stale, undefined, 'it is not stale of before');
});

test('streams stand in the order of the panes, whichever spoke first', () => {
  const store = new Store();
  for (const channel of ['logs', 'alerts', 'chat', 'ticker'] as const)
    store.apply(channel, [status(channel, 'connected', 0)], startMs);
  const order = store.snapshot(nowMs).streams.map(({channel}) => channel);
  assert.deepEqual(order, ['ticker', 'chat', 'alerts', 'logs']);
});

test('two sources of one channel stand each for itself', () => {
  const other = {...status('logs', 'lost', 1), source: '/var/log/app.log'};
  const store = storeWith('logs', status('logs', 'connected', 0), other);
  assert.deepEqual(
    store.snapshot(nowMs).streams.map(({source, state}) => [source, state]),
    [
      [sources.logs, 'connected'],
      ['/var/log/app.log', 'lost'],
    ],
  );
});

const missed = 'not connected for 12s: what came meanwhile was missed';

test('a reconnect of the logs leaves a line that tells of the gap', () => {
  const store = storeWith('logs', status('logs', 'connected', 82, {missedSince: '2026-11-01T12:01:10Z'}));
  assert.deepEqual(store.snapshot(nowMs).logs.records, [
    {type: 'gap', text: missed, time: '2026-11-01T12:01:22.000Z'},
  ]);
});

test('a reconnect of the chat leaves a line in each room that tells of the gap', () => {
  const {rooms} = sampleStore().snapshot(nowMs).chat;
  const gaps = rooms.flatMap(({name, lines}) =>
    lines.filter(line => line.kind === 'gap').map(({text}) => [name, text]),
  );
  assert.deepEqual(gaps, [
    ['#ops', missed],
    ['#random', missed],
    ['#日本語', missed],
  ]);
});

test('the first connection leaves no gap line', () => {
  assert.deepEqual(storeWith('logs', status('logs', 'connected', 1)).snapshot(nowMs).logs.records, []);
});

test('what could not be read is counted, and the last of it kept', () => {
  const store = new Store();
  assert.deepEqual(store.snapshot(nowMs).rejects, {count: 0, last: undefined});
  const reject = {type: 'reject', source: sources.logs, reason: 'not JSON', sample: '<', time: ''} as const;
  store.apply('logs', [{...reject, sample: '<html>'}, reject], nowMs);
  assert.deepEqual(store.snapshot(nowMs).rejects, {count: 2, last: reject});
});

test('events are counted as they come, and their rate is the mean of the last whole seconds', () => {
  const store = new Store();
  const trade = {type: 'trade', symbol: 'BTC/USD', price: 1, size: 1, time: ''} as const;
  for (let second = 0; second < 10; second++)
    store.apply('ticker', new Array(40).fill(trade), startMs + second * 1000 + 500);
  assert.equal(store.snapshot(startMs + 9999).received, 400);
  assert.equal(store.snapshot(startMs + 9999).eventsPerSecond, 40);
  assert.equal(store.snapshot(startMs + 12_000).eventsPerSecond, 20);
  assert.equal(store.snapshot(startMs + 60_000).eventsPerSecond, 0);
});

test('what crossings drop is added up, and read anew for each snapshot', () => {
  const store = new Store();
  const one = {received: 10, delivered: 8, dropped: 2};
  const other = {received: 5, delivered: 0, dropped: 5};
  store.watch(one);
  store.watch(other);
  assert.equal(store.snapshot(nowMs).dropped, 7);
  one.dropped = 100;
  assert.equal(store.snapshot(nowMs).dropped, 105);
});

test('parts of a snapshot that have not changed are the same objects as before', () => {
  const store = sampleStore();
  const before = store.snapshot(nowMs);
  const idle = store.snapshot(nowMs + 1000);
  for (const part of ['ticker', 'chat', 'alerts', 'logs', 'streams', 'rejects'] as const)
    assert.equal(idle[part], before[part], part);
  store.apply('ticker', [{type: 'trade', symbol: 'BTC/USD', price: 1, size: 1, time: ''}], nowMs);
  store.apply('logs', [status('logs', 'connected', 200)], nowMs);
  const after = store.snapshot(nowMs);
  for (const part of ['chat', 'alerts', 'logs', 'rejects'] as const)
    assert.equal(after[part], before[part], part);
  for (const part of ['ticker', 'streams'] as const) assert.notEqual(after[part], before[part], part);
  assert.equal(after.ticker.rows[1], before.ticker.rows[1], 'the row of another symbol');
});

test('a room that was read has nothing unread', () => {
  const store = sampleStore();
  assert.ok(store.snapshot(nowMs).chat.rooms[0]!.unread > 0);
  store.markRead('#ops');
  assert.equal(store.snapshot(nowMs).chat.rooms[0]!.unread, 0);
});
