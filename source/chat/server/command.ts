import type {IrcLine} from '../irc-line.ts';
import type {Network} from './network.ts';
import type {Session} from './session.ts';

/** What a client can ask for. */
export interface Command {
  /** With fewer parameters the answer is 461, and it is not run. Default 0. */
  readonly minParams?: number;
  /** May come before registration is complete. Default false. */
  readonly early?: boolean;
  run(network: Network, session: Session, line: IrcLine): void;
}

export type Commands = Readonly<Record<string, Command>>;
