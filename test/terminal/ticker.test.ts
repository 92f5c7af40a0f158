import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {KrakenServer, type KrakenServerOptions} from '../helpers/kraken-server.ts';
import {type Pty, untouched} from '../helpers/pty.ts';
import {focused, lastRow, panes} from '../helpers/screen.ts';
import {tailrace} from '../helpers/tailrace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const esc = '\u001b';
const symbols = ['BTC/USD', 'ETH/USD', 'SOL/USD'];

interface Options extends Partial<KrakenServerOptions> {
  readonly asks?: readonly string[];
  readonly args?: readonly string[];
  readonly size?: {readonly columns: number; readonly rows: number};
}

/** A console on a venue that says what the test makes it say. */
async function watch(
  t: TestContext,
  {asks = ['BTC/USD', 'ETH/USD'], args = [], size, ...more}: Options = {},
) {
  const venue = await KrakenServer.start({symbols, ...more});
  const url = `${venue.source}#${asks.join()}`;
  const console = await tailrace(['watch', '--ticker', url, ...args], size ?? {columns: 100, rows: 24});
  t.after(async () => {
    await console[Symbol.asyncDispose]();
    await venue[Symbol.asyncDispose]();
  });
  await venue.asked(`subscribe ${asks.join()}`);
  return {venue, console};
}

/** What stands on the row of a symbol, without its name; undefined: there is no such row. */
function rowOf(screen: string, symbol: string): string | undefined {
  return new RegExp(`^[ ▸]${symbol} +(.*)$`, 'm').exec(screen)?.[1];
}

const row = (symbol: string, wanted: RegExp) => (screen: string) => wanted.test(rowOf(screen, symbol) ?? '');

/** The symbols, as they stand. */
function order(screen: string): string {
  return [...screen.matchAll(/^[ ▸]([A-Z]+)\/USD +[\d-]/gm)].map(([, symbol]) => symbol).join();
}

/** Trades of both symbols, one of which rose and the other fell. */
async function trade({venue, console}: {venue: KrakenServer; console: Pty}): Promise<void> {
  venue.trade('BTC/USD', 100);
  venue.trade('BTC/USD', 99);
  venue.trade('ETH/USD', 10);
  venue.trade('ETH/USD', 11);
  await console.waitFor(screen => order(screen) === 'BTC,ETH' && /▲10\.00%/.test(screen));
}

test('symbols stand there as asked for until their venue answers, and then with their trades', async t => {
  const {venue, console} = await watch(t, {answers: false});
  await console.waitFor(row('BTC/USD', /asked/));
  await console.waitFor(row('ETH/USD', /asked/));
  venue.trade('BTC/USD', 97_412.5);
  await console.waitFor(row('BTC/USD', /^97412\.5 +=0\.00% (?!.*asked)/));
  assert.match(rowOf(console.screen, 'ETH/USD')!, /^- +- asked/);
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
  assert.deepEqual(console.modes, untouched);
});

test('a symbol that the venue refuses says so, and why in the large chart', async t => {
  const {console} = await watch(t, {asks: ['BTC/USD', 'NO/SUCH']});
  await console.waitFor(row('NO/SUCH', /refused/));
  await console.waitFor(row('BTC/USD', /no trade/));
  console.press('G\r');
  await console.waitFor(/refused: Currency pair not supported NO\/SUCH/);
});

test('s sorts the rows, S turns them round, and the selected one stays selected', async t => {
  const world = await watch(t);
  const {console} = world;
  await trade(world);
  console.press('s');
  await console.waitFor(screen => /by change/.test(screen) && order(screen) === 'ETH,BTC');
  console.press('j');
  await console.waitFor(/▸BTC\/USD/);
  console.press('S');
  await console.waitFor(screen => order(screen) === 'BTC,ETH' && screen.includes('▸BTC/USD'));
  console.press('sssss');
  await console.waitFor(screen => !/ by /.test(screen) && order(screen) === 'BTC,ETH');
});

test('& filters the rows, which come and go with their prices', async t => {
  const world = await watch(t);
  const {venue, console} = world;
  await trade(world);
  console.press('&change > 0\r');
  await console.waitFor(screen => order(screen) === 'ETH' && / change > 0 ━.* 1 of 2 /.test(screen));
  venue.trade('BTC/USD', 101);
  await console.waitFor(screen => order(screen) === 'BTC,ETH' && / 2 of 2 /.test(screen));
  venue.trade('BTC/USD', 90);
  venue.trade('ETH/USD', 9);
  await console.waitFor(/none of 2 symbols: & changes the filter/);
  console.press('&');
  await console.waitFor(screen => lastRow(screen).startsWith(':filter change > 0'));
  console.press('\u0015');
  await console.waitFor(screen => lastRow(screen).startsWith(':filter ▏'));
  console.press('\r');
  await console.waitFor(screen => order(screen) === 'BTC,ETH');
});

