import {type AppLog, dueAt, dueMs} from './app-log.ts';
import {wallMs} from './wall-clock.ts';
import {firstWorld, nextWorld, type World} from './world.ts';

const watchMs = 10;

/**
 * The world as it comes to the app: 20 updates a second, and the keys. The outside does not wait: an app whose event
 * loop was blocked gets all that came in the meantime at once, as from a socket.
 */
export class LiveWorld implements Disposable {
  readonly #log: AppLog;
  readonly #listeners = new Set<() => void>();
  readonly #startMs = wallMs();
  #world = firstWorld();
  #keys = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #watch: NodeJS.Timeout;
  #lookedMs = performance.now();
  #gapMs = 0;
  #secondMs = performance.now();

  constructor(log: AppLog) {
    this.#log = log;
    log.start(this.#startMs);
    this.#watch = setInterval(this.#look, watchMs);
    this.#await();
  }

  get world(): World {
    return this.#world;
  }

  /** How often the key was pressed. */
  get keys(): number {
    return this.#keys;
  }

  /** Called after each change: once for all updates that came together. Returns what ends it. */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  press(count: number): void {
    this.#keys += count;
    this.#tell();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    this.#log.flush();
  }

  #await(): void {
    const waitMs = dueMs(this.#startMs, this.#world.update + 1) - wallMs();
    this.#timer = setTimeout(this.#take, Math.max(0, Math.ceil(waitMs)));
  }

  readonly #take = () => {
    const due = dueAt(this.#startMs, wallMs());
    const isNews = this.#world.update < due;
    while (this.#world.update < due) {
      this.#world = nextWorld(this.#world);
      this.#log.update(this.#world.update);
    }
    this.#await();
    if (isNews) this.#tell();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  readonly #look = () => {
    const nowMs = performance.now();
    this.#gapMs = Math.max(this.#gapMs, nowMs - this.#lookedMs - watchMs);
    this.#lookedMs = nowMs;
    if (nowMs < this.#secondMs + 1000) return;
    this.#secondMs = nowMs;
    this.#log.second(this.#gapMs);
    this.#gapMs = 0;
  };
}
