import assert from 'node:assert/strict';
import {getEventListeners} from 'node:events';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Policy} from '../../source/streams/channel.ts';
import {ManualClock} from '../../source/streams/clock.ts';
import {merge} from '../../source/streams/merge.ts';
import type {Meta} from '../../source/streams/status.ts';
import {tee} from '../../source/streams/tee.ts';
import {websocketEvents} from '../../source/streams/websocket-events.ts';
import {window} from '../../source/streams/window.ts';
import {FrameServer, handlesSinceNow, until} from './frame-server.ts';

interface Tick {
  readonly type: 'tick';
  readonly time: number;
}

const decode = (frame: string): Tick[] => [{type: 'tick', time: Number(frame)}];
const policies: readonly Policy<Tick | Meta>[] = [
  'wait',
  'drop-oldest',
  {latest: event => (event.type === 'tick' ? event.time % 7 : event.type)},
];

/** WebSocket → two branches → one stream again → windows; over two connections, so that two paths are merged. */
function path(urls: readonly string[], signal: AbortSignal, clock: ManualClock, branch: Policy<Tick | Meta>) {
  const branches = urls.flatMap(url =>
    tee<Tick | Meta, [{capacity: number; policy: 'wait'}, {capacity: number; policy: typeof branch}]>(
      left =>
        websocketEvents<Tick>(url, {signal: AbortSignal.any([signal, left]), clock, decode, capacity: 16}),
      [
        {capacity: 8, policy: 'wait'},
        {capacity: 4, policy: branch},
      ],
    ),
  );
  return window(
    merge(
      branches.map(one => () => one),
      {signal},
    ),
    {
      sizeMs: 10,
      everyMs: 5,
      latenessMs: 50,
      timeOf: event => (event.type === 'tick' ? event.time : NaN),
      keyOf: event => event.type,
      start: () => ({count: 0}),
      add: value => void value.count++,
    },
  );
}

test('an early break closes every source; no abort listener, timer or handle is left', {
  timeout: 60_000,
}, async () => {
  const breaks = fc.record({
    policy: fc.constantFrom(...policies),
    batches: fc.integer({min: 1, max: 6}),
    idle: fc.boolean(),
    abort: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(breaks, async ({policy, batches, idle, abort}) => {
      const handles = handlesSinceNow();
      const controller = new AbortController();
      const {signal} = controller;
      const clock = new ManualClock();
      const servers = await Promise.all([FrameServer.start(), FrameServer.start()]);
      for (const [index, server] of servers.entries()) {
        void server.accept().then(peer => {
          // The second server says nothing, when it is idle: its source hangs in next() at the break.
          const count = index === 1 && idle ? 0 : 2000;
          for (let time = 0; time < count; time++) peer.send(String(time));
        });
      }
      const urls = servers.map(({url}) => url);
      let left = batches;
      for await (const windows of path(urls, signal, clock, policy)) {
        assert.ok(windows.every(({value}) => value.count > 0));
        if (--left > 0) continue;
        if (!abort) break;
        controller.abort();
      }
      await until(() => clock.sleeping === 0 && servers.every(({clients}) => clients === 0));
      assert.equal(getEventListeners(signal, 'abort').length, 0);
      for (const server of servers) await server[Symbol.asyncDispose]();
      await until(() => handles().length === 0);
    }),
    {numRuns: 24},
  );
});
