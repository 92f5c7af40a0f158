import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {join, sep} from 'node:path';
import {test} from 'node:test';
import {brokenRules, idleExceptions, importsOf, type SourceFile} from './house-rules.ts';

const root = join(import.meta.dirname, '..', '..', 'source');

async function sourceFiles(): Promise<SourceFile[]> {
  const found = await readdir(root, {recursive: true, withFileTypes: true});
  return Promise.all(
    found
      .filter(entry => entry.isFile())
      .map(async entry => {
        const path = join(entry.parentPath, entry.name);
        return {path: path.slice(root.length + 1).replaceAll(sep, '/'), text: await readFile(path, 'utf8')};
      }),
  );
}

test('each room imports only what it may', async () => {
  const files = await sourceFiles();
  assert.ok(files.length > 100, `${files.length} files were found`);
  assert.deepEqual(files.flatMap(brokenRules), []);
});

test('no exception to the rules has become idle', async () => {
  assert.deepEqual(idleExceptions(await sourceFiles()), []);
});

test('imports of every form are seen, and comments are not', () => {
  const text = `
import assert from 'one';
import {type A, b} from "two";
import type {C} from 'three';
import {
  d,
} from 'four';
import 'five';
export {e} from 'six';
export * from 'seven';
const f = await import('eight');
const g = require('nine');
const h = import(name);
// import i from 'comment';
/** import('comment') */
const j = 1; // require('comment')
`;
  assert.deepEqual(importsOf(text), [
    ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
    '?',
  ]);
});

const broken: readonly (readonly [path: string, text: string])[] = [
  ['streams/a.ts', "import '../ticker/event.ts'"],
  ['streams/a.ts', "import '../terminal/screen.ts'"],
  ['streams/a.ts', "import '../telemetry/log-file.ts'"],
  ['terminal/a.ts', "import '../streams/clock.ts'"],
  ['terminal/clean.ts', "import 'string-width'"],
  ['telemetry/a.ts', "import '../streams/clock.ts'"],
  ['ticker/a.ts', "import '../chat/event.ts'"],
  ['ticker/deep/a.ts', "import '../../terminal/screen.ts'"],
  ['ticker/a.ts', "import '../anomaly/error-rate.ts'"],
  ['ticker/a.ts', "import '../anomaly/alert-board.ts'"],
  ['anomaly/a.ts', "import type {LogRecord} from '../logs/record.ts'"],
  ['logs/a.ts', "import '../chat/names.ts'"],
  ['logs/a.ts', "await import('../hub/push.ts')"],
  ['recording/a.ts', "import '../ticker/ticker.ts'"],
  ['recording/a.ts', "import '../terminal/screen.ts'"],
  ['console/a.tsx', "import '../recording/player.ts'"],
  ['console/a.tsx', "import '../chat/client.ts'"],
  ['console/a.tsx', "import '../streams/websocket-events.ts'"],
  ['console/a.tsx', "import WebSocket from 'ws'"],
  ['console/a.tsx', "import {connect} from 'node:net'"],
  ['console/a.tsx', "import {Kafka} from 'kafkajs'"],
  ['hub/a.ts', "import '../console/store.ts'"],
  ['hub/a.ts', "import '../recording/entry.ts'"],
  ['hub/a.ts', "import pkg from '../../package.json' with {type: 'json'}"],
  ['commands/a.ts', "import '../cli.tsx'"],
  ['commands/a.ts', "import '../../test/helpers/run.ts'"],
  ['commands/a.ts', 'await import(name)'],
  ['commands/a.ts', 'process.exit(1)'],
  ['cli.tsx', "import './console/store.ts'"],
  ['attic/a.ts', ''],
  ['attic.ts', ''],
  ['ticker/a.ts', 'const now = Date.now();'],
  ['chat/a.ts', 'const now = new Date();'],
  ['logs/a.ts', 'setTimeout(() => {}, 1);'],
  ['anomaly/a.ts', 'setInterval(() => {}, 1);'],
  ['console/a.ts', 'Math.random()'],
  ['recording/a.ts', 'performance.now()'],
];
for (const [path, text] of broken) {
  test(`the rules do not let ${path} have ${JSON.stringify(text)}`, () => {
    const sentences = brokenRules({path, text});
    assert.equal(sentences.length, 1);
    assert.ok(sentences[0]!.startsWith(`source/${path}`));
  });
}

test('the rules let be what the design allows', () => {
  const allowed: readonly (readonly [path: string, text: string])[] = [
    ['streams/a.ts', "import '../terminal/clean.ts'; import './b.ts'; import 'ws'"],
    ['logs/formats/a.ts', "import '../../anomaly/alert.ts'"],
    ['ticker/a.ts', "import '../anomaly/alert.ts'; import '../anomaly/alert-life.ts'"],
    ['recording/a.ts', "import '../chat/event-schema.ts'"],
    ['console/panes/a.ts', "import '../../ticker/board.ts'"],
    ['hub/demo/a.ts', "import '../../chat/server.ts'"],
    [
      'commands/a.ts',
      "import '../console/console.ts'; import pkg from '../../package.json' with {type: 'json'}",
    ],
    ['cli.tsx', "import './commands/a.ts'; process.exit(0)"],
    ['ticker/a.ts', '// not Date.now()\nnew Date(timeMs)'],
  ];
  for (const [path, text] of allowed)
    assert.deepEqual(brokenRules({path, text: text.replaceAll('; ', ';\n')}), []);
});
