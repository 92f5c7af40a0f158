import {readFile} from 'node:fs/promises';
import {parse, TomlError} from 'smol-toml';
import * as z from 'zod';
import {sentenceOf, UsageError} from '../streams/errors.ts';
import {publicUrl} from '../streams/public-url.ts';
import {clean} from '../terminal/clean.ts';
import {type PriceRule, readPriceRule} from '../ticker/price-rule.ts';
import {venues} from '../ticker/venues.ts';
import {readDuration} from './read-duration.ts';

/** What a configuration file says for `tailrace watch`; what it leaves out is empty or absent. */
export interface Config {
  /** Stream URLs, as the flags of the same names take them. Not looked into here. */
  readonly ticker: readonly string[];
  readonly chat: readonly string[];
  readonly logs: readonly string[];
  readonly alerts: readonly string[];
  readonly nick?: string | undefined;
  /** How long the moving mean of the ticker reaches back: a number with ms, s, m or h. */
  readonly window?: string | undefined;
  /** Symbols by the name of their group, in the order of the file. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly priceAlerts: readonly PriceRule[];
}

const text = z.string(expected('a text in quotes')).min(1, expected('a text that is not empty'));
const urls = z
  .union([text, z.array(text)], expected('a stream URL in quotes, or several: ["…", "…"]'))
  .transform(value => (typeof value === 'string' ? [value] : value))
  .default([]);
const symbol = z.string(expected('a symbol in quotes')).regex(/^\S+$/, expected('a symbol without blanks'));
const groupExample = 'symbols such as majors = ["BTC/USD", "ETH/USD"]';
const windowExample = 'a time such as "5s" (a number over 0 with ms, s, m or h)';

const priceRule = z.string(expected('a price rule in quotes')).transform((value, context) => {
  const rule = readPriceRule(value, Object.keys(venues));
  if (typeof rule !== 'string') return rule;
  context.issues.push({code: 'custom', message: rule, input: value});
  return z.NEVER;
});

const keys = {
  ticker: urls,
  chat: urls,
  logs: urls,
  alerts: urls,
  nick: text.optional(),
  window: z
    .string(expected(windowExample))
    .refine(value => (readDuration(value) ?? 0) > 0, expected(windowExample))
    .optional(),
  groups: z
    .record(
      z.string(),
      z.array(symbol, expected(groupExample)),
      expected(`a table [groups] of ${groupExample}`),
    )
    .default({}),
  'price-alerts': z.array(priceRule, expected('an array of rules such as ["BTC/USD > 70000"]')).default([]),
};
const schema = z.strictObject(keys);

/**
 * Reads the configuration file of `tailrace watch`, which is TOML (see `Config`; its keys are those of `keys`).
 * Throws a UsageError that names the file, where in it something is wrong, what was expected there and what came.
 */
export async function readConfig(path: string): Promise<Config> {
  const result = schema.safeParse(parseToml(path, await readText(path)));
  if (!result.success) throw new UsageError(clean(`${path}: ${sentence(result.error.issues[0]!)}`));
  const {groups, 'price-alerts': priceAlerts, ...rest} = result.data;
  const named = Object.entries(groups).map(([name, symbols]) => [clean(name), symbols] as const);
  return {...rest, groups: new Map(named), priceAlerts};
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(await readFile(path));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file; check the path behind --config'
        : code === 'EISDIR'
          ? 'expected a TOML file, got a folder; name a file in it'
          : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
            ? 'expected UTF-8, got other bytes; save it as UTF-8'
            : sentenceOf(error);
    throw new UsageError(clean(`${path}: ${why}`), {cause: error});
  }
}

function parseToml(path: string, content: string): unknown {
  try {
    return parse(content);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const {line, column} = error;
    const problem = sentenceOf(error).replace(/^Invalid TOML document: /, '');
    const found = content.split(/\r?\n/)[line - 1]?.trim() ?? '';
    throw new UsageError(
      clean(
        `${path}:${line}:${column}: expected TOML, such as ticker = "kraken:BTC/USD", got "${quoted(found)}": `,
      ) + problem,
      {cause: error},
    );
  }
}

function sentence({code, path, message, ...issue}: z.core.$ZodIssue): string {
  if (code === 'unrecognized_keys') {
    const [key] = (issue as {keys?: string[]}).keys ?? [];
    return `there is no key "${key}"; there are ${Object.keys(keys).join(', ')}`;
  }
  const names = path.filter(part => typeof part === 'string').join('.');
  const index = path.find(part => typeof part === 'number');
  return `${index === undefined ? '' : `entry ${index + 1} of `}${names}: ${message}`;
}

/** Says what was expected, and what came. */
function expected(what: string): {error: (issue: {readonly input?: unknown}) => string} {
  return {error: ({input}) => `expected ${what}, got ${shown(input)}`};
}

function shown(value: unknown): string {
  const written = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return quoted(written ?? String(value));
}

/** What stands in the file, short, and without what its URLs say in confidence. */
function quoted(found: string): string {
  return clean(found.replace(/[\w+.-]+:\/\/[^\s"]*/g, publicUrl), 80);
}
