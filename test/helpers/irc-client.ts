import {once} from 'node:events';
import WebSocket from 'ws';
import {type IrcLine, parseIrcLine} from '../../source/chat/irc-line.ts';

/** A bare IRC client over WebSocket: sends what it is told, keeps what it hears. */
export class IrcClient implements AsyncDisposable {
  readonly socket: WebSocket;
  /** Every line heard. */
  readonly lines: string[] = [];
  #read = 0;
  #heard = Promise.withResolvers<void>();
  #closed = false;

  private constructor(address: string) {
    this.socket = new WebSocket(address, ['text.ircv3.net'], {perMessageDeflate: false});
    this.socket.on('message', data => {
      this.lines.push(String(data));
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  static async connect(address: string): Promise<IrcClient> {
    const client = new IrcClient(address);
    await once(client.socket, 'open');
    return client;
  }

  /** Connects, registers and joins; what was said on the way counts as read. */
  static async enter(
    address: string,
    nick: string,
    {caps = [], rooms = []}: {readonly caps?: readonly string[]; readonly rooms?: readonly string[]} = {},
  ): Promise<IrcClient> {
    const client = await IrcClient.connect(address);
    if (caps.length > 0) client.send(`CAP REQ :${caps.join(' ')}`);
    client.send(`NICK ${nick}`, `USER ${nick} 0 * :${nick} the tester`);
    if (caps.length > 0) client.send('CAP END');
    await client.until('422');
    if (rooms.length > 0) {
      client.send(`JOIN ${rooms.join(',')}`);
      for (const _ of rooms) await client.until('366');
    }
    return client;
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(...lines: string[]): void {
    for (const line of lines) this.socket.send(line);
  }

  /** Reads on to the next line with this command (and, where given, of which `test` holds), and returns it. */
  async until(command: string, test: (line: IrcLine) => boolean = () => true): Promise<IrcLine> {
    for (;;) {
      while (this.#read < this.lines.length) {
        const line = parseIrcLine(this.lines[this.#read++]!);
        if (line?.command === command && test(line)) return line;
      }
      if (this.#closed) {
        throw new Error(`closed without ${command}; heard:\n${this.lines.slice(-20).join('\n')}`);
      }
      await this.#heard.promise;
    }
  }

  /** What was heard since the last line read up to now: asks for a PONG, and reads up to it. */
  async rest(): Promise<string[]> {
    const from = this.#read;
    this.send('PING rest');
    await this.until('PONG', line => line.params[1] === 'rest');
    return this.lines.slice(from, this.#read - 1);
  }

  /** Resolves when the connection has closed. */
  async gone(): Promise<void> {
    while (!this.#closed) await this.#heard.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.gone();
  }

  #wake(): void {
    const heard = this.#heard;
    this.#heard = Promise.withResolvers();
    heard.resolve();
  }
}