test('+ asks the venue for a symbol and - gives it up', async t => {
  const world = await watch(t);
  const {venue, console} = world;
  await trade(world);
  console.press('+SOL/USD\r');
  await venue.asked('subscribe SOL/USD');
  await console.waitFor(row('SOL/USD', /no trade/));
  assert.match(lastRow(console.screen), /^asked kraken\+ws:\S+ for SOL\/USD/);
  venue.trade('SOL/USD', 184.25);
  await console.waitFor(row('SOL/USD', /^184\.25/));
  console.press('G-');
  await venue.asked('unsubscribe SOL/USD');
  await console.waitFor(screen => rowOf(screen, 'SOL/USD') === undefined);
  // What the venue had sent before it heard so is no fault of its.
  venue.trade('SOL/USD', 185);
  venue.trade('ETH/USD', 12);
  await console.waitFor(row('ETH/USD', /^12/));
  assert.doesNotMatch(console.screen, /rejected|SOL\/USD +\d/);
  console.press('+SOL\r');
  await console.waitFor(screen => lastRow(screen).includes('got the symbol "SOL"'));
});

test('with its last symbol the venue is left, and asked anew with the next', async t => {
  const {venue, console} = await watch(t, {asks: ['BTC/USD']});
  await console.waitFor(screen => lastRow(screen).includes('● ticker'));
  console.press('-');
  await console.waitFor(/no trade yet/);
  await console.waitFor(screen => !lastRow(screen).includes('ticker'), {withinMs: 20_000});
  console.press(`+${venue.source}#ETH/USD\r`);
  await venue.asked('subscribe ETH/USD');
  venue.trade('ETH/USD', 10);
  await console.waitFor(row('ETH/USD', /^10/));
});

test('Enter opens the large chart, where j and k go from symbol to symbol; Esc and Enter close it', async t => {
  const folder = await tempFolder();
  t.after(() => folder[Symbol.asyncDispose]());
  await writeFile(folder.file('app.log'), 'level=info msg=hello\n');
  const world = await watch(t, {args: ['--logs', folder.file('app.log')]});
  const {console} = world;
  await trade(world);
  await console.waitFor(screen => panes(screen).join() === 'Ticker,Alerts,Logs');
  for (const close of [esc, '\r']) {
    console.press('\r');
    await console.waitFor(
      screen => panes(screen).join() === 'Ticker' && /^ BTC\/USD 99 {2}mean /m.test(screen),
    );
    assert.doesNotMatch(console.screen, /hidden/);
    console.press('j');
    await console.waitFor(/^ ETH\/USD 11 {2}/m);
    console.press('k');
    await console.waitFor(/^ BTC\/USD 99 {2}/m);
    console.press(close);
    await console.waitFor(screen => panes(screen).join() === 'Ticker,Alerts,Logs');
  }
});

test(':alert raises an alert of a price, in a pane that comes with it, and :unalert ends it', async t => {
  const world = await watch(t);
  const {venue, console} = world;
  await trade(world);
  assert.deepEqual(panes(console.screen), ['Ticker']);
  console.press(':alert BTC/USD > 100\r');
  await console.waitFor(screen => panes(screen).join() === 'Ticker,Alerts');
  assert.match(lastRow(console.screen), /^alert 1: BTC\/USD > 100/);
  venue.trade('BTC/USD', 101);
  await console.waitFor(/● WARN BTC\/USD/);
  assert.equal(focused(console.screen), 'Ticker');
  console.press(':unalert 1\r');
  await console.waitFor(/○ ok +BTC\/USD/);
});

test('trades that were missed are counted on their row', async t => {
  const world = await watch(t);
  const {venue, console} = world;
  await trade(world);
  venue.trade('BTC/USD', 98, {skipping: 3});
  await console.waitFor(row('BTC/USD', /^98 .* missed 3/));
  assert.doesNotMatch(rowOf(console.screen, 'ETH/USD')!, /missed/);
});

test('while the venue is gone its rows are stale, and heal when it is back', async t => {
  const world = await watch(t);
  const {venue, console} = world;
  await trade(world);
  const {port} = venue;
  await venue[Symbol.asyncDispose]();
  await console.waitFor(row('BTC/USD', /^99 .* stale \d/));
  await console.waitFor(row('ETH/USD', /^11 .* stale \d/));
  await using back = await KrakenServer.start({port, symbols});
  await back.asked('subscribe BTC/USD,ETH/USD');
  await console.waitFor(screen => !screen.includes('stale'));
  // It counts on where it was.
  back.trade('BTC/USD', 97, {skipping: 2});
  await console.waitFor(row('BTC/USD', /^97/));
});

test('on a screen of 40×12 all of this is still told', async t => {
  const world = await watch(t, {size: {columns: 40, rows: 12}, asks: ['BTC/USD', 'ETH/USD', 'NO/SUCH']});
  const {venue, console} = world;
  await console.waitFor(row('NO/SUCH', /refused/));
  venue.trade('BTC/USD', 100);
  venue.trade('BTC/USD', 101, {skipping: 3});
  await console.waitFor(row('BTC/USD', /^101 +▲1\.00% missed 3/));
  console.press('\r');
  await console.waitFor(/^ BTC\/USD 101/m);
  console.press('\r&missed > 0\r');
  await console.waitFor(screen => order(screen) === 'BTC');
});

test('q leaves, and the terminal is given back', async t => {
  const world = await watch(t);
  const {console} = world;
  await trade(world);
  console.press('\r');
  await console.waitFor(/^ BTC\/USD 99 {2}/m);
  console.press('q');
  assert.deepEqual(await console.exit, {code: 0, signal: 0});
  assert.deepEqual(console.modes, untouched);
});
