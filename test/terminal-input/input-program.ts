// A program in a real terminal, for device.test.ts: `input-program.ts stdin|device`. Says what it hears, a line each.
import {openSync, writeSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {TerminalInput} from '../../source/terminal/input/terminal-input.ts';

const terminal =
  process.argv[2] === 'device'
    ? new ReadStream(openSync('/dev/tty', 'r'))
    : (process.stdin as unknown as ReadStream);
const say = (line: string) => writeSync(1, `${line}\r\n`);
terminal.setRawMode(true);
using input = new TerminalInput(terminal);
let answers = 0;
input.on('answer', answer => {
  answers++;
  say(`answer ${JSON.stringify(answer)}`);
});
input.keys.on('readable', () => {
  for (let key: string | null; (key = input.keys.read()) !== null; ) heed(key);
});
input.start();
say('ready');

const {promise, resolve} = Promise.withResolvers<void>();

function heed(key: string): void {
  say(`key ${JSON.stringify(key)}`);
  if (key === 'a') writeSync(1, '\u001b[5n');
  if (key === 's') {
    // As at ^Z and fg, without the shell.
    input.stop();
    input.start();
  }
  if (key === 'S') {
    input.stop();
    say('stopped');
    setTimeout(() => input.start(), 50);
  }
  if (key === 'q') {
    // The answers are still on their way.
    writeSync(1, '\u001b[5n\u001b[6n\u001b[5n');
    const before = answers;
    input.drain(10_000, () => answers === before + 3);
    say(`drained ${answers - before}`);
    terminal.setRawMode(false);
    resolve();
  }
}

await promise;
if (process.argv[2] === 'device') terminal.destroy();
