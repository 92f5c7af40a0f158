import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Snapshot, Store} from '../../source/console/store.ts';
import {initialTicker} from '../../source/console/ticker-list.ts';
import {
  initialUi,
  newSince,
  nowOf,
  reduce,
  selectedAlert,
  type Ui,
  type UiAction,
  viewOf,
} from '../../source/console/ui.ts';
import {channels} from '../../source/recording/entry.ts';
import {isoTime} from '../../source/streams/clock.ts';
import {nowMs, sampleStore, startMs} from '../helpers/sample-world.ts';

function after(snapshot: Snapshot, ui: Ui, ...actions: UiAction[]): Ui {
  return actions.reduce((last, action) => reduce(last, action, snapshot), ui);
}

function start(store: Store): {snapshot: Snapshot; ui: Ui} {
  const snapshot = store.snapshot(nowMs);
  return {snapshot, ui: {...initialUi('ticker'), room: '#ops'}};
}

function log(store: Store, lines: number): void {
  const time = isoTime(startMs);
  for (let line = 0; line < lines; line++)
    store.apply(
      'logs',
      [{type: 'log', time, level: 'info', service: '', message: 'x', partition: 0, offset: '0'}],
      startMs,
    );
}

test('a console begins with its first pane, live, with nothing open', () => {
  assert.deepEqual(initialUi('chat'), {
    focus: 'chat',
    zoom: false,
    help: false,
    room: undefined,
    writing: undefined,
    frozen: {},
    frozenMs: {},
    ticker: initialTicker,
    alert: undefined,
    position: {ticker: 0, chat: 0, alerts: 0, logs: 0},
  });
});

test('a frozen pane keeps the view of its moment, counts what is new, and thaws to what is now', () => {
  for (const pane of channels) {
    const store = sampleStore();
    const {snapshot, ui} = start(store);
    const frozen = after(snapshot, ui, {type: 'focus', pane}, {type: 'freeze'});
    assert.equal(newSince(frozen, pane, snapshot), 0);
    const time = isoTime(startMs + 200_000);
    store.apply('ticker', [{type: 'trade', symbol: 'BTC/USD', price: 1, size: 1, time}], nowMs);
    store.apply('chat', [{type: 'message', room: '#random', nick: 'grace', text: 'news', time}], nowMs);
    log(store, 1);
    const one = snapshot.alerts.alerts[0]!;
    store.apply('alerts', [{...one, id: 'another', time}], nowMs);
    const later = store.snapshot(nowMs);
    assert.equal(viewOf(frozen, pane, later), snapshot[pane]);
    assert.equal(newSince(frozen, pane, later), 1, pane);
    const thawed = after(later, frozen, {type: 'freeze'});
    assert.equal(viewOf(thawed, pane, later), later[pane]);
    assert.equal(newSince(thawed, pane, later), undefined);
  }
});

test('freezing one pane leaves the others live', () => {
  const {snapshot, ui} = start(sampleStore());
  const frozen = after(
    snapshot,
    ui,
    {type: 'focus', pane: 'logs'},
    {type: 'freeze'},
    {type: 'focus', pane: 'chat'},
  );
  assert.equal(newSince(frozen, 'logs', snapshot), 0);
  assert.equal(newSince(frozen, 'chat', snapshot), undefined);
});

test('the count of what is new never falls below nothing when a room is left', () => {
  const store = sampleStore();
  const {snapshot, ui} = start(store);
  const frozen = after(snapshot, ui, {type: 'focus', pane: 'chat'}, {type: 'freeze'});
  const time = isoTime(nowMs);
  store.apply(
    'chat',
    [{type: 'presence', room: '#ops', nick: 'ada', change: 'part', self: true, time}],
    nowMs,
  );
  assert.equal(newSince(frozen, 'chat', store.snapshot(nowMs)), 0);
});

for (const pane of ['logs', 'chat'] as const) {
  test(`moving back in the ${pane} freezes them, and G returns to what is now`, () => {
    const {snapshot, ui} = start(sampleStore());
    const moved = after(snapshot, ui, {type: 'focus', pane}, {type: 'move', by: 3});
    assert.equal(moved.position[pane], 3);
    assert.equal(viewOf(moved, pane, snapshot), snapshot[pane]);
    assert.notEqual(moved.frozen[pane], undefined);
    const down = after(snapshot, moved, {type: 'move', by: -2});
    assert.equal(down.position[pane], 1);
    assert.notEqual(down.frozen[pane], undefined, 'still frozen: only G, Space or another room thaw');
    const live = after(snapshot, moved, {type: 'newest'});
    assert.equal(live.position[pane], 0);
    assert.equal(live.frozen[pane], undefined);
  });

  test(`moving forth in live ${pane} does nothing`, () => {
    const {snapshot, ui} = start(sampleStore());
    const focused = after(snapshot, ui, {type: 'focus', pane});
    assert.deepEqual(after(snapshot, focused, {type: 'move', by: -5}), focused);
  });

  test(`in the ${pane} one moves as far back as their first line, and no further`, () => {
    const {snapshot, ui} = start(sampleStore());
    const focused = after(snapshot, ui, {type: 'focus', pane});
    const lines = pane === 'logs' ? snapshot.logs.records.length : snapshot.chat.rooms[0]!.lines.length;
    assert.equal(after(snapshot, focused, {type: 'first'}).position[pane], lines - 1);
    assert.equal(reduce(focused, {type: 'first'}, snapshot, 4).position[pane], 4);
    assert.equal(reduce(focused, {type: 'move', by: 100}, snapshot, 4).position[pane], 4);
  });

  test(`where all of the ${pane} are shown, moving back does not freeze them`, () => {
    const {snapshot, ui} = start(sampleStore());
    const focused = after(snapshot, ui, {type: 'focus', pane});
    assert.deepEqual(reduce(focused, {type: 'move', by: 1}, snapshot, 0), focused);
  });
}

