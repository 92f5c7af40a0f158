import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';

const folder = new URL('../fixtures/frames/', import.meta.url);

/**
 * Fails unless the rows are those of `test/fixtures/frames/NAME.txt`. With UPDATE_FRAMES=1 the file is written
 * instead: read what has changed before it is kept.
 */
export function sameFrame(name: string, rows: readonly string[]): void {
  const file = new URL(`${name}.txt`, folder);
  const frame = `${rows.join('\n')}\n`;
  if (process.env.UPDATE_FRAMES === '1') {
    mkdirSync(folder, {recursive: true});
    writeFileSync(file, frame);
    return;
  }
  assert.equal(
    frame,
    readFileSync(file, 'utf8'),
    `${name} is not as in ${file.pathname}; UPDATE_FRAMES=1 rewrites it`,
  );
}
