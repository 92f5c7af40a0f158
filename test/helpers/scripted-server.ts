import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {type WebSocket, WebSocketServer} from 'ws';

export interface ScriptedServer extends AsyncDisposable {
  readonly port: number;
  /** Sends to whoever came last, just as it is given. */
  send(...lines: string[]): void;
  /** Closes the connection of whoever came last, after what was sent to it. */
  drop(): void;
  /** Resolves to the first line that any client sent, now or later, that matches. */
  until(pattern: RegExp): Promise<string>;
}

export interface Script {
  /** The capabilities it has; undefined when it knows no CAP. Default message-tags, server-time, echo-message. */
  readonly caps?: string | undefined;
  /** What it answers to a line, in place of what it would by itself. */
  readonly answer?: (line: string) => string[];
}

/** An IRC server that lets everyone in and says what a test tells it to, however wrong. */
export async function scriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const caps = 'caps' in script ? script.caps : 'message-tags server-time echo-message';
  const answer = script.answer ?? (line => politely(line, caps));
  const server = new WebSocketServer({host: '127.0.0.1', port: 0, perMessageDeflate: false});
  const lines: string[] = [];
  let heard = Promise.withResolvers<void>();
  let last: WebSocket | undefined;
  server.on('connection', socket => {
    last = socket;
    socket.on('error', () => {});
    socket.on('message', data => {
      const line = String(data);
      lines.push(line);
      for (const reply of answer(line)) socket.send(reply);
      heard.resolve();
      heard = Promise.withResolvers();
    });
  });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    send(...toSend) {
      for (const line of toSend) last!.send(line);
    },
    drop: () => last!.close(),
    async until(pattern) {
      for (let at = 0; ; at++) {
        while (at >= lines.length) await heard.promise;
        if (pattern.test(lines[at]!)) return lines[at]!;
      }
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

function politely(line: string, caps: string | undefined): string[] {
  const [command, ...params] = line.split(' ');
  if (command === 'CAP' && caps === undefined) return [':irc.test 421 * CAP :Unknown command'];
  if (command === 'CAP' && params[0] === 'LS') return [`:irc.test CAP * LS :${caps}`];
  if (command === 'CAP' && params[0] === 'REQ') {
    return [`:irc.test CAP * ACK ${params.slice(1).join(' ')}`];
  }
  if (command === 'USER') return [`:irc.test 001 ${params[0]} :Welcome`];
  if (command === 'JOIN') {
    return params[0]!
      .split(',')
      .flatMap(room => [
        `:ada!a@h JOIN ${room}`,
        `:irc.test 353 ada = ${room} :@ada +eve`,
        `:irc.test 366 ada ${room} :End`,
      ]);
  }
  return [];
}
