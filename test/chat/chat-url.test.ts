import assert from 'node:assert/strict';
import {test} from 'node:test';
import {chatUrl} from '../../source/chat/chat-url.ts';
import {UsageError} from '../../source/streams/errors.ts';

test('a chat URL is an address and rooms, each with its #, none twice', () => {
  assert.deepEqual(chatUrl('irc+ws://127.0.0.1:8080/chat#ops,#random,ops,##deep,'), {
    address: 'ws://127.0.0.1:8080/chat',
    rooms: ['#ops', '#random', '##deep'],
  });
});

test('a chat URL may do without rooms, and keeps its path and query', () => {
  assert.deepEqual(chatUrl('irc+wss://irc.example/webirc?a=1'), {
    address: 'wss://irc.example/webirc?a=1',
    rooms: [],
  });
});

test("the nick is the URL's, or else the one given", () => {
  assert.equal(chatUrl('irc+ws://ada@host/', {nick: 'other'}).nick, 'ada');
  assert.equal(chatUrl('irc+ws://host/', {nick: 'other'}).nick, 'other');
  assert.equal(chatUrl('irc+ws://host/').nick, undefined);
});

test('user and password do not stay in the address', () => {
  assert.deepEqual(chatUrl('irc+ws://ada:s%20ecret@host/chat#a'), {
    address: 'ws://host/chat',
    rooms: ['#a'],
    nick: 'ada',
    password: 's ecret',
  });
});

test('rooms may be percent-encoded', () => {
  assert.deepEqual(chatUrl('irc+ws://host/#caf%C3%A9,%23b').rooms, ['#café', '#b']);
});

for (const [url, sentence] of [
  ['', /expected a chat URL/],
  ['ws://host/chat#ops', /expected a chat URL, for example irc\+ws:/],
  ['irc+http://host/#a', /expected a chat URL/],
  ['irc+ws://', /expected a host/],
  ['irc+ws://host:99999/', /expected a host/],
  ['irc+ws://host/#two words', /"#two words" is no name for a room/],
  ['irc+ws://host/#%1b', /is no name for a room/],
  [`irc+ws://host/#${'x'.repeat(64)}`, /is no name for a room/],
  ['irc+ws://host/#%zz', /two hexadecimal digits/],
  ['irc+ws://9lives@host/#a', /expected a nick .* got "9lives"/],
] as const) {
  test(`${JSON.stringify(url.slice(0, 40))} is refused with a sentence`, () => {
    assert.throws(
      () => chatUrl(url),
      error => error instanceof UsageError && sentence.test(error.message),
    );
  });
}

test('the sentence does not give the password away', () => {
  assert.throws(
    () => chatUrl('irc+ws://ada:hunter2@host/#two words'),
    error => error instanceof UsageError && !error.message.includes('hunter2'),
  );
});
