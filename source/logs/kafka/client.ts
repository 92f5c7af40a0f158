import type {Kafka} from 'kafkajs';
import type {Logger} from '../../telemetry/log-file.ts';
import type {Sockets} from './sockets.ts';

/** Where the client's own log goes: the program's log file. */
export type ClientLog = Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>;

export interface ClientOptions {
  readonly brokers: readonly string[];
  readonly sockets: Sockets;
  /** How it names itself to the brokers. */
  readonly clientId: string;
  readonly log?: ClientLog | undefined;
  /** Told what the client logs, for what it tells in no other way. */
  readonly onLog?: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

const levels = {1: 'error', 2: 'warn', 4: 'info', 5: 'debug'} as const;

/** A kafkajs client that logs to no screen, reads all codecs, and opens its sockets through us. Loaded when first used. */
export async function openClient({brokers, sockets, clientId, log, onLog}: ClientOptions): Promise<Kafka> {
  const [{default: kafkajs}, {codecs}, {calmTimers}] = await Promise.all([
    import('kafkajs'),
    import('./codecs.ts'),
    import('./calm-timers.ts'),
  ]);
  calmTimers();
  const known = kafkajs.CompressionCodecs as Record<number, () => unknown>;
  for (const [type, codec] of codecs) known[type] = () => codec;
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    socketFactory: sockets.connect,
    connectionTimeout: 5000,
    requestTimeout: 15_000,
    // What lasts longer than these few seconds is for `reconnect` to try again, where it is seen.
    retry: {initialRetryTime: 100, maxRetryTime: 2000, retries: Math.max(3, brokers.length)},
    logCreator: () => entry => {
      const {timestamp: _, logger: __, message, ...details} = entry.log;
      onLog?.(message, details);
      log?.[levels[entry.level as keyof typeof levels] ?? 'debug'](
        {kafka: entry.namespace, ...details},
        message,
      );
    },
  });
}
