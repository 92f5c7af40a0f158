import type {IrcLine} from '../irc-line.ts';
import {maxNickLength} from '../names.ts';

export interface RegistrationOptions {
  readonly nick: string;
  readonly realName: string;
  readonly password?: string | undefined;
  readonly send: (command: string, ...params: string[]) => void;
}

const wanted = ['message-tags', 'server-time', 'echo-message'];
const maxAttempts = 20;

/**
 * Our side of coming in: the capabilities that the server has of those we use, then a nick that is free. As in the
 * IRCv3 capability negotiation specification, and with servers that have never heard of it.
 */
export class Registration {
  readonly caps = new Set<string>();
  /** The nick that we have, or that we asked for last. */
  nick: string;
  done = false;
  /** Why the server will not have us, once it said so. */
  refused: string | undefined;
  readonly #options: RegistrationOptions;
  #offered: string[] = [];
  #attempt = 0;

  constructor(options: RegistrationOptions) {
    this.#options = options;
    this.nick = options.nick;
  }

  start(): void {
    const {send, password, realName} = this.#options;
    send('CAP', 'LS', '302');
    if (password !== undefined) send('PASS', password);
    send('NICK', this.nick);
    send('USER', this.nick, '0', '*', realName);
  }

  handle({command, params}: IrcLine): void {
    if (command === 'CAP') this.#cap(params);
    else if (this.done) return;
    else if (command === '001') {
      this.done = true;
      // Servers may shorten it.
      this.nick = params[0] || this.nick;
    } else if (command === '433' || command === '436' || command === '437') this.#nextNick();
    else if (command === '432') {
      this.refused = `the server does not accept the nick ${JSON.stringify(this.nick)}; choose another`;
    }
  }

  #cap([, sub = '', ...rest]: readonly string[]): void {
    const {send} = this.#options;
    const names = (rest.at(-1) ?? '').split(' ').filter(name => name !== '');
    if (sub === 'LS' && !this.done) {
      this.#offered.push(...names.slice(0, 100).map(name => name.split('=', 1)[0]!));
      // A star says that the list goes on in the next line.
      if (rest.length > 1 && rest[0] === '*' && this.#offered.length < 1000) return;
      const asked = wanted.filter(name => this.#offered.includes(name));
      this.#offered = [];
      if (asked.length > 0) send('CAP', 'REQ', asked.join(' '));
      else send('CAP', 'END');
      return;
    }
    for (const name of names) {
      if (sub === 'DEL' || name.startsWith('-')) this.caps.delete(name.replace(/^-/, ''));
      else if (sub === 'ACK' && wanted.includes(name)) this.caps.add(name);
    }
    if ((sub === 'ACK' || sub === 'NAK') && !this.done) send('CAP', 'END');
  }

  /** ada, ada_, ada__, ada3, ada4…, never longer than servers commonly allow. */
  #nextNick(): void {
    this.#attempt++;
    if (this.#attempt > maxAttempts) {
      this.refused = `${this.#options.nick} and ${maxAttempts} nicks like it are taken; choose another`;
      return;
    }
    const suffix = this.#attempt <= 2 ? '_'.repeat(this.#attempt) : String(this.#attempt);
    this.nick = this.#options.nick.slice(0, maxNickLength - suffix.length) + suffix;
    this.#options.send('NICK', this.nick);
  }
}
