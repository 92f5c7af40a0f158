import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type TickerActions, TickerControls, type TickerKey} from '../../source/console/ticker-controls.ts';
import {sortKeys} from '../../source/console/ticker-list.ts';
import {initialUi, reduce, type Ui, type UiAction} from '../../source/console/ui.ts';
import {tickerNowMs, tickerStore} from '../helpers/ticker-world.ts';

const groups = {majors: ['BTC/USD', 'ETH/USD'], small: ['DOGE/USD']};

/** The controls on the ticker's world, with all that they say, ask for and begin. */
function start({
  store = tickerStore(),
  named = groups,
}: {
  store?: ReturnType<typeof tickerStore>;
  named?: Readonly<Record<string, readonly string[]>>;
} = {}) {
  const snapshot = store.snapshot(tickerNowMs);
  let ui: Ui = initialUi('ticker', named);
  const said: string[] = [];
  const begun: string[] = [];
  const asked: (readonly (string | undefined)[])[] = [];
  let done = true;
  const act =
    (name: string) =>
    (...words: (string | undefined)[]) => {
      asked.push([name, ...words]);
      return {done, says: `${name}: told`};
    };
  const actions: TickerActions = {
    add: act('add'),
    remove: act('remove'),
    alert: act('alert'),
    unalert: act('unalert'),
    levels: () => [101],
  };
  const dispatch = (action: UiAction) => (ui = reduce(ui, action, snapshot));
  const controls = new TickerControls({
    ui: () => ui,
    snapshot: () => snapshot,
    dispatch,
    notify: sentence => said.push(sentence),
    begin: command => begun.push(command),
    actions,
  });
  return {
    controls,
    said,
    begun,
    asked,
    dispatch,
    refuse: () => (done = false),
    press: (...keys: TickerKey[]) => {
      for (const key of keys) controls.press(key);
    },
    get ticker() {
      return ui.ticker;
    },
  };
}

test('the orders come one after the other and around, each the right way round', () => {
  const world = start();
  world.press('reverse');
  assert.ok(world.ticker.reversed);
  for (const sort of [...sortKeys.slice(1), 'asked']) {
    world.press('sort');
    assert.equal(world.ticker.sort, sort);
    assert.ok(!world.ticker.reversed);
  }
  assert.deepEqual(world.said, []);
});

test('what a change is counted from is said, for the heading alone is short', () => {
  const world = start();
  world.press('anchor', 'anchor');
  assert.deepEqual(world.said, ['change: within the moving window', 'change: since the first price']);
  assert.equal(world.ticker.anchor, 'session');
});

test('the filter key begins the command with the filter that there is', () => {
  const world = start();
  world.press('filter');
  assert.ok(world.controls.run({name: 'filter', text: '  change > 0 '}));
  world.press('filter');
  assert.deepEqual(world.begun, ['filter ', 'filter change > 0']);
});

test('a filter that cannot be read is answered with a sentence, and the one before it stays', () => {
  const world = start();
  world.controls.run({name: 'filter', text: 'BTC'});
  assert.ok(!world.controls.run({name: 'filter', text: 'change <'}));
  assert.equal(world.ticker.filter?.text, 'BTC');
  assert.match(world.said.join(), /^expected a number/);
  assert.ok(world.controls.run({name: 'filter', text: ' '}));
  assert.equal(world.ticker.filter, undefined);
});

test('the groups come one after the other, and after the last one all', () => {
  const world = start();
  const seen = Array.from({length: 4}, () => {
    world.press('group');
    return world.ticker.group;
  });
  assert.deepEqual(seen, ['majors', 'small', undefined, 'majors']);
  world.controls.run({name: 'group', group: undefined});
  assert.equal(world.ticker.group, undefined);
});

test('without groups the key says where they are named', () => {
  const world = start({named: {}});
  world.press('group');
  assert.deepEqual(world.said, ['groups are named in the [groups] of --config FILE']);
});