test('a pane that became larger than it was is moved on from what it shows', () => {
  const {snapshot, ui} = start(sampleStore());
  const far = reduce({...ui, focus: 'logs'}, {type: 'first'}, snapshot, 200);
  assert.equal(far.position.logs, 200);
  assert.equal(reduce(far, {type: 'move', by: -1}, snapshot, 150).position.logs, 149);
});

for (const [pane, length] of [
  ['ticker', 6],
  ['alerts', 2],
] as const) {
  test(`in the list of the ${pane} the selection stays within it, and does not freeze`, () => {
    const {snapshot, ui} = start(sampleStore());
    const focused = after(snapshot, ui, {type: 'focus', pane});
    const down = after(snapshot, focused, {type: 'move', by: 1});
    assert.equal(down.position[pane], 1);
    assert.deepEqual(down.frozen, {});
    assert.equal(after(snapshot, focused, {type: 'move', by: 99}).position[pane], length - 1);
    assert.equal(after(snapshot, focused, {type: 'newest'}).position[pane], length - 1);
    assert.equal(after(snapshot, down, {type: 'first'}).position[pane], 0);
    assert.equal(after(snapshot, down, {type: 'move', by: -99}).position[pane], 0);
  });
}

test('another room is shown from its end, live', () => {
  const {snapshot, ui} = start(sampleStore());
  const back = after(snapshot, ui, {type: 'focus', pane: 'chat'}, {type: 'move', by: 3});
  const other = after(snapshot, back, {type: 'room', room: '#random'});
  assert.equal(other.room, '#random');
  assert.equal(other.position.chat, 0);
  assert.equal(other.frozen.chat, undefined);
  const logs = after(snapshot, ui, {type: 'focus', pane: 'logs'}, {type: 'move', by: 3});
  const aside = after(snapshot, logs, {type: 'room', room: '#random'});
  assert.equal(aside.position.logs, 3);
  assert.equal(aside.frozen.logs, logs.frozen.logs);
});

test('zoom, help and writing are switched without touching the rest', () => {
  const {snapshot, ui} = start(sampleStore());
  assert.deepEqual(after(snapshot, ui, {type: 'zoom'}), {...ui, zoom: true});
  assert.deepEqual(after(snapshot, ui, {type: 'zoom'}, {type: 'zoom'}), ui);
  assert.deepEqual(after(snapshot, ui, {type: 'help', open: true}), {...ui, help: true});
  const writing = {what: 'chat', text: 'hi'} as const;
  assert.deepEqual(after(snapshot, ui, {type: 'write', writing}), {...ui, writing});
});

test('the alert that was moved to stays the selected one when a newer one comes before it', () => {
  const store = sampleStore();
  const before = store.snapshot(nowMs);
  const ui = after(before, initialUi('alerts'), {type: 'move', by: 1});
  const chosen = before.alerts.alerts[selectedAlert(ui, before)]!;
  const [open] = before.alerts.alerts;
  store.apply('alerts', [{...open!, id: 'new', key: 'new', since: open!.time}], nowMs);
  const later = store.snapshot(nowMs);
  assert.equal(later.alerts.alerts[selectedAlert(ui, later)]?.id, chosen.id);
  // At the top one wants to see whatever is first.
  const top = after(later, ui, {type: 'first'});
  assert.equal(selectedAlert(top, later), 0);
  assert.equal(top.alert, undefined);
});

test('time stands still in a frozen pane, and goes on when it thaws', () => {
  const store = sampleStore();
  const {snapshot, ui} = start(store);
  const frozen = after(snapshot, ui, {type: 'focus', pane: 'ticker'}, {type: 'freeze'});
  const later = store.snapshot(nowMs + 35_000);
  assert.equal(nowOf(frozen, 'ticker', later), nowMs);
  assert.equal(nowOf(frozen, 'alerts', later), nowMs + 35_000);
  assert.equal(nowOf(after(later, frozen, {type: 'freeze'}), 'ticker', later), nowMs + 35_000);
});
