import {type FieldName, fieldNames} from './json-fields.ts';
import {type JsonKeys, type JsonPath, readJsonPath, valueAt} from './json-path.ts';
import type {JsonFields} from './venue.ts';

/** What may be a trade: an object, and where paths go over the elements of an array in it, one of these. */
export interface JsonRow {
  readonly whole: unknown;
  readonly element: unknown;
}

/** Finds in JSON what may be trades, by where their fields stand. */
export class JsonRows {
  readonly #fields: JsonFields;
  readonly #paths = new Map<FieldName, JsonPath>();
  /** Where the array stands whose elements are the rows. */
  readonly #list: JsonKeys | undefined;
  /** True: the paths begin in an array, so that a frame which is one is not taken apart. */
  readonly #beginInArray: boolean;

  constructor(fields: JsonFields) {
    this.#fields = fields;
    for (const name of fieldNames) {
      const path = readJsonPath(fields[name] ?? '');
      if (path) this.#paths.set(name, path);
    }
    const all = [...this.#paths.values()];
    this.#list = all.find(({list}) => list)?.list;
    this.#beginInArray = all.some(({list, keys}) => {
      const first = list ? list[0] : keys[0];
      return first === undefined || typeof first === 'number';
    });
  }

  /** The rows of a frame: of the object, or of each object of the array, that it is. */
  *in(frame: unknown): Generator<JsonRow> {
    for (const whole of Array.isArray(frame) && !this.#beginInArray ? frame : [frame]) {
      const elements = this.#list && valueAt(whole, this.#list);
      if (!Array.isArray(elements)) yield {whole, element: undefined};
      else for (const element of elements) yield {whole, element};
    }
  }

  /** Undefined: nobody said where it stands. */
  pathOf(name: FieldName): string | undefined {
    return this.#fields[name];
  }

  /** What stands there in the row. What is null or an empty text is as good as nothing: undefined. */
  at({whole, element}: JsonRow, name: FieldName): unknown {
    const path = this.#paths.get(name);
    const value = path && valueAt(path.list ? element : whole, path.keys);
    return value === null || value === '' ? undefined : value;
  }
}
