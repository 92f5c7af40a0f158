import {UsageError} from '../streams/errors.ts';
import {clean} from '../terminal/clean.ts';
import {readJsonPath} from './json-path.ts';
import type {JsonFields} from './venue.ts';

/** What may be told where it stands, the one that is needed first. */
export const fieldNames = ['price', 'symbol', 'size', 'time', 'side', 'id', 'seq'] as const;

export type FieldName = (typeof fieldNames)[number];

/**
 * Reads where the fields of a trade stand: `symbol=s,price=p,time=t`, each a path (see `readJsonPath`). Paths with
 * `[]` go over the elements of one array. Throws a UsageError that says what was expected and what came.
 */
export function readJsonFields(text: string): JsonFields {
  const fields = new Map<FieldName, string>();
  for (const part of text.split(',').map(one => one.trim())) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at).trim();
    const path = at < 0 ? '' : part.slice(at + 1).trim();
    if (!isFieldName(name)) refuse(`the name "${name}"`);
    if (fields.has(name)) refuse(`${name} twice`);
    if (!readJsonPath(path)) refuse(`the path "${path}" for ${name}`);
    fields.set(name, path);
  }
  const price = fields.get('price');
  if (price === undefined) refuse('no price');
  const lists = [...fields.values()].flatMap(path => {
    const {list} = readJsonPath(path)!;
    return list ? [JSON.stringify(list)] : [];
  });
  if (new Set(lists).size > 1) refuse(`paths over the elements of several arrays in "${text}"`);
  return {...Object.fromEntries(fields), price};
}

function isFieldName(name: string): name is FieldName {
  return (fieldNames as readonly string[]).includes(name);
}

function refuse(found: string): never {
  const [needed, ...others] = fieldNames;
  throw new UsageError(
    `expected fields such as symbol=s,price=p,time=t or price=trades[].p,symbol=trades[].s, ` +
      `with ${needed} and any of ${others.join(', ')}; got ${clean(found, 200)}`,
  );
}
