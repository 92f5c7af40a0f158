import {EventEmitter} from 'node:events';
import {type Key, render, Text, useInput, usePaste} from 'ink';
import type {KeyStream} from '../../source/terminal/input/key-stream.ts';

/** A key as text: its modifiers and names, then what it writes (`meta a`, `upArrow`); Enter writes nothing. */
export function spelled(input: string, key: Key): string {
  const names = Object.entries(key).flatMap(([name, value]) => (value === true ? [name] : []));
  return [...names, ...(input === '' || input === '\r' ? [] : [input])].join(' ');
}

/** The real Ink on `stdin`, with an app that writes down what it hears: keys as `spelled`, pastes as `paste: …`. */
export class InkApp implements Disposable {
  readonly heard: string[] = [];
  readonly #ink: ReturnType<typeof render>;

  constructor(stdin: KeyStream) {
    const stdout = Object.assign(new EventEmitter(), {isTTY: true, columns: 80, rows: 24, write: () => true});
    this.#ink = render(<Listener heard={one => this.heard.push(one)} />, {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
  }

  [Symbol.dispose](): void {
    this.#ink.unmount();
  }
}

function Listener({heard}: {readonly heard: (what: string) => void}) {
  useInput((input, key) => heard(spelled(input, key)));
  usePaste(text => heard(`paste: ${text}`));
  return <Text>listening</Text>;
}
