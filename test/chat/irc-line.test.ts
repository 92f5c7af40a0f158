import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {formatIrcLine, parseIrcLine} from '../../source/chat/irc-line.ts';

interface Case {
  readonly line: string;
  readonly tags?: Record<string, string>;
  readonly source?: string;
  readonly command: string;
  readonly params?: readonly string[];
}

const cases: readonly Case[] = [
  {line: 'QUIT', command: 'QUIT'},
  {line: 'quit\r\n', command: 'quit'},
  {line: 'JOIN #ops', command: 'JOIN', params: ['#ops']},
  {line: 'JOIN   #ops   key  ', command: 'JOIN', params: ['#ops', 'key']},
  {line: 'TOPIC #ops :', command: 'TOPIC', params: ['#ops', '']},
  {line: 'PRIVMSG #ops ::-)', command: 'PRIVMSG', params: ['#ops', ':-)']},
  {line: 'PRIVMSG #ops :a  b :c ', command: 'PRIVMSG', params: ['#ops', 'a  b :c ']},
  {line: 'PRIVMSG #ops a:b', command: 'PRIVMSG', params: ['#ops', 'a:b']},
  {
    line: ':ada!a@host PRIVMSG #ops :hi',
    source: 'ada!a@host',
    command: 'PRIVMSG',
    params: ['#ops', 'hi'],
  },
  {
    line: ':irc.example  001  ada :Welcome',
    source: 'irc.example',
    command: '001',
    params: ['ada', 'Welcome'],
  },
  {line: ':odd\tsource PING x', source: 'odd\tsource', command: 'PING', params: ['x']},
  {line: '@a=1;b;c= PING x', tags: {a: '1', b: '', c: ''}, command: 'PING', params: ['x']},
  {line: '@a=1   :s  PING', tags: {a: '1'}, source: 's', command: 'PING'},
  {line: '@a=1;a=2 PING', tags: {a: '2'}, command: 'PING'},
  {
    line: '@+draft/reply=x;vendor.example/k=v PING',
    tags: {'+draft/reply': 'x', 'vendor.example/k': 'v'},
    command: 'PING',
  },
  {line: '@a=\\:\\s\\\\\\r\\n PING', tags: {a: '; \\\r\n'}, command: 'PING'},
  {line: '@a=\\b\\x;c=end\\ PING', tags: {a: 'bx', c: 'end'}, command: 'PING'},
  {line: '@a=x=y;;=z PING', tags: {a: 'x=y'}, command: 'PING'},
  {
    line: '@a=日本;b=🙂 PRIVMSG #é :žluťoučký',
    tags: {a: '日本', b: '🙂'},
    command: 'PRIVMSG',
    params: ['#é', 'žluťoučký'],
  },
  {line: '@__proto__=1 PING', tags: Object.fromEntries([['__proto__', '1']]), command: 'PING'},
];

for (const {line, tags = {}, source, command, params = []} of cases) {
  test(`parsing reads ${JSON.stringify(line)}`, () => {
    const parsed = parseIrcLine(line)!;
    assert.deepEqual([...parsed.tags], Object.entries(tags));
    assert.equal(parsed.source, source);
    assert.equal(parsed.command, command);
    assert.deepEqual(parsed.params, params);
  });
}

test('parsing finds no command where there is none', () => {
  for (const line of ['', ' ', '\r\n', '@a=1', '@a=1 ', ':source', ':source ', '@a :b ']) {
    assert.equal(parseIrcLine(line), undefined, JSON.stringify(line));
  }
});

test('formatting puts a colon only where the last parameter needs one', () => {
  const line = (...params: string[]) => formatIrcLine({command: 'X', params});
  assert.equal(line(), 'X');
  assert.equal(line('a', 'b'), 'X a b');
  assert.equal(line('a', ''), 'X a :');
  assert.equal(line('a', ':b'), 'X a ::b');
  assert.equal(line('a', 'b c'), 'X a :b c');
});

test('formatting makes one line of whatever is in it', () => {
  const tags = new Map([['a', 'x\r\ny']]);
  const line = formatIrcLine({tags, source: 's', command: 'X', params: ['a\r\nQUIT', 'b\nc\0d']});
  assert.equal(line, '@a=x\\r\\ny :s X a  QUIT :b c d');
});

const word = fc.stringMatching(/^[!-9;-~éß日🙂][!-~éß日🙂]{0,9}$/u);
const lines = fc.record(
  {
    tags: fc
      .array(fc.tuple(fc.stringMatching(/^\+?[a-z0-9./-]{1,12}$/), fc.string({unit: 'grapheme'})))
      .map(pairs => new Map(pairs)),
    source: fc.stringMatching(/^[!-~]{1,20}$/),
    command: fc.stringMatching(/^(?:[A-Z]{1,10}|\d{3})$/),
    params: fc
      .tuple(fc.array(word, {maxLength: 5}), fc.stringMatching(/^[ -~é🙂]{0,30}$/u))
      .map(([middles, last]) => [...middles, last]),
  },
  {requiredKeys: ['tags', 'command', 'params']},
);

test('any line formatted is read back as it was', () => {
  fc.assert(
    fc.property(lines, line => {
      const read = parseIrcLine(formatIrcLine(line))!;
      const tags = [...line.tags].map(([key, value]) => [key, value.replaceAll('\0', ' ')]);
      assert.deepEqual({...read, tags: [...read.tags]}, {...line, tags});
    }),
  );
});

test('parsing throws at nothing, and formatting what it read gives one line', () => {
  const anything = fc.oneof(
    fc.string({unit: 'binary', maxLength: 200}),
    fc.string({
      unit: fc.constantFrom('@', ':', ' ', ';', '=', '\\', '\r', '\n', '\0', 'A', '1', '\ud800'),
      maxLength: 60,
    }),
  );
  fc.assert(
    fc.property(anything, text => {
      const line = parseIrcLine(text);
      if (line) assert.doesNotMatch(formatIrcLine(line), /[\r\n\0]/);
    }),
    {numRuns: 1000},
  );
});
