import {multiplexer} from './multiplexer.ts';
import {SendQueue} from './send-queue.ts';
import {sshConnection} from './ssh-connection.ts';

/** What wants to know of the send queue. */
export interface QueueWatcher {
  /** False: it has none, or the connection that it was of has gone or hangs. */
  readonly hasQueue: boolean;
  watchQueue(queue: SendQueue): void;
  on(event: 'resize', listener: () => void): void;
  off(event: 'resize', listener: () => void): void;
}

/** How often is looked for another connection, and how often at most while the window is dragged, in milliseconds. */
const everyMs = 30_000;
const leastMs = 2000;

/**
 * Finds the SSH connection's send queue, and the next one after the multiplexer was attached to from elsewhere. Ends
 * when disposed of. Does nothing where there is neither SSH nor a multiplexer.
 */
export function followQueue(env: NodeJS.ProcessEnv, watcher: QueueWatcher): Disposable {
  if (!env.SSH_CONNECTION && !multiplexer(env)) return {[Symbol.dispose]() {}};
  let isOver = false;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let watched = '';
  const look = async () => {
    if (performance.now() - lookedMs < leastMs) return;
    lookedMs = performance.now();
    const connection = JSON.stringify((await sshConnection(env)) ?? '');
    if (connection === watched && watcher.hasQueue) return;
    const queue = await SendQueue.find(env);
    if (isOver) queue?.[Symbol.dispose]();
    else if (queue) {
      watched = connection;
      watcher.watchQueue(queue);
    }
  };
  // Neither of the two ever rejects.
  const looked = () => void look();
  const timer = setInterval(looked, everyMs).unref();
  // Who attaches from another window has another size, as a rule.
  watcher.on('resize', looked);
  looked();
  return {
    [Symbol.dispose]() {
      isOver = true;
      clearInterval(timer);
      watcher.off('resize', looked);
    },
  };
}
