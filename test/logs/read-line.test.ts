import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {readLine} from '../../source/logs/read-line.ts';
import type {LogRecord} from '../../source/logs/record.ts';
import {recordSchema} from '../../source/logs/record-schema.ts';

const arrivedMs = Date.UTC(2026, 10, 22, 12);
const time = '2026-11-22T10:11:12.345Z';
const options = {partition: 3, offset: '42', arrivedMs, zone: 'utc'} as const;

/** What is expected where a case says nothing. */
const ordinary = {type: 'log', level: 'info', service: '', partition: 3, offset: '42'};

const cases: Record<string, readonly [line: string, expected: Partial<LogRecord>]> = {
  pino: [
    `{"level":40,"time":${Date.parse(time)},"pid":1,"name":"orders","msg":"slow"}`,
    {time, level: 'warn', service: 'orders', message: 'slow', fields: {pid: 1}},
  ],
  bunyan: [
    `{"name":"orders","hostname":"h","level":60,"msg":"died","time":"${time}","v":0}`,
    {time, level: 'fatal', service: 'orders', message: 'died', fields: {hostname: 'h', v: 0}},
  ],
  'ECS with dotted names': [
    `{"@timestamp":"${time}","log.level":"ERROR","message":"no","service.name":"pay","user.id":"u7"}`,
    {time, level: 'error', service: 'pay', message: 'no', user: 'u7'},
  ],
  'ECS with nested names': [
    `{"@timestamp":"${time}","log":{"level":"warn"},"message":"no","service":{"name":"pay"},"user":{"id":7}}`,
    {
      time,
      level: 'warn',
      service: 'pay',
      message: 'no',
      user: '7',
      fields: {log: {level: 'warn'}, service: {name: 'pay'}, user: {id: 7}},
    },
  ],
  OpenTelemetry: [
    `{"timestamp":"${time}","severityText":"ERROR2","body":"no","resource":{"service.name":"cart"}}`,
    {time, level: 'error', service: 'cart', message: 'no', fields: {resource: {'service.name': 'cart'}}},
  ],
  'OpenTelemetry in OTLP': [
    '{"timeUnixNano":"1795342272345000000","severityNumber":21,"body":{"stringValue":"no"}}',
    {time, level: 'fatal', message: 'no', fields: {body: {stringValue: 'no'}}},
  ],
  'capital names': [
    `{"Timestamp":"${time}","Level":"Warning","Message":"hm"}`,
    {time, level: 'warn', message: 'hm'},
  ],
  'seconds since the epoch': [
    '{"ts":1795342272.345,"lvl":"dbug","msg":"x"}',
    {time, level: 'debug', message: 'x'},
  ],
  'the better name': [
    `{"logger":"a.b","app":"shop","service":"pay","time":"${time}","msg":"x"}`,
    {time, service: 'pay', message: 'x', fields: {logger: 'a.b', app: 'shop'}},
  ],
  'a name with a value that is none': [
    `{"time":"${time}","level":"purple","msg":"x"}`,
    {time, message: 'x', fields: {level: 'purple'}},
  ],
  'a time that is too early to be one': [
    '{"time":17,"msg":"x"}',
    {time: '2026-11-22T12:00:00.000Z', message: 'x', fields: {time: 17}},
  ],
  'JSON without a message': [
    `{"time":"${time}","a":1}`,
    {time, message: `{"time":"${time}","a":1}`, fields: {a: 1}},
  ],
  logfmt: [
    `time=${time} level=error msg="it \\"broke\\"\\nhere" service=pay user=42 took=1.50 empty=`,
    {
      time,
      level: 'error',
      service: 'pay',
      message: 'it "broke" here',
      user: '42',
      fields: {took: '1.50', empty: ''},
    },
  ],
  'logfmt with an open quote': [`level=warn msg="no end`, {level: 'warn', message: 'no end'}],
  'words that begin like logfmt': ['a=b did something', {message: 'a=b did something'}],
  'a level in logfmt within text': [
    'starting level=warn now',
    {level: 'warn', message: 'starting level=warn now'},
  ],
  'ISO time': [`${time} INFO started`, {time, message: 'started'}],
  'ISO time to the microsecond': [
    '2026-11-22T10:11:12.345678Z x',
    {time: '2026-11-22T10:11:12.345678Z', message: 'x'},
  ],
  'ISO time with an offset': ['2026-11-22T11:11:12.345+01:00 ERR x', {time, level: 'error', message: 'x'}],
  'ISO time without a zone': ['2026-11-22T10:11:12.345 x', {time, message: 'x'}],
  'Python and log4j': [
    '2026-11-22 10:11:12,345 - app.db - ERROR - gone',
    {time, level: 'error', message: 'app.db - ERROR - gone'},
  ],
  Spring: [
    `${time}  WARN 123 --- [main] c.e.App : hm`,
    {time, level: 'warn', message: '123 --- [main] c.e.App : hm'},
  ],
  'nginx error log': ['2026/11/22 10:11:12 [crit] 7#0: no', {level: 'fatal', message: '7#0: no'}],
  'Apache error log': [
    '[Sun Nov 22 10:11:12.345 2026] [core:error] [pid 7] no',
    {time, level: 'error', message: '[core:error] [pid 7] no'},
  ],
  Postgres: [
    '2026-11-22 10:11:12.345 UTC [7] FATAL:  gone',
    {time, level: 'fatal', message: '[7] FATAL:  gone'},
  ],
  'level before time': ['WARN 2026-11-22 10:11:12,345 hm', {time, level: 'warn', message: 'hm'}],
  'level and time in brackets': [
    '[2026-11-22 10:11:12.345] [ERROR] no',
    {time, level: 'error', message: 'no'},
  ],
  'epoch seconds': ['1795342272.345 NOTICE x', {time, message: 'x'}],
  'epoch milliseconds': ['1795342272345 DEBUG x', {time, level: 'debug', message: 'x'}],
  syslog: [
    'Nov 22 10:11:12 host sshd[7]: error: no',
    {level: 'error', service: 'sshd', message: 'no', fields: {host: 'host', pid: '7'}},
  ],
  'syslog with an ISO time': [
    `${time} host sshd[7]: hello`,
    {time, service: 'sshd', message: 'hello', fields: {host: 'host', pid: '7'}},
  ],
  'syslog RFC 5424': [
    `<11>1 ${time} host app 7 - - no`,
    {time, level: 'error', service: 'app', message: 'no', fields: {host: 'host', pid: '7'}},
  ],
  'combined access log': [
    '10.0.0.1 - ann [22/Nov/2026:11:11:12 +0100] "GET /x HTTP/1.1" 503 17 "-" "curl/8"',
    {
      level: 'error',
      message: 'GET /x HTTP/1.1 503',
      user: 'ann',
      fields: {client: '10.0.0.1', status: 503, bytes: 17, agent: 'curl/8'},
    },
  ],
  'common access log of a client error': [
    '10.0.0.1 - - [22/Nov/2026:10:11:12 +0000] "GET /x HTTP/1.1" 404 -',
    {level: 'warn', message: 'GET /x HTTP/1.1 404', fields: {client: '10.0.0.1', status: 404}},
  ],
  colours: ['\u001b[31mERROR\u001b[0m 2026-11-22T10:11:12.345Z no', {time, level: 'error', message: 'no'}],
  'a byte order mark': [`\ufeff{"time":"${time}","msg":"x"}`, {time, message: 'x'}],
  'level alone': ['error: it broke', {level: 'error', message: 'it broke'}],
  'a level of Python': ['CRITICAL:root:gone', {level: 'fatal', message: 'root:gone'}],
  'plain words': ['no errors were found', {message: 'no errors were found'}],
  'a level word as a part of others': ['the terror of WARNINGS', {message: 'the terror of WARNINGS'}],
  'an opening brace that is not JSON': ['{main} started', {message: '{main} started'}],
  'a day that no calendar has': [
    '2026-02-30T10:11:12.345Z x',
    {time: '2026-11-22T12:00:00.000Z', message: '2026-02-30T10:11:12.345Z x'},
  ],
};

