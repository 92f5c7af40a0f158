import {type Capability, variantOf} from './capabilities.ts';
import type {Connection} from './connection.ts';
import type {ChatLimits} from './limits.ts';
import {middle} from './replies.ts';
import type {Room} from './room.ts';
import {TokenBucket} from './token-bucket.ts';

/** One client and all that the server knows of it. */
export class Session {
  readonly connection: Connection;
  readonly host: string;
  readonly connectedAtMs: number;
  readonly flood: TokenBucket;
  readonly rooms = new Set<Room>();
  readonly caps = new Set<Capability>();
  /** Lines that came too fast and wait for their turn. */
  readonly backlog: string[] = [];
  nick: string | undefined;
  user: string | undefined;
  realName = '';
  variant = 0;
  /** Capabilities are being negotiated, so registration waits for CAP END. */
  negotiating = false;
  registered = false;
  /** So much waits for it that it will be let go. */
  tooSlow = false;
  /** When it was let go; nothing is read from it or sent to it any more. */
  closingAtMs: number | undefined;
  heardAtMs: number;
  spokeAtMs: number;
  pingedAtMs: number | undefined;

  constructor(connection: Connection, host: string, limits: ChatLimits, nowMs: number) {
    this.connection = connection;
    this.host = middle(host);
    this.connectedAtMs = nowMs;
    this.heardAtMs = nowMs;
    this.spokeAtMs = nowMs;
    this.flood = new TokenBucket(limits.floodBurst, limits.floodPerSecond, nowMs);
  }

  /** As the source of a line: `nick!user@host`. */
  get source(): string {
    return `${this.nick}!${this.user}@${this.host}`;
  }

  setCapability(name: Capability, on: boolean): void {
    if (on) this.caps.add(name);
    else this.caps.delete(name);
    this.variant = variantOf(this.caps);
  }
}
