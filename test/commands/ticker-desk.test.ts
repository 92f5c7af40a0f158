import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {TickerDesk} from '../../source/commands/ticker-desk.ts';
import type {Status} from '../../source/streams/status.ts';
import type {TickerEvent} from '../../source/ticker/event.ts';
import type {Feed} from '../../source/ticker/feed.ts';
import {type PriceRule, readPriceRule} from '../../source/ticker/price-rule.ts';
import {ticker} from '../../source/ticker/ticker.ts';
import {tradeOf} from '../helpers/board-row.ts';
import {VenueServer} from '../ticker/venue-server.ts';

type Told = TickerEvent | Status | Alert;

/** A desk whose feeds are as real as their venues, and all that it told. */
function start(t: TestContext, rules: readonly string[] = []) {
  const abort = new AbortController();
  t.after(() => abort.abort());
  const told: Told[] = [];
  const opened: string[] = [];
  const runs: Promise<void>[] = [];
  /** As the command does: what it tells is read until it ends. */
  const run = (feed: Feed) => {
    runs.push(Array.fromAsync(feed, batch => void told.push(...(batch as Told[]))).then(() => {}));
    return feed;
  };
  const openFeed = (url: string) => run(ticker(url, {signal: abort.signal}));
  const desk = new TickerDesk({
    rules: rules.map(text => readPriceRule(text, ['kraken']) as PriceRule),
    open: url => {
      const feed = openFeed(url);
      opened.push(url);
      return feed;
    },
    tell: events => void told.push(...events),
  });
  return {
    desk,
    told,
    opened,
    runs,
    /** A feed that was there from the beginning. */
    begin(url: string) {
      const feed = openFeed(url);
      desk.watch(feed);
      return feed;
    },
    /** How each symbol stands, as it was told. */
    get states() {
      return told.flatMap(event => (event.type === 'subscription' ? [`${event.symbol} ${event.state}`] : []));
    },
  };
}

async function venue(t: TestContext): Promise<VenueServer> {
  const server = await VenueServer.start();
  t.after(() => server[Symbol.asyncDispose]());
  return server;
}

const refusal = (says: string) => ({done: false, says});

test('a symbol that is added is asked of the feed that runs', {timeout: 10_000}, async t => {
  const server = await venue(t);
  const world = start(t);
  const feed = world.begin(`kraken+ws://127.0.0.1:${server.port}/v2#BTC/USD`);
  assert.equal((await server.heard()).method, 'subscribe');
  assert.deepEqual(world.desk.add('SOL/USD,ETH/USD', feed.source), {
    done: true,
    says: `asked ${feed.source} for SOL/USD, ETH/USD`,
  });
  const {method, params} = (await server.heard()) as {method?: string; params?: {symbol?: string[]}};
  assert.deepEqual([method, params?.symbol], ['subscribe', ['SOL/USD', 'ETH/USD']]);
  assert.deepEqual(world.desk.add('SOL/USD', feed.source), {
    done: true,
    says: `${feed.source} tells of SOL/USD already`,
  });
  assert.deepEqual(world.states, ['BTC/USD asked', 'SOL/USD asked', 'ETH/USD asked']);
  assert.deepEqual(world.opened, []);
  assert.equal(server.open, 1);
});

test('where there is one feed, a symbol alone is of its venue, whichever row is selected', async t => {
  const server = await venue(t);
  const world = start(t);
  world.begin(`kraken+ws://127.0.0.1:${server.port}/v2#BTC/USD`);
  assert.ok(world.desk.add('SOL/USD', undefined).done);
  assert.ok(world.desk.add('ADA/USD', '').done);
  assert.deepEqual(world.opened, []);
});

