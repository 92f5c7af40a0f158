import {endianness} from 'node:os';
import type {Endpoint, SshConnection} from './ssh-connection.ts';

export interface TcpKey {
  /** The file in /proc/net. */
  readonly table: 'tcp' | 'tcp6';
  /** What only the connection's line has: ": LOCAL:PORT REMOTE:PORT ", as the table writes it. */
  readonly key: string;
}

/**
 * How the kernel's tables write a connection, seen from the server's side: the address in groups of 32 bits, each in
 * hex in the machine's own byte order, and the port in hex (proc(5)). An IPv4 connection is in `tcp`, or mapped
 * (::ffff:a.b.c.d, RFC 4291 2.5.5.2) in `tcp6` if sshd listens to both at once. Likelier ones first.
 */
export function tcpKeys({client, server}: SshConnection): TcpKey[] {
  const [local, remote] = [groups(server.address), groups(client.address)];
  const tables = isMapped(local) && isMapped(remote) ? (['tcp', 'tcp6'] as const) : (['tcp6'] as const);
  return tables.map(table => {
    const skip = table === 'tcp' ? 6 : 0;
    const column = ({port}: Endpoint, words: readonly number[]) => `${hex(words.slice(skip))}:${hex16(port)}`;
    return {table, key: `: ${column(server, local)} ${column(client, remote)} `};
  });
}

/** An address in groups of 16 bits, as the kernel prints it in groups of 32. */
function hex(words: readonly number[]): string {
  const bytes = words.flatMap(word => [word >> 8, word & 0xff]);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const group = bytes.slice(at, at + 4);
    if (endianness() === 'LE') group.reverse();
    text += Buffer.from(group).toString('hex').toUpperCase();
  }
  return text;
}

/** Eight groups of 16 bits; IPv4 mapped. */
function groups(address: string): number[] {
  const v6 = address.includes(':') ? address : `::ffff:${address}`;
  // URL writes the last 32 bits in hex too, and the longest zeros as "::".
  const [head, tail] = new URL(`tcp://[${v6}]`).hostname.slice(1, -1).split('::') as [string, string?];
  const words = (text: string) => (text === '' ? [] : text.split(':').map(word => Number.parseInt(word, 16)));
  const [before, after] = [words(head), words(tail ?? '')];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function isMapped(words: readonly number[]): boolean {
  return words.slice(0, 5).every(word => word === 0) && words[5] === 0xffff;
}

function hex16(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
