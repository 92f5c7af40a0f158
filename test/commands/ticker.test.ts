import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Run, run} from '../helpers/run.ts';
import {VenueServer} from '../ticker/venue-server.ts';

/** A frame of Kraken's; times are of one hour of a day that is not today. */
function tradeFrame(...trades: readonly (readonly [id: number, time: string, price: number, qty: number])[]) {
  const data = trades.map(([trade_id, time, price, qty]) => {
    const timestamp = `2026-11-25T${time}Z`;
    return {symbol: 'BTC/USD', side: 'buy', price, qty, ord_type: 'limit', trade_id, timestamp};
  });
  return JSON.stringify({channel: 'trade', type: 'update', data});
}

const urlOf = (server: VenueServer, path = 'v2') => `kraken+ws://127.0.0.1:${server.port}/${path}#BTC/USD`;

/** All that was sent has been read when the rubbish that is sent after it was told. */
async function readAll(server: VenueServer, ticker: Run): Promise<void> {
  const told = (text: string) => text.split('could not be read').length;
  const before = told(ticker.stderr);
  server.socket.send('rubbish');
  await ticker.until(({stderr}) => told(stderr) > before);
}

test('ticker --window prints each window when its time is over, by the clock of the venue', async () => {
  await using server = await VenueServer.start();
  await using ticker = await run([
    'ticker',
    urlOf(server),
    '--window',
    '1s',
    '--lateness',
    '100ms',
    '--json',
  ]);
  await server.heard();
  server.socket.send(tradeFrame([1, '00:00:00.200000', 68_900.25, 1]));
  server.socket.send(
    tradeFrame(
      [2, '00:00:01.300000', 68_900.5, 0.5],
      [3, '00:00:01.100000', 68_901, 1.5],
      [4, '00:00:01.999999', 68_899.75, 0.25],
    ),
  );
  await ticker.until(({lines}) => lines.length >= 2);
  const empty =
    '"open":null,"high":null,"low":null,"close":null,"mean":null,"vwap":null,"volume":0.00,"late":0}';
  assert.deepEqual(ticker.lines.slice(0, 2), [
    '{"symbol":"BTC/USD","start":"2026-11-25T00:00:01.000Z","end":"2026-11-25T00:00:02.000Z","count":3,' +
      '"open":68901.00,"high":68901.00,"low":68899.75,"close":68899.75,"mean":68900.4167,"vwap":68900.7500,"volume":2.25,"late":0}',
    `{"symbol":"BTC/USD","start":"2026-11-25T00:00:02.000Z","end":"2026-11-25T00:00:03.000Z","count":0,${empty}`,
  ]);
  ticker.signal('SIGTERM');
  assert.equal(await ticker.exit(), 143);
});

test('^C prints what the open windows hold, says that it is partial, and ends with 130', async () => {
  for (const [flags, shape] of [
    [
      ['--json'],
      /^\{"symbol":"BTC\/USD","start":"2026-11-25T01:00:00\.000Z".*,"count":1,.*"late":0,"partial":true\}$/,
    ],
    [
      [],
      /^2026-11-25T02:00:00Z BTC\/USD mean 5\.00 of 1 trade {2}open 5 high 5 low 5 close 5 {2}vwap 5\.00 volume 2 \(so far\)$/,
    ],
  ] as const) {
    await using server = await VenueServer.start();
    await using ticker = await run(['ticker', urlOf(server), '--window', '1h', ...flags]);
    await server.heard();
    server.socket.send(tradeFrame([1, '00:59:30.000000', 7, 1]));
    server.socket.send(tradeFrame([2, '01:00:10.000000', 5, 2]));
    await readAll(server, ticker);
    assert.deepEqual(ticker.lines, []);
    ticker.signal('SIGINT');
    assert.equal(await ticker.exit(), 130);
    assert.equal(ticker.lines.length, 1);
    assert.match(ticker.lines[0]!, shape);
  }
});

