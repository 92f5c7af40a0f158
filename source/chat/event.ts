/** Something said in a room. `nick` is who said it; `self` marks our own words come back. */
export interface Message {
  readonly type: 'message';
  readonly room: string;
  readonly nick: string;
  readonly text: string;
  /** `action` is /me; `notice` is not to be answered by a machine. Default plain speech. */
  readonly kind?: 'action' | 'notice';
  readonly self?: true;
  /** The server's id for it (msgid). */
  readonly id?: string;
  /** ISO 8601 UTC: the server's time where it tells one. */
  readonly time: string;
}

/** Someone came, left or changed their name. `nick` is the old name, `newNick` the new one. */
export interface Presence {
  readonly type: 'presence';
  readonly room: string;
  readonly nick: string;
  readonly change: 'join' | 'part' | 'quit' | 'nick' | 'kick';
  readonly newNick?: string;
  readonly text?: string;
  readonly self?: true;
  readonly time: string;
}

export interface Topic {
  readonly type: 'topic';
  readonly room: string;
  readonly topic: string;
  readonly time: string;
}

/** Who is in a room, as the server listed them when we came in. */
export interface Names {
  readonly type: 'names';
  readonly room: string;
  readonly nicks: readonly string[];
  readonly time: string;
}

/** The server's word to us alone: an error or a notice, in its own words. */
export interface ServerNotice {
  readonly type: 'server';
  readonly text: string;
  /** The numeric or command it came as, e.g. "433". */
  readonly code: string;
  readonly time: string;
}

export type ChatEvent = Message | Presence | Topic | Names | ServerNotice;
