import type {WindowStats} from '../../source/ticker/trade-windows.ts';
import {nearest, times, units, worth} from './exact.ts';

interface Kept {
  readonly timeMs: number;
  readonly price: number;
  readonly size: number;
}

interface Options {
  readonly sizeMs: number;
  readonly everyMs: number;
  readonly fromMs?: number;
}

/** TradeWindows by brute force: keeps all trades, and looks through all of them for each window, with exact numbers. */
export class AllTrades {
  readonly #options: Options;
  readonly #trades: Kept[] = [];
  watermark = -Infinity;
  late = 0;
  /** The start of the newest window that was closed. */
  #closedMs = -Infinity;

  constructor(options: Options) {
    this.#options = options;
  }

  add(timeMs: number, price: number, size: number): boolean {
    if (timeMs < this.watermark) {
      this.late++;
      return false;
    }
    const {fromMs = -Infinity, everyMs} = this.#options;
    if (timeMs < Math.ceil(fromMs / everyMs) * everyMs) return false;
    this.#trades.push({timeMs, price, size});
    return true;
  }

  advance(watermarkMs: number): WindowStats[] {
    this.watermark = Math.max(this.watermark, watermarkMs);
    const {sizeMs} = this.#options;
    const closed = this.#startsUpTo(this.watermark).filter(
      startMs => startMs > this.#closedMs && startMs + sizeMs <= this.watermark,
    );
    this.#closedMs = closed.at(-1) ?? this.#closedMs;
    return closed.map(startMs => this.#stats(startMs));
  }

  current(nowMs: number): WindowStats {
    const {sizeMs, everyMs, fromMs = -Infinity} = this.#options;
    let startMs = (Math.floor((nowMs - sizeMs) / everyMs) - 1) * everyMs;
    while (startMs + sizeMs <= nowMs || startMs <= this.#closedMs || startMs < fromMs) startMs += everyMs;
    return this.#stats(startMs);
  }

  flush(): WindowStats[] {
    const newest = this.#trades.reduce((most, {timeMs}) => Math.max(most, timeMs), -Infinity);
    const closed = this.#startsUpTo(newest)
      .filter(startMs => startMs > this.#closedMs)
      .map(startMs => this.#stats(startMs))
      .filter(({count}) => count > 0);
    this.watermark = Math.max(this.watermark, closed.at(-1)?.endMs ?? -Infinity);
    return closed;
  }

  /** Of all windows from the first on. */
  #startsUpTo(lastMs: number): number[] {
    const {sizeMs, everyMs, fromMs} = this.#options;
    let startMs: number;
    if (fromMs !== undefined) startMs = Math.ceil(fromMs / everyMs) * everyMs + 0;
    else {
      const oldest = this.#trades.reduce((least, {timeMs}) => Math.min(least, timeMs), Infinity);
      if (oldest === Infinity) return [];
      startMs = Math.floor(oldest / everyMs) * everyMs;
      while (startMs - everyMs + sizeMs > oldest) startMs -= everyMs;
    }
    const starts: number[] = [];
    for (; startMs <= lastMs; startMs += everyMs) starts.push(startMs);
    return starts;
  }

  #stats(startMs: number): WindowStats {
    const endMs = startMs + this.#options.sizeMs;
    const inside = this.#trades.filter(({timeMs}) => startMs <= timeMs && timeMs < endMs);
    const byTime = inside.toSorted((a, b) => a.timeMs - b.timeMs);
    const prices = inside.map(({price}) => price);
    let sum = 0n;
    let size = 0n;
    let turnover = 0n;
    for (const one of inside) {
      sum += units(one.price);
      size += units(one.size);
      turnover += times(units(one.price), units(one.size));
    }
    const isEmpty = inside.length === 0;
    return {
      startMs,
      endMs,
      count: inside.length,
      open: byTime[0]?.price,
      high: isEmpty ? undefined : Math.max(...prices),
      low: isEmpty ? undefined : Math.min(...prices),
      close: byTime.at(-1)?.price,
      mean: isEmpty ? undefined : nearest(sum, BigInt(inside.length) << 400n),
      vwap: size === 0n ? undefined : nearest(turnover, size),
      volume: worth(size),
    };
  }
}