test('where there is none, or several and none is near, the venue has to be named', t => {
  const world = start(t);
  const sentence = refusal('name the venue as well: :add kraken:SOL/USD');
  assert.deepEqual(world.desk.add('SOL/USD', undefined), sentence);
  world.begin('kraken+ws://127.0.0.1:9/one#BTC/USD');
  world.begin('kraken+ws://127.0.0.1:9/two#BTC/USD');
  assert.deepEqual(
    world.desk.add('SOL/USD', undefined),
    refusal('name the venue as well: :add kraken+ws://127.0.0.1:9/one#SOL/USD'),
  );
  assert.match(world.desk.add('foo:SOL/USD', undefined).says, /^there is no venue foo; there are kraken, /);
  assert.deepEqual(world.told, []);
});

test('a symbol of another venue opens a feed of it', {timeout: 10_000}, async t => {
  const [one, other] = [await venue(t), await venue(t)];
  const world = start(t);
  world.begin(`kraken+ws://127.0.0.1:${one.port}/v2#BTC/USD`);
  const url = `kraken+ws://127.0.0.1:${other.port}/v2#BTC/USD`;
  assert.ok(world.desk.add(url, undefined).done);
  assert.deepEqual(world.opened, [url]);
  assert.equal((await other.heard()).method, 'subscribe');
  const near = `kraken+ws://127.0.0.1:${other.port}/v2`;
  assert.ok(world.desk.add('ETH/USD', near).done, 'from now on it runs');
  assert.equal((await other.heard()).method, 'subscribe');
  assert.equal(world.opened.length, 1);
});

for (const [symbol, near, sentence] of [
  ['SOL', 'kraken', /^expected a ticker URL such as kraken:BTC\/USD, got the symbol "SOL"/],
  ['kraken:', 'kraken', /^expected a ticker URL .*, got no symbol/],
  [
    'SOL/USD@level9',
    'kraken',
    /^expected a ticker URL such as one of trade, ticker after the "@", got the channel/,
  ],
  ['kraken+ftp://127.0.0.1/v2#SOL/USD', undefined, /^expected a ticker URL .*, got "ftp" after the "\+"/],
  ['SOL USD', 'kraken', /got the symbol "SOL USD"/],
  ['', 'kraken', /got no symbol/],
] as const) {
  test(`"${symbol}" is answered with a sentence, and nothing is opened`, t => {
    const world = start(t);
    const outcome = world.desk.add(symbol, near);
    assert.ok(!outcome.done);
    assert.match(outcome.says, sentence);
    assert.deepEqual([world.opened, world.told], [[], []]);
  });
}

test('a venue whose key is missing says which, and is not opened', t => {
  const world = start(t);
  assert.deepEqual(
    world.desk.add('finnhub:AAPL', undefined).says.replace(/;.*/, ''),
    'finnhub needs a key: set FINNHUB_API_KEY, or FINNHUB_API_KEY_FILE to a file that holds it',
  );
  assert.deepEqual(world.opened, []);
});

test('a symbol that is removed is given up, and told to be', {timeout: 10_000}, async t => {
  const server = await venue(t);
  const world = start(t);
  const {source} = world.begin(`kraken+ws://127.0.0.1:${server.port}/v2#BTC/USD,ETH/USD`);
  await server.heard();
  assert.deepEqual(world.desk.remove(source, 'ETH/USD'), {
    done: true,
    says: 'ETH/USD removed; + adds a symbol',
  });
  assert.equal((await server.heard()).method, 'unsubscribe');
  assert.equal(world.states.at(-1), 'ETH/USD ended');
  assert.deepEqual(world.desk.remove(source, 'ETH/USD'), refusal('ETH/USD is not asked for by this console'));
  assert.equal(server.open, 1);
});

test('with its last symbol a feed is closed, and opened anew with the next', {timeout: 10_000}, async t => {
  const server = await venue(t);
  const world = start(t);
  const {source} = world.begin(`kraken+ws://127.0.0.1:${server.port}/v2#BTC/USD`);
  await server.heard();
  assert.ok(world.desk.remove(source, 'BTC/USD').done);
  await world.runs[0];
  await server.empty();
  assert.deepEqual(
    world.told.slice(-2).map(event => [event.type, 'state' in event && event.state]),
    [
      ['subscription', 'ended'],
      ['status', 'ended'],
    ],
  );
  assert.ok(world.desk.add('ETH/USD', source).done);
  assert.deepEqual(world.opened, [`${source}#ETH/USD`]);
  while ((await server.heard()).method !== 'subscribe');
  assert.equal(server.open, 1);
});

