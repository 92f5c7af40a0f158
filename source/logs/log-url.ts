import {fileURLToPath} from 'node:url';
import {UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import {type KafkaUrl, kafkaUrl} from './kafka-url.ts';

/** Where log lines come from. */
export type LogUrl =
  | {readonly kind: 'file'; readonly path: string}
  | {readonly kind: 'standard-input'}
  | {readonly kind: 'hub'; readonly url: string}
  | ({readonly kind: 'kafka'} & KafkaUrl);

const expected =
  'expected a path, file:PATH, - for standard input, ws://HOST:PORT/logs or kafka://HOST:PORT/TOPIC, as in "tailrace logs /var/log/syslog"';

/** What a URL's scheme means. A source that is added later gets its row here. */
const kinds: Readonly<Record<string, (text: string) => LogUrl>> = {
  file: text => ({kind: 'file', path: filePath(text)}),
  ws: hub,
  wss: hub,
  kafka: text => ({kind: 'kafka', ...kafkaUrl(text)}),
  embedded: later,
};

/** Reads a log URL. Whatever has no scheme that we know, and no `://`, is a path. Throws UsageError. */
export function logUrl(text: string): LogUrl {
  if (text === '-') return {kind: 'standard-input'};
  if (text === '' || text.includes('\0')) throw new UsageError(`not a log URL: ${show(text)}; ${expected}`);
  const [, scheme, slashes] = /^([a-z][a-z\d+.-]*):(\/\/)?/i.exec(text) ?? [];
  if (scheme === undefined) return {kind: 'file', path: text};
  const name = scheme.toLowerCase();
  if (Object.hasOwn(kinds, name)) return kinds[name]!(text);
  if (slashes !== undefined) throw new UsageError(`logs of an unknown kind: ${show(text)}; ${expected}`);
  return {kind: 'file', path: text};
}

function filePath(text: string): string {
  const path = text.slice('file:'.length);
  if (path === '') throw new UsageError(`a path is missing in ${show(text)}; ${expected}`);
  if (!path.startsWith('//')) return path;
  try {
    return fileURLToPath(text);
  } catch (error) {
    throw new UsageError(`not the URL of a file on this machine: ${show(text)}; ${expected}`, {cause: error});
  }
}

function hub(text: string): LogUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.pathname.endsWith('/logs')) {
    throw new UsageError(
      `not the log address of a hub: ${show(text)}; expected ws://HOST:PORT/logs, as in ws://127.0.0.1:8080/logs`,
    );
  }
  return {kind: 'hub', url: text};
}

function later(text: string): LogUrl {
  throw new UsageError(`this version cannot read ${show(text)} yet; ${expected}`);
}

function show(text: string): string {
  return JSON.stringify(publicUrl(text));
}
