import {multiplexer} from './multiplexer.ts';
import {SendQueue} from './send-queue.ts';

/** What wants to know of the send queue. */
export interface QueueWatcher {
  /** False: it has none, or the connection that it was of has gone. */
  readonly hasQueue: boolean;
  watchQueue(queue: SendQueue): void;
  on(event: 'resize', listener: () => void): void;
  off(event: 'resize', listener: () => void): void;
}

/** How often a queue is looked for where there is none, in milliseconds. */
const againMs = 30_000;

/**
 * Finds the SSH connection's send queue, and the next one after a multiplexer was attached to from elsewhere. Ends when
 * disposed of. Where the session is not remote there is nothing to find.
 */
export function followQueue(env: NodeJS.ProcessEnv, watcher: QueueWatcher): Disposable {
  let isOver = false;
  let isLooking = false;
  const look = async () => {
    if (isLooking || watcher.hasQueue) return;
    isLooking = true;
    const queue = await SendQueue.find(env);
    isLooking = false;
    if (isOver) queue?.[Symbol.dispose]();
    else if (queue) watcher.watchQueue(queue);
  };
  const looked = () => void look();
  const isRemote = Boolean(env.SSH_CONNECTION || multiplexer(env));
  const timer = isRemote ? setInterval(looked, againMs).unref() : undefined;
  if (isRemote) {
    looked();
    // Who attaches from another window has another size, as a rule.
    watcher.on('resize', looked);
  }
  return {
    [Symbol.dispose]() {
      isOver = true;
      clearInterval(timer);
      watcher.off('resize', looked);
    },
  };
}