for (const [name, [line, expected]] of Object.entries(cases)) {
  test(`reads ${name}`, () => {
    const record = readLine(line, options);
    assert.ok(record && 'type' in record);
    const fallback = /2026|Nov/.test(line) ? '2026-11-22T10:11:12.000Z' : '2026-11-22T12:00:00.000Z';
    assert.deepEqual(record, {...ordinary, time: fallback, ...expected});
  });
}

test('a syslog line of December that is read in January is of last year', () => {
  const january = {...options, arrivedMs: Date.UTC(2027, 0, 1, 0, 5)};
  const record = readLine('Dec 31 23:59:59 host cron[1]: x', january) as LogRecord;
  assert.equal(record.time, '2026-12-31T23:59:59.000Z');
});

test('a time without a zone is local unless told otherwise', () => {
  const record = readLine('2026-11-22 10:11:12 x', {partition: 0, offset: '0', arrivedMs}) as LogRecord;
  assert.equal(record.time, new Date(2026, 10, 22, 10, 11, 12).toISOString());
});

test('broken JSON is not read, and the reason says what was expected', () => {
  const unread = readLine('{"level":30,"msg":"cut of', options);
  assert.ok(unread && 'reason' in unread);
  assert.match(unread.reason, /^expected a JSON object: /);
});

