import {UsageError} from '../streams/errors.ts';
import type {Flags} from './command.ts';

/** A flag as it is given, by its camel-case name: `--link-rate`, `-h`. */
export function flagName(name: string): string {
  if (name.length === 1) return `-${name}`;
  return `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** The values of a flag that may be given several times. */
export function texts(flags: Flags, name: string): string[] {
  const values = (flags[name] ?? []) as string[];
  for (const value of values) if (value === '') throw new UsageError(`--${name} takes a value; see --help`);
  return values;
}

/** The value of a flag that is given at most once. */
export function text(flags: Flags, name: string): string | undefined {
  const value = flags[name] as string | string[] | undefined;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given more than once`);
  if (value === '') throw new UsageError(`--${name} takes a value; see --help`);
  return value;
}

/** A number over 0. */
export function positive(flags: Flags, name: string): number | undefined {
  const value = flags[name] as number | undefined;
  if (value !== undefined && !(value > 0))
    throw new UsageError(`${flagName(name)} takes a number over 0, not ${value}`);
  return value;
}

/** `--link-rate`, which is in kbit/s as lines are, in bytes a second. */
export function linkRate(flags: Flags): number | undefined {
  const kilobits = positive(flags, 'linkRate');
  if (kilobits !== undefined && !(kilobits >= 1 && kilobits <= 1e7))
    throw new UsageError(`--link-rate takes kbit/s, from 1 to 10000000, not ${kilobits}`);
  return kilobits === undefined ? undefined : (kilobits * 1000) / 8;
}
