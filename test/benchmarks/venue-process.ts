// Run by venue-feed.ts: the venue, in a process of its own so that what it costs is not counted to the reader.
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {WebSocketServer} from 'ws';
import {type FeedSettings, type FeedState, feedSymbols} from './venue-feed.ts';
import {Wire} from './wire.ts';

const {tradesPerFrame, symbols, burst, paced, epochMs = 0} = JSON.parse(process.argv[2]!) as FeedSettings;
const traded = feedSymbols(symbols);
const tickMs = 5;
/** A reader so far behind gets no more for now, so that this process stays small: what it misses was not sent. */
const mostWaitingBytes = 256 << 20;
let sent = 0;
let mostWaiting = 0;

/** `count` trades, numbered from `first`. A number's price is `priceOf` it. */
function frames(
  first: number,
  count: number,
  priceOf: (id: number) => string,
  timeOf: (id: number) => string,
): Buffer {
  const wire = new Wire(count * 180);
  for (let id = first; id < first + count; ) {
    let trades = '';
    for (const end = Math.min(id + tradesPerFrame, first + count); id < end; id++) {
      trades += `${trades && ','}{"symbol":"${traded[(id - 1) % traded.length]}","side":"buy","price":${priceOf(id)},"qty":0.25,"ord_type":"market","trade_id":${Math.ceil(id / traded.length)},"timestamp":"${timeOf(id)}"}`;
    }
    wire.add(`{"channel":"trade","type":"update","data":[${trades}]}`);
  }
  return wire.bytes;
}

function send(socket: Duplex, bytes: Buffer): boolean {
  const room = socket.write(bytes);
  mostWaiting = Math.max(mostWaiting, socket.writableLength);
  return room;
}

/** A second of event time every 10,000 trades: minute and spark move on as they do at a real venue. */
const burstTime = (id: number) => new Date(1_800_000_000_000 + Math.floor(id / 10)).toISOString();
const burstPrice = (id: number) => (50_000 + (id % 997) / 10).toFixed(1);
const chunkTrades = 500;
const prepared: Buffer[] = [];
for (let id = 1; id <= (burst ?? 0); id += chunkTrades) {
  prepared.push(frames(id, Math.min(chunkTrades, burst! - id + 1), burstPrice, burstTime));
}

function sendBurst(socket: Duplex): void {
  let next = 0;
  const more = () => {
    while (next < prepared.length) if (!send(socket, prepared[next++]!)) return;
    socket.off('drain', more);
    sent += burst!;
  };
  socket.on('drain', more);
  more();
}

function sendPaced(socket: Duplex, perSecond: number): void {
  const startMs = performance.now();
  let id = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / 1000) * perSecond);
    const count = Math.floor((due - id) / tradesPerFrame) * tradesPerFrame;
    if (count === 0) return;
    if (socket.writableLength > mostWaitingBytes) {
      id += count;
      return;
    }
    const nowMs = Date.now();
    const price = ((nowMs - epochMs) / 1000).toFixed(3);
    const time = new Date(nowMs).toISOString();
    send(
      socket,
      frames(
        id + 1,
        count,
        () => price,
        () => time,
      ),
    );
    id += count;
    sent += count;
  }, tickMs);
  socket.on('close', () => clearInterval(timer));
}

const http = createServer();
const upgrades = new WebSocketServer({noServer: true, perMessageDeflate: false});
http.on('upgrade', (request, socket, head) => {
  upgrades.handleUpgrade(request, socket, head, client => {
    client.once('message', () => {
      // Past ws, straight to the socket: framing 100,000 messages a second would keep a core busy.
      if (burst !== undefined) sendBurst(socket);
      else sendPaced(socket, paced!);
    });
    client.on('error', () => {});
  });
});
http.listen(0, '127.0.0.1', () => process.send!({port: (http.address() as AddressInfo).port}));
process.on('message', () => {
  const {user, system} = process.cpuUsage();
  process.send!({sent, mostWaiting, cpuMs: (user + system) / 1000} satisfies FeedState);
  mostWaiting = 0;
});
process.on('disconnect', () => process.exit());
