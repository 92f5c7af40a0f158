/** Names of objects' fields and numbers of arrays' elements, from the outside in. */
export type JsonKeys = readonly (string | number)[];

/** Where a value stands in JSON. */
export interface JsonPath {
  /** Where an array stands over each of whose elements the path goes; undefined: it goes over none. */
  readonly list: JsonKeys | undefined;
  /** From there on. */
  readonly keys: JsonKeys;
}

/** A name, behind a point but at the beginning; or a number, `*` or nothing in brackets. */
const part = /(?:^|\.)([^.[\]]+)|\[(\d{1,9}|\*)?\]/y;

/**
 * Reads a path such as `s`, `data.price`, `tick[0].p`, or `trades[].p`, which goes over each element of `trades`;
 * `[*]` means the same. Undefined where it is no path: an empty one, or one that goes over the elements of elements.
 */
export function readJsonPath(text: string): JsonPath | undefined {
  let list: JsonKeys | undefined;
  let keys: (string | number)[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const [whole, name, inBrackets] = part.exec(text) ?? [];
    // A failed match has begun at 0 again.
    if (whole === undefined) return undefined;
    if (name !== undefined) keys.push(name);
    else if (inBrackets !== undefined && inBrackets !== '*') keys.push(Number(inBrackets));
    else if (list) return undefined;
    else {
      list = keys;
      keys = [];
    }
  }
  return text === '' ? undefined : {list, keys};
}

/** What stands there; undefined where nothing does. Only what came: nothing that objects have by nature. */
export function valueAt(value: unknown, keys: JsonKeys): unknown {
  let at = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
}
