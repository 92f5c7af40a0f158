import type {Level} from '../record.ts';

/** What a format found in a line; what it did not find is undefined. */
export interface Found {
  /** ISO 8601 UTC. */
  readonly time?: string | undefined;
  readonly level?: Level | undefined;
  readonly service?: string | undefined;
  readonly message: string;
  readonly user?: string | undefined;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

/** What a format must know to read a time. */
export interface TimeContext {
  /** Milliseconds since the epoch: gives the year to a time that has none. */
  readonly arrivedMs: number;
  /** Of times that name no zone. Default `local`: loggers that leave it out mean the machine's. */
  readonly zone?: 'local' | 'utc';
}
