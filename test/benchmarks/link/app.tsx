// The app that is watched: app.mjs WAY LOG. Bundled by bundle-app.ts, run at the far end of the line.
import {runInk} from './app-ink.tsx';
import {AppLog} from './app-log.ts';
import {runOurs} from './app-ours.tsx';
import {LiveWorld} from './live-world.ts';

const ways: Readonly<Record<string, (live: LiveWorld) => Promise<void>>> = {
  plain: live => runInk(live, {}),
  incremental: live => runInk(live, {incrementalRendering: true}),
  ours: runOurs,
};

const [way = '', log = ''] = process.argv.slice(2);
const run = ways[way];
if (!run) throw new Error(`there is no way "${way}": expected one of ${Object.keys(ways).join(', ')}`);
using live = new LiveWorld(new AppLog(log));
await run(live);