test('a symbol that is not traded has its windows too, and of several venues each is named', async () => {
  await using server = await VenueServer.start();
  const urls = [urlOf(server), urlOf(server, 'other')];
  const sources = urls.map(url => url.replace(/#.*/, ''));
  await using ticker = await run(['ticker', ...urls, '--window', '200ms', '--every', '100ms', '--json']);
  await ticker.until(({lines}) => lines.length >= 6);
  for (const source of sources) {
    const own = ticker.lines.map(line => JSON.parse(line)).filter(({venue}) => venue === source);
    assert.ok(own.length >= 2);
    for (const [index, window] of own.entries()) {
      assert.equal(Object.keys(window).at(-1), 'venue');
      assert.equal(window.count, 0);
      assert.equal(Date.parse(window.end) - Date.parse(window.start), 200);
      if (index > 0) assert.equal(Date.parse(window.end) - Date.parse(own[index - 1].end), 100);
    }
  }
  ticker.signal('SIGINT');
  assert.equal(await ticker.exit(), 130);
});

test('without --window each trade is a line, as it was', async () => {
  await using server = await VenueServer.start();
  await using ticker = await run(['ticker', urlOf(server)]);
  await server.heard();
  server.socket.send(tradeFrame([1, '00:00:00.200000', 68_900.25, 1.5]));
  await ticker.until(({stdout}) => stdout.includes('68900.25'));
  assert.equal(ticker.lines.at(-1), '2026-11-25T00:00:00.200000Z BTC/USD 68900.25 buy 1.5');
  ticker.signal('SIGINT');
  assert.equal(await ticker.exit(), 130);
});

test('a symbol that is refused, and what is missing, are said on standard error', async () => {
  await using server = await VenueServer.start();
  await using ticker = await run(['ticker', `${urlOf(server)},NO/USD`, '--json']);
  await server.heard();
  const answer = {error: 'Currency pair not supported NO/USD', method: 'subscribe', success: false};
  server.socket.send(JSON.stringify({...answer, symbol: 'NO/USD'}));
  server.socket.send(tradeFrame([1, '00:00:00.000000', 1, 1]));
  server.socket.send(tradeFrame([5, '00:00:01.000000', 1, 1]));
  await ticker.until(({lines}) => lines.length >= 2);
  const source = `kraken+ws://127.0.0.1:${server.port}/v2`;
  const told = (sentence: string) =>
    ticker.until(({stderr}) => stderr.includes(`tailrace: ${source} ${sentence}`));
  await told('NO/USD refused: Currency pair not supported NO/USD\n');
  await told('BTC/USD: 3 trades');
  assert.deepEqual(
    ticker.lines.map(line => JSON.parse(line).id),
    [1, 5],
  );
});

test('a quote without bid and ask is a line: what a mini ticker tells, and the last price before any trade', async () => {
  await using server = await VenueServer.start();
  const url = `binance+ws://127.0.0.1:${server.port}/ws#btcusdt@miniTicker`;
  await using mini = await run(['ticker', url, '--json']);
  await server.heard();
  const prices = {c: '0.0025', o: '0.0010', h: '0.0025', l: '0.0010', v: '10000', q: '18'};
  server.socket.send(JSON.stringify({e: '24hrMiniTicker', E: 1672515782136, s: 'BTCUSDT', ...prices}));
  await mini.until(({lines}) => lines.length === 1);
  const {type, last, open} = JSON.parse(mini.lines[0]!);
  assert.deepEqual({type, last, open}, {type: 'quote', last: 0.0025, open: 0.001});
  await using kraken = await run(['ticker', urlOf(server)]);
  await server.heard();
  const snapshot = JSON.parse(tradeFrame([1, '00:00:00.200000', 68_900.25, 1.5]));
  server.socket.send(JSON.stringify({...snapshot, type: 'snapshot'}));
  await kraken.until(({lines}) => lines.length === 1);
  assert.match(kraken.lines[0]!, / BTC\/USD last 68900\.25 bid - ask -$/);
});

test('without --window as with it, no trade is dropped however slowly lines are read', async () => {
  const count = 60_000;
  await using server = await VenueServer.start();
  await using ticker = await run(['ticker', urlOf(server), '--json']);
  await server.heard();
  ticker.child.stdout!.pause();
  for (let id = 1; id <= count; id++) server.socket.send(tradeFrame([id, '00:00:00.200000', 1, 1]));
  await sleep(1500);
  ticker.child.stdout!.resume();
  await ticker.until(({lines}) => lines.length >= count);
  assert.doesNotMatch(ticker.stderr, /missing|missed/);
});
