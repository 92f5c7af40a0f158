import {levelOf} from '../level.ts';
import type {Level} from '../record.ts';

export interface LevelFound {
  readonly level: Level;
  /** Where the message begins, when the level stands before it and says nothing else. */
  readonly end: number;
}

const word =
  'trace|debug|info|notice|warn(?:ing)?|err(?:or)?|fatal|crit(?:ical)?|panic|emerg(?:ency)?|alert|severe';
/** Set off by brackets (`[error]`, Apache's `[core:error]`) or named (`level=error`): in any case of letters. */
const marked = new RegExp(
  String.raw`[[(<](?:\w{1,30}:)?(${word})[\])>]|\b(?:level|lvl|severity|loglevel)"?[=:] ?"?([a-z]{3,12})\b`,
  'i',
);
/** A word of its own in capitals. */
const capitals = new RegExp(
  String.raw`(?:^|[\s|:("'-])(${word.toUpperCase().replaceAll('(?:', '(?:')})(?=$|[\s|:)!,"'-])`,
);
/** The first word: in capitals or with a mark after it, it is no part of the message. */
const first = new RegExp(String.raw`[\s:|-]*([[(<]?)(${word})([\])>]|:(?!:)|!|(?=[\s|]|$))[\s:|-]*`, 'iy');
/** Levels are told early; further on, a word in capitals is part of what is said. */
const headLength = 120;

/** Finds a level in plain text from `at` on. */
export function findLevel(text: string, at: number): LevelFound | undefined {
  first.lastIndex = at;
  const match = first.exec(text);
  if (match) {
    const [whole, open, name, mark] = match;
    const set = open !== '' || mark !== '' || name === name!.toUpperCase();
    if (set || /^(?:trace|debug|info|warn|warning|error|fatal|critical|panic)$/i.test(name!)) {
      return {level: levelOf(name)!, end: set ? at + whole.length : at};
    }
  }
  const head = text.length - at > headLength ? text.slice(at, at + headLength) : text.slice(at);
  const found = marked.exec(head) ?? capitals.exec(head);
  const level = found ? levelOf(found[1] ?? found[2]) : undefined;
  return level === undefined ? undefined : {level, end: at};
}