test('blank lines are nothing', () => {
  for (const line of ['', '   ', '\t', '\u001b[0m', '\ufeff'])
    assert.equal(readLine(line, options), undefined);
});

test('what a line does not tell is taken from the defaults', () => {
  const defaults = {time, level: 'warn', service: 'shop', fields: {host: 'h'}} as const;
  const record = readLine('hello', {...options, defaults});
  assert.deepEqual(record, {
    ...ordinary,
    time,
    level: 'warn',
    service: 'shop',
    message: 'hello',
    fields: {host: 'h'},
  });
});

test('hostile text is clean in every part of the record', () => {
  const evil = '\\u001b]0;owned\\u0007\\u001b[2Jx\\u202e';
  const line = `{"level":"info","service":"${evil}","user":"${evil}","msg":"${evil}","${evil}":{"a":["${evil}"]},"__proto__":{"polluted":1}}`;
  const record = readLine(line, options) as LogRecord;
  assert.deepEqual(record.fields, {x: {a: ['x']}});
  assert.deepEqual([record.service, record.user, record.message], ['x', 'x', 'x']);
  assert.equal(Object.getPrototypeOf(record.fields), Object.prototype);
  const plain = readLine(`ERROR \u001b]0;owned\u0007a\u0000b\u202ec`, options) as LogRecord;
  assert.equal(plain.message, 'abc');
});

test('a line that nests thirty thousand brackets is read', () => {
  const record = readLine(
    `{"msg":"deep","a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
    options,
  ) as LogRecord;
  assert.equal(record.message, 'deep');
});

test('any text at all is a record of the right shape, a reason or nothing', () => {
  const words = fc.constantFrom(
    '{"',
    '"time":',
    '1e999',
    '[',
    '] "',
    'level=',
    '<34>1 ',
    time,
    'Nov 22 10:11:12 ',
    'ERROR',
    '\u001b[',
    ' ',
    '=',
    '"',
    '\\',
  );
  const text = fc.array(fc.oneof(words, fc.string({unit: 'binary', maxLength: 8})), {maxLength: 20});
  fc.assert(
    fc.property(
      text,
      fc.dictionary(fc.constantFrom('time', 'level', 'msg', 'user', 'service', 'log', 'x'), fc.jsonValue()),
      (parts, json) => {
        for (const line of [parts.join(''), JSON.stringify(json)]) {
          const record = readLine(line, options);
          if (record && 'type' in record) assert.deepEqual(recordSchema.parse(record), record);
        }
      },
    ),
    {numRuns: 1000},
  );
});

test('no line of 64 KiB takes long', () => {
  const size = 64 * 1024;
  for (const unit of [
    'a',
    ' ',
    '[',
    'a=',
    '"',
    '\\"',
    '[a] ',
    'a | ',
    'A:',
    '<',
    '1',
    '- ',
    'a.',
    '[a ',
    'ERROR',
  ]) {
    for (const start of [
      '',
      '127.0.0.1 - - [',
      '<34>1 2026-11-22T10:11:12Z h a p i [',
      'a="',
      '2026-11-22 10:11:12 ',
    ]) {
      const before = performance.now();
      readLine(start + unit.repeat(size / unit.length), options);
      const ms = performance.now() - before;
      assert.ok(ms < 250, `${JSON.stringify(start + unit)}… took ${Math.round(ms)} ms`);
    }
  }
});
