import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {LineSettings} from './slow-pipe.ts';

export interface Far {
  readonly host: string;
  readonly port: number;
}

export interface LineOptions extends LineSettings {
  /** Where the line leads. */
  readonly to: Far;
}

/** Bytes that arrived at the ends since the start. */
export interface LineState {
  /** From the server to the client. */
  readonly down: number;
  readonly up: number;
}

/**
 * A TCP line with a rate and a delay, in a process of its own: whoever connects to `port` of the loopback talks to
 * `to` through it. Nothing is lost and little is kept: it reads only as fast as it forwards. What TCP and IP would
 * add to the bytes is not counted.
 */
export interface SlowLine extends AsyncDisposable {
  readonly port: number;
  state(): Promise<LineState>;
  /** From now on nothing comes through, either way. */
  cut(): Promise<void>;
  /** It goes on where it was cut. */
  mend(): Promise<void>;
}

export async function slowLine(options: LineOptions): Promise<SlowLine> {
  const file = fileURLToPath(new URL('slow-line-process.ts', import.meta.url));
  // Infinity is no JSON.
  const child = fork(file, [], {execArgv: ['--import=tsx'], serialization: 'advanced'});
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`the line's process ended with ${code}`)));
  ended.catch(() => {});
  const ask = async (question: unknown) => {
    const answer = once(child, 'message');
    child.send(question as object);
    const [message] = await Promise.race([answer, ended]);
    return message;
  };
  const {port} = (await ask(options)) as {port: number};
  return {
    port,
    state: async () => (await ask('state')) as LineState,
    cut: async () => void (await ask('cut')),
    mend: async () => void (await ask('mend')),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
