import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {UsageError} from '../streams/errors.ts';
import {clean} from '../terminal/clean.ts';
import type {Venue} from './venue.ts';

/** Environment variables: `process.env`, or some of it. */
export type Env = Readonly<Record<string, string | undefined>>;

/** No key is nearly as long. */
const mostBytes = 4096;
/** What keys are made of; what else stands in a file is no key. */
const keyShape = /^[\x21-\x7e]+$/;
/** A user or password before the host, or anything that is said to be a key, wherever it stands. */
const keyInUrl = /:\/\/[^/?#]*@|(?:token|key|secret|pass|pwd|auth|sig|cred|jwt)[\w-]*=/i;

/**
 * The values of the venue's `keys`, each from its environment variable or from the file that the variable with
 * `_FILE` names. Throws a UsageError that names the variable, and the file, and no value.
 */
export function readKeys({keys = []}: Venue, name: string, env: Env): string[] {
  return keys.map(variable => {
    const value = env[variable]?.trim();
    if (value) return checked(value, `$${variable}`);
    const path = env[`${variable}_FILE`];
    if (path) return keyInFile(`${variable}_FILE`, path);
    throw new UsageError(`${name} needs a key: ${advice(variable)}`);
  });
}

/** Throws a UsageError where a venue that has keys is given one in its URL, which others read in `ps` and histories. */
export function refuseKeyInUrl({keys = []}: Venue, name: string, url: string): void {
  if (keys.length === 0 || !keyInUrl.test(url)) return;
  const [first = ''] = keys;
  const others = keys.slice(1).map(variable => `, and ${variable} likewise`);
  throw new UsageError(
    `${name} takes no key in its URL, where others could read it: ${advice(first)}${others.join('')}`,
  );
}

function advice(variable: string): string {
  return `set ${variable}, or ${variable}_FILE to a file that holds it`;
}

/** The first line of the file. A file that everybody on the machine may read, or write, keeps no secret. */
function keyInFile(variable: string, path: string): string {
  const where = `${variable}: ${clean(path, 200)}`;
  let begin: string;
  let mode: number;
  try {
    const file = openSync(path, 'r');
    try {
      ({mode} = fstatSync(file));
      const buffer = Buffer.alloc(mostBytes);
      begin = buffer.toString('utf8', 0, readSync(file, buffer));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const {code = 'unknown'} = error as NodeJS.ErrnoException;
    const why = {ENOENT: 'no such file', EISDIR: 'a folder', EACCES: 'you may not read it'}[code];
    throw new UsageError(`${where}: ${why ?? 'cannot be read'} (${code}); name a file that holds the key`);
  }
  // Windows tells of no such rights. A group is let be: whoever gave the file one meant it.
  if (process.platform !== 'win32' && (mode & 0o007) !== 0)
    throw new UsageError(`${where}: everybody may read this file; run chmod 600 on it`);
  const [line = ''] = begin.split('\n', 1);
  if (line.trim() === '') throw new UsageError(`${where}: its first line is empty; write the key there`);
  return checked(line.trim(), where);
}

function checked(value: string, where: string): string {
  if (keyShape.test(value)) return value;
  throw new UsageError(`${where}: expected a key, of letters, digits and signs, got something else`);
}
