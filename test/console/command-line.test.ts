import assert from 'node:assert/strict';
import {test} from 'node:test';
import {commandNames, readCommand} from '../../source/console/command-line.ts';
import {channels} from '../../source/recording/entry.ts';

const context = {panes: channels, room: '#ops', groups: ['majors', 'Alts']};

for (const [line, command] of [
  ['quit', {name: 'quit'}],
  ['q', {name: 'quit'}],
  ['  quit  ', {name: 'quit'}],
  ['help', {name: 'help'}],
  ['h', {name: 'help'}],
  ['zoom', {name: 'zoom'}],
  ['freeze', {name: 'freeze'}],
  ['redraw', {name: 'redraw'}],
  ['mouse', {name: 'mouse'}],
  ['pause', {name: 'pause'}],
  ['rejects', {name: 'rejects'}],
  ['pane 2', {name: 'pane', pane: 'chat'}],
  ['pane logs', {name: 'pane', pane: 'logs'}],
  ['pane Al', {name: 'pane', pane: 'alerts'}],
  ['p l', {name: 'pane', pane: 'logs'}],
  ['join #dev', {name: 'join', room: '#dev'}],
  ['join dev', {name: 'join', room: '#dev'}],
  ['j &local', {name: 'join', room: '&local'}],
  ['part', {name: 'part', room: '#ops'}],
  ['part dev', {name: 'part', room: '#dev'}],
  ['nick ada', {name: 'nick', nick: 'ada'}],
  ['msg #dev  hello   there', {name: 'say', room: '#dev', text: 'hello   there'}],
  ['msg grace psst', {name: 'say', room: 'grace', text: 'psst'}],
  ['me waves at   all', {name: 'say', room: '#ops', text: 'waves at   all', kind: 'action'}],
  ['topic Deploys | on call: grace', {name: 'topic', room: '#ops', text: 'Deploys | on call: grace'}],
  ['speed 10', {name: 'speed', speed: 10}],
  ['speed 0.5', {name: 'speed', speed: 0.5}],
  ['speed 2x', {name: 'speed', speed: 2}],
  ['speed max', {name: 'speed', speed: Infinity}],
  ['add SOL/USD', {name: 'add', text: 'SOL/USD'}],
  ['add  kraken:SOL/USD,ETH/USD ', {name: 'add', text: 'kraken:SOL/USD,ETH/USD'}],
  ['remove', {name: 'remove', text: ''}],
  ['remove SOL/USD', {name: 'remove', text: 'SOL/USD'}],
  ['filter', {name: 'filter', text: ''}],
  ['filter change < -2  and rate > 5', {name: 'filter', text: 'change < -2  and rate > 5'}],
  ['sort change', {name: 'sort', by: 'change'}],
  ['sort V', {name: 'sort', by: 'volume'}],
  ['sort asked', {name: 'sort', by: 'asked'}],
  ['group', {name: 'group', group: undefined}],
  ['group all', {name: 'group', group: undefined}],
  ['group majors', {name: 'group', group: 'majors'}],
  ['group Alts', {name: 'group', group: 'Alts'}],
  ['alert', {name: 'alert', text: ''}],
  ['alert BTC/USD > 70000', {name: 'alert', text: 'BTC/USD > 70000'}],
  ['unalert 1', {name: 'unalert', text: '1'}],
] as const) {
  test(`":${line}" is read`, () => assert.deepEqual(readCommand(line, context), command));
}

const panes = ':pane takes one of 1 ticker, 2 chat, 3 alerts, 4 logs';
const sort = ':sort takes one of asked, change, rate, volume, last, symbol';
const speed = ':speed takes a number over 0, or max: :speed 10';
const msg = ':msg takes a room or a nick, and a text: :msg #ops hello';

for (const [line, sentence] of [
  ['pane', panes],
  ['pane 5', panes],
  ['pane 0', panes],
  ['pane kitchen', panes],
  ['join', ':join takes a room: :join #ops'],
  ['nick', ':nick takes a name: :nick ada'],
  ['msg', msg],
  ['msg #ops', msg],
  ['me', ':me takes a text'],
  ['topic', ':topic takes a text'],
  ['speed', speed],
  ['speed 0', speed],
  ['speed -1', speed],
  ['speed fast', speed],
  ['add', ':add takes a symbol: :add SOL/USD, :add kraken:SOL/USD'],
  ['sort', sort],
  ['sort price', sort],
  ['group alts', ':group takes one of all, majors, Alts'],
  ['dance', `no command "dance": there are ${commandNames.join(', ')}`],
  ['QUIT', `no command "QUIT": there are ${commandNames.join(', ')}`],
  ['constructor', `no command "constructor": there are ${commandNames.join(', ')}`],
  ['', `no command "": there are ${commandNames.join(', ')}`],
] as const) {
  test(`":${line}" is answered with a sentence`, () => assert.equal(readCommand(line, context), sentence));
}

test('where no room is shown, what goes to it says so', () => {
  const nowhere = {panes: channels, room: undefined, groups: []};
  assert.equal(readCommand('me waves', nowhere), ':me goes to the room that is shown, and none is');
  assert.equal(readCommand('topic x', nowhere), ':topic goes to the room that is shown, and none is');
  assert.equal(readCommand('part', nowhere), ':part takes a room: :part #ops');
});

test('where no group is named, :group says where they are', () => {
  const sentence = ':group takes a name of the [groups] of --config';
  assert.equal(readCommand('group majors', {...context, groups: []}), sentence);
});

test('only the panes that there are can be named', () => {
  const alone = {panes: ['logs'], room: undefined, groups: []} as const;
  assert.equal(readCommand('pane chat', alone), ':pane takes one of 1 logs');
  assert.deepEqual(readCommand('pane 1', alone), {name: 'pane', pane: 'logs'});
});
