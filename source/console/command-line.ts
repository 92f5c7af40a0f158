import type {ChannelName} from '../recording/entry.ts';

/** What a line after `:` (or after `/` in chat) asks for. */
export type Command =
  | {readonly name: 'quit' | 'help' | 'zoom' | 'freeze' | 'redraw' | 'mouse' | 'pause' | 'rejects'}
  | {readonly name: 'pane'; readonly pane: ChannelName}
  | {readonly name: 'join' | 'part'; readonly room: string}
  | {readonly name: 'nick'; readonly nick: string}
  | {readonly name: 'say'; readonly room: string; readonly text: string; readonly kind?: 'action'}
  | {readonly name: 'topic'; readonly room: string; readonly text: string}
  | {readonly name: 'speed'; readonly speed: number};

export interface CommandContext {
  readonly panes: readonly ChannelName[];
  /** The room that is shown: where /me and /topic go. */
  readonly room: string | undefined;
}

const bare = new Set(['quit', 'help', 'zoom', 'freeze', 'redraw', 'mouse', 'pause', 'rejects']);
const short = new Map([
  ['q', 'quit'],
  ['h', 'help'],
  ['j', 'join'],
  ['p', 'pane'],
]);
export const commandNames = [...bare, 'pane', 'join', 'part', 'nick', 'msg', 'me', 'topic', 'speed'];

/** Reads a command; returns a sentence for the user when it cannot be one. */
export function readCommand(line: string, {panes, room}: CommandContext): Command | string {
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
    default:
      return `no command "${name}": there are ${commandNames.join(', ')}`;
  }
}