test('a symbol is asked for near the venue of the selected row', () => {
  const world = start();
  assert.ok(world.controls.run({name: 'add', text: 'SOL/USD'}));
  world.dispatch({type: 'newest'});
  world.refuse();
  assert.ok(!world.controls.run({name: 'add', text: 'ETH/USD'}));
  assert.deepEqual(world.asked, [
    ['add', 'SOL/USD', 'kraken'],
    ['add', 'ETH/USD', 'alpaca'],
  ]);
  assert.deepEqual(world.said, ['add: told', 'add: told']);
});

test('on an empty ticker there is no venue to be near, no row to remove and none to draw', () => {
  const world = start({store: tickerStore([])});
  world.controls.run({name: 'add', text: 'SOL/USD'});
  assert.ok(!world.controls.remove());
  world.controls.toggleChart();
  assert.deepEqual(world.asked, [['add', 'SOL/USD', undefined]]);
  assert.deepEqual(world.said, ['add: told', 'no row to remove', 'no row to draw a chart of']);
  assert.equal(world.controls.charted?.key, undefined);
});

test('the selected row is removed, or that of a symbol however it is written', () => {
  const world = start();
  world.dispatch({type: 'move', by: 1});
  assert.ok(world.controls.remove());
  assert.ok(world.controls.run({name: 'remove', text: 'doge/usd'}));
  assert.ok(!world.controls.run({name: 'remove', text: 'SOL/USD'}));
  assert.deepEqual(world.asked, [
    ['remove', 'kraken', 'ETH/USD'],
    ['remove', 'kraken', 'DOGE/USD'],
  ]);
  assert.equal(world.said.at(-1), 'there is no row SOL/USD');
});

test('where two venues have a symbol, the selected row of it is the one that is meant', () => {
  const world = start();
  world.dispatch({type: 'newest'});
  world.controls.run({name: 'remove', text: 'BTC/USD'});
  assert.deepEqual(world.asked, [['remove', 'alpaca', 'BTC/USD']]);
});

test('the chart is of the selected row, and stays with it while others pass it by', () => {
  const world = start();
  world.dispatch({type: 'move', by: 1});
  world.controls.toggleChart();
  assert.equal(world.controls.charted?.key, 'kraken ETH/USD');
  world.press('sort');
  assert.equal(world.controls.charted?.key, 'kraken ETH/USD');
  world.dispatch({type: 'move', by: 1});
  assert.notEqual(world.controls.charted?.key, 'kraken ETH/USD', 'j and k go through the charts');
  world.controls.toggleChart();
  assert.equal(world.controls.charted?.key, undefined);
});

test('a chart whose row is filtered away can be closed', () => {
  const world = start();
  world.controls.toggleChart();
  world.controls.run({name: 'filter', text: 'nothing'});
  assert.equal(world.controls.charted?.key, 'kraken BTC/USD');
  world.controls.toggleChart();
  assert.ok(!world.ticker.chart);
  assert.deepEqual(world.said, []);
});

test('alerts and their end are asked for as they are written', () => {
  const world = start();
  world.controls.run({name: 'alert', text: 'BTC/USD > 70000'});
  world.controls.run({name: 'unalert', text: '1'});
  assert.deepEqual(world.asked, [
    ['alert', 'BTC/USD > 70000'],
    ['unalert', '1'],
  ]);
  assert.deepEqual(world.said, ['alert: told', 'unalert: told']);
});

test('a row that the filter hides keeps the chart that is open; else the keys mean the row that is marked', () => {
  const {controls, dispatch, asked} = start();
  const [first, second] = tickerStore().snapshot(tickerNowMs).ticker.rows;
  dispatch({type: 'ticker', change: {selected: second!.key}});
  controls.toggleChart();
  dispatch({type: 'ticker', change: {filter: {text: '…', keeps: ({symbol}) => symbol === first!.symbol}}});
  assert.equal(controls.charted?.key, second!.key);
  assert.deepEqual(controls.levels, [101]);
  controls.toggleChart();
  controls.remove();
  assert.deepEqual(asked, [['remove', first!.venue, first!.symbol]]);
});
