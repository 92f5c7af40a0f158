// Run by slow-line.ts: in a process of its own, so that a busy benchmark does not make the line slower.
import {type AddressInfo, createServer, Socket} from 'node:net';
import type {LineOptions, LineState} from './slow-line.ts';
import {SlowPipe} from './slow-pipe.ts';

const readBytes = 1400;
const pipes = new Set<SlowPipe>();
let state: LineState = {down: 0, up: 0};

function join(client: Socket, {to, ...settings}: LineOptions): void {
  let down: SlowPipe;
  // Its own small buffer: what the stream would read ahead would wait here, out of sight of the sender.
  const server = new Socket({
    onread: {
      buffer: Buffer.alloc(readBytes),
      callback: (length, buffer) => down.offer(Buffer.from(buffer.subarray(0, length))),
    },
  });
  down = new SlowPipe(settings, {
    write(bytes) {
      state = {...state, down: state.down + bytes.length};
      return client.write(bytes);
    },
    resume: () => server.resume(),
  });
  const up = new SlowPipe(settings, {
    write(bytes) {
      state = {...state, up: state.up + bytes.length};
      return server.write(bytes);
    },
    resume: () => client.resume(),
  });
  const close = () => {
    for (const pipe of [down, up]) {
      pipe.close();
      pipes.delete(pipe);
    }
    client.destroy();
    server.destroy();
  };
  pipes.add(down).add(up);
  client.on('data', bytes => {
    if (!up.offer(bytes)) client.pause();
  });
  client.on('drain', () => down.drained());
  server.on('drain', () => up.drained());
  server.on('end', () => down.finish(() => client.end()));
  client.on('close', close);
  for (const socket of [client, server]) socket.setNoDelay(true).on('error', close);
  server.connect(to);
}

const answers: Readonly<Record<string, () => unknown>> = {
  state: () => state,
  cut() {
    for (const pipe of pipes) pipe.cut();
  },
  mend() {
    for (const pipe of pipes) pipe.mend();
  },
};

process.on('message', (message: string | LineOptions) => {
  if (typeof message === 'string') {
    process.send!(answers[message]!() ?? {});
    return;
  }
  const listener = createServer(client => join(client, message));
  listener.listen(0, '127.0.0.1', () => process.send!({port: (listener.address() as AddressInfo).port}));
});
process.on('disconnect', () => process.exit());
