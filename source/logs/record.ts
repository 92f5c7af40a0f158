export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** One log line, read. */
export interface LogRecord {
  readonly type: 'log';
  /** When it was logged: ISO 8601 UTC. */
  readonly time: string;
  readonly level: Level;
  /** '' where the line names none. */
  readonly service: string;
  readonly message: string;
  /** The user whom it concerns, where it says so. */
  readonly user?: string;
  /** What else the line carried, in its order. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly partition: number;
  /** Where in its partition: an offset, or for a file the byte at which the line begins. */
  readonly offset: string;
}

/** Levels that count as errors in an error rate. */
export function isError(level: Level): boolean {
  return level === 'error' || level === 'fatal';
}