test('what is left of a feed that has ended can be removed, and its venue asked anew', async t => {
  const world = start(t);
  const feed = world.begin('kraken+ws://127.0.0.1:9/v2#BTC/USD');
  world.desk.forget(feed);
  assert.ok(world.desk.remove(feed.source, 'BTC/USD').done);
  assert.equal(world.states.at(-1), 'BTC/USD ended');
  assert.ok(world.desk.add('ETH/USD', feed.source).done);
  assert.deepEqual(world.opened, ['kraken+ws://127.0.0.1:9/v2#ETH/USD']);
});

test('the alerts of a symbol that is removed are over, and told to be', t => {
  const {desk, told} = start(t, ['* > 100']);
  const opened = desk.judge([tradeOf('BTC/USD', 101), tradeOf('ETH/USD', 101)]);
  assert.equal(opened.length, 2);
  assert.ok(desk.remove('kraken', 'BTC/USD').done);
  const [ended, ...more] = told.filter(event => event.type === 'alert');
  assert.deepEqual([ended!.id, ended!.state, more], [opened[0]!.id, 'resolved', []]);
  assert.match(ended!.reason, /^the symbol was removed; before that: 101 on kraken at /);
});

test('a rule that is added raises alerts of the trades from then on', t => {
  const {desk} = start(t);
  assert.deepEqual(desk.judge([tradeOf('BTC/USD', 71_000)]), []);
  assert.deepEqual(desk.alert('BTC/USD > 70000'), {
    done: true,
    says: 'alert 1: BTC/USD > 70000; :unalert takes it away',
  });
  assert.deepEqual(desk.alert('btc/usd>70000'), refusal('there is such a rule already: btc/usd > 70000'));
  const [raised] = desk.judge([
    tradeOf('BTC/USD', 69_000),
    tradeOf('BTC/USD', 71_000),
    tradeOf('ETH/USD', 1),
  ]);
  assert.equal(raised?.state, 'open');
  assert.match(raised!.title, /BTC\/USD/);
});

test('the rules are told with their numbers, and taken away by number or by what they say', t => {
  const {desk, told} = start(t, ['BTC/USD > 100']);
  desk.alert('ETH/USD +2% in 5m');
  assert.deepEqual(desk.alert(''), {done: true, says: '1: BTC/USD > 100   2: ETH/USD +2% in 5m'});
  assert.equal(desk.judge([tradeOf('BTC/USD', 101)]).length, 1);
  assert.deepEqual(desk.unalert('btc/usd > 100'), {done: true, says: 'no alert any more: BTC/USD > 100'});
  assert.deepEqual(
    told.map(event => event.type === 'alert' && event.state),
    ['resolved'],
    'what was open is over',
  );
  assert.deepEqual(desk.judge([tradeOf('BTC/USD', 102)]), []);
  assert.ok(desk.unalert('1').done);
  assert.deepEqual(desk.alert(''), {done: true, says: 'no rule yet: :alert BTC/USD > 70000'});
});

test('rules that cannot be read, and numbers of none, are answered with sentences', t => {
  const {desk, told} = start(t, ['BTC/USD > 100']);
  assert.match(
    desk.alert('BTC/USD > abc').says,
    /^"> abc" behind the symbol is no condition; expected a rule such as BTC\/USD > 70000, /,
  );
  for (const which of ['0', '2', 'ETH/USD > 1', ''])
    assert.deepEqual(
      desk.unalert(which),
      refusal(':unalert takes a number from 1 to 1; :alert tells the rules'),
    );
  assert.deepEqual(told, []);
  desk.unalert('1');
  assert.match(desk.unalert('1').says, /there is no rule/);
});
