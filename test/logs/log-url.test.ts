import assert from 'node:assert/strict';
import {test} from 'node:test';
import {logUrl} from '../../source/logs/log-url.ts';

for (const [text, path] of [
  ['/var/log/syslog', '/var/log/syslog'],
  ['app.log', 'app.log'],
  ['./-', './-'],
  ['file:app.log', 'app.log'],
  ['file:/var/log/a b.log', '/var/log/a b.log'],
  ['file:///var/log/a%20b.log', '/var/log/a b.log'],
  ['C:\\logs\\app.log', 'C:\\logs\\app.log'],
  ['2026-11-22T10:11:12.log', '2026-11-22T10:11:12.log'],
  ['app:1.log', 'app:1.log'],
  [' spaced ', ' spaced '],
] as const) {
  test(`${JSON.stringify(text)} is a path`, () => {
    assert.deepEqual(logUrl(text), {kind: 'file', path});
  });
}

test('- is standard input', () => {
  assert.deepEqual(logUrl('-'), {kind: 'standard-input'});
});

for (const url of [
  'ws://127.0.0.1:8080/logs',
  'wss://user:word@hub.example/tailrace/logs',
  'WS://host:1/logs?since=1',
]) {
  test(`${url} is a hub`, () => {
    assert.deepEqual(logUrl(url), {kind: 'hub', url});
  });
}

for (const [text, message] of [
  ['foo://bar', /unknown kind: "foo:\/\/bar"; expected a path, .*as in "tailrace logs/],
  ['http://host/logs', /unknown kind/],
  ['', /not a log URL: ""/],
  ['file:', /a path is missing/],
  ['file://elsewhere/app.log', /not the URL of a file on this machine/],
  ['ws://host:8080/alerts', /not the log address of a hub.*ws:\/\/HOST:PORT\/logs/],
  ['ws://', /not the log address of a hub/],
  ['embedded:', /cannot read "embedded:" yet/],
] as const) {
  test(`${JSON.stringify(text)} is a usage error that says what was expected`, () => {
    assert.throws(() => logUrl(text), {name: 'UsageError', message});
  });
}

test('an error about a URL does not repeat its password', () => {
  assert.throws(
    () => logUrl('foo://user:hunter2@host/'),
    error => !String(error).includes('hunter2'),
  );
});
