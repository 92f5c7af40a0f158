import type {AnyFlags} from 'meow';

/** The process as a command sees it. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** The flags as they were given, by their camel-case names; meow has checked their types. */
export type Flags = Readonly<Record<string, unknown>>;

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows `tailrace`, e.g. `watch [options]`. */
  readonly usage: string;
  /** Flags and an example: the body of `--help`, fit for a screen. */
  readonly help: string;
  readonly flags: AnyFlags;
  /** How many arguments it takes, at the least and at the most. */
  readonly args: readonly [least: number, most: number];
  /** Resolves to the exit code. Throws UsageError or SourceError for what the user should read. */
  run(args: readonly string[], flags: Flags, io: Io): Promise<number>;
}
