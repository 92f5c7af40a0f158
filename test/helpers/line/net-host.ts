import {execFileSync} from 'node:child_process';
import {lastly} from './lastly.ts';
import {requireTools} from './require-tools.ts';

export interface NetOptions {
  readonly bitsPerSecond: number;
}

/**
 * A host of its own on this machine: a network namespace behind a pair of virtual cables that are as slow as is said,
 * each way. There the send queue of a server's socket is what it would be on a slow line; a proxy would hide it.
 */
export interface NetHost extends AsyncDisposable {
  readonly address: string;
  /** Stands before a command that is to run in there. */
  readonly enter: readonly string[];
}

/** Ten full packets may wait at the line, as at a small router; more are dropped, and TCP sends them again. */
const queueBytes = 15_140;
/** A packet and its header: the bucket must hold one. */
const burstBytes = 1600;
let made = 0;

/** Needs root, iproute2 and a kernel with veth and tbf. Rejects with a sentence where it cannot be had. */
export async function netHost({bitsPerSecond}: NetOptions): Promise<NetHost> {
  requireTools({ip: 'iproute2', tc: 'iproute2'});
  if (process.getuid?.() !== 0) throw new Error('a network namespace needs root');
  // Short: a cable's name has room for 15 characters.
  const name = `trl${process.pid}${++made % 100}`;
  const [outside, inside] = [`${name}o`, `${name}i`];
  // A /30 of its own: four addresses from 10.231.0.0 on.
  const net = ((process.pid + made) % 16_384) * 4;
  const address = (host: number) => `10.231.${net >> 8}.${(net & 255) + host}`;
  const enter = ['ip', 'netns', 'exec', name];
  // Before anything is there, so that an interruption in between leaves nothing.
  const cleaner = lastly(
    `ip netns pids ${name} | xargs -r kill -9; ip netns del ${name}; ip link del ${outside}`,
  );
  const slow = (cable: string) =>
    `tc qdisc add dev ${cable} root tbf rate ${bitsPerSecond}bit burst ${burstBytes} limit ${queueBytes}`;
  try {
    run(`ip netns add ${name}`);
    run(`ip link add ${outside} gso_max_segs 1 type veth peer name ${inside} gso_max_segs 1 netns ${name}`);
    run(`ip addr add ${address(1)}/30 dev ${outside}`);
    run(`ip link set ${outside} up`);
    run(`${enter.join(' ')} ip addr add ${address(2)}/30 dev ${inside}`);
    for (const cable of ['lo', inside]) run(`${enter.join(' ')} ip link set ${cable} up`);
    run(slow(outside));
    run(`${enter.join(' ')} ${slow(inside)}`);
  } catch (error) {
    await cleaner[Symbol.asyncDispose]();
    throw new Error(`no network namespace here: ${(error as Error).message}`, {cause: error});
  }
  return {address: address(2), enter, [Symbol.asyncDispose]: () => cleaner[Symbol.asyncDispose]()};
}

function run(command: string): void {
  const [file = '', ...args] = command.split(' ');
  execFileSync(file, args, {stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8'});
}
