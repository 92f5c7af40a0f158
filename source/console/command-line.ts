import type {ChannelName} from '../recording/entry.ts';
import {type SortKey, sortKeys} from './ticker-list.ts';

/** What a line after `:` (or after `/` in chat) asks for. */
export type Command =
  | {readonly name: 'quit' | 'help' | 'zoom' | 'freeze' | 'redraw' | 'mouse' | 'pause' | 'rejects'}
  | {readonly name: 'pane'; readonly pane: ChannelName}
  | {readonly name: 'join' | 'part'; readonly room: string}
  | {readonly name: 'nick'; readonly nick: string}
  | {readonly name: 'say'; readonly room: string; readonly text: string; readonly kind?: 'action'}
  | {readonly name: 'topic'; readonly room: string; readonly text: string}
  | {readonly name: 'speed'; readonly speed: number}
  | {readonly name: 'add' | 'remove' | 'filter' | 'alert' | 'unalert'; readonly text: string}
  | {readonly name: 'sort'; readonly by: SortKey}
  /** Undefined: all. */
  | {readonly name: 'group'; readonly group: string | undefined};

export interface CommandContext {
  readonly panes: readonly ChannelName[];
  /** The room that is shown: where /me and /topic go. */
  readonly room: string | undefined;
  /** The names of the ticker's groups. */
  readonly groups: readonly string[];
}

const bare = new Set(['quit', 'help', 'zoom', 'freeze', 'redraw', 'mouse', 'pause', 'rejects']);
const short = new Map([
  ['q', 'quit'],
  ['h', 'help'],
  ['j', 'join'],
  ['p', 'pane'],
]);
const ofTicker = ['add', 'remove', 'filter', 'sort', 'group', 'alert', 'unalert'];
export const commandNames = [
  ...bare,
  ...['pane', 'join', 'part', 'nick', 'msg', 'me', 'topic', 'speed'],
  ...ofTicker,
];

/** Reads a command; returns a sentence for the user when it cannot be one. */
export function readCommand(line: string, {panes, room, groups}: CommandContext): Command | string {
  const [word = '', ...words] = line.trim().split(/\s+/);
  const name = short.get(word) ?? word;
  const rest = line.trim().slice(word.length).trim();
  if (bare.has(name)) return {name} as Command;
  switch (name) {
    case 'pane': {
      const pane =
        panes[Number(rest) - 1] ?? panes.find(id => rest !== '' && id.startsWith(rest.toLowerCase()));
      return pane
        ? {name, pane}
        : `:pane takes one of ${panes.map((id, index) => `${index + 1} ${id}`).join(', ')}`;
    }
    case 'join':
    case 'part': {
      const target = words[0] ?? (name === 'part' ? room : undefined);
      if (target === undefined) return `:${name} takes a room: :${name} #ops`;
      return {name, room: /^[#&]/.test(target) ? target : `#${target}`};
    }
    case 'nick':
      return words[0] === undefined ? ':nick takes a name: :nick ada' : {name, nick: words[0]};
    case 'msg': {
      const text = rest.slice(words[0]?.length ?? 0).trim();
      return text === ''
        ? ':msg takes a room or a nick, and a text: :msg #ops hello'
        : {name: 'say', room: words[0]!, text};
    }
    case 'me':
    case 'topic': {
      if (room === undefined) return `:${name} goes to the room that is shown, and none is`;
      if (rest === '') return `:${name} takes a text`;
      return name === 'me' ? {name: 'say', room, text: rest, kind: 'action'} : {name, room, text: rest};
    }
    case 'speed': {
      const speed = rest === 'max' ? Infinity : Number(rest.replace(/x$/, '') || Number.NaN);
      return speed > 0 ? {name, speed} : ':speed takes a number over 0, or max: :speed 10';
    }
    case 'add':
      return rest === '' ? ':add takes a symbol: :add SOL/USD, :add kraken:SOL/USD' : {name, text: rest};
    case 'remove':
    case 'filter':
    case 'alert':
    case 'unalert':
      return {name, text: rest};
    case 'sort': {
      const by = sortKeys.find(key => rest !== '' && key.startsWith(rest.toLowerCase()));
      return by ? {name, by} : `:sort takes one of ${sortKeys.join(', ')}`;
    }
    case 'group': {
      if (rest === '' || rest === 'all') return {name, group: undefined};
      if (groups.includes(rest)) return {name, group: rest};
      const known =
        groups.length > 0 ? `one of all, ${groups.join(', ')}` : 'a name of the [groups] of --config';
      return `:group takes ${known}`;
    }
    default:
      return `no command "${name}": there are ${commandNames.join(', ')}`;
  }
}
