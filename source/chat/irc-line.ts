/** One IRC message. */
export interface IrcLine {
  /** Message tags, unescaped; a tag without a value has the value ''. */
  readonly tags: ReadonlyMap<string, string>;
  /** Where it comes from, without the colon: `nick!user@host` or a server's name. */
  readonly source?: string;
  /** As it was written: letters or a three-digit number. */
  readonly command: string;
  readonly params: readonly string[];
}

const noTags: ReadonlyMap<string, string> = new Map();
const plainMiddle = /^[^: \r\n\0][^ \r\n\0]*$/;

/**
 * Reads one line of IRC, with or without its line ending: `[@tags ][:source ]command[ params][ :trailing]`, as in
 * RFC 1459 section 2.3.1, RFC 2812 section 2.3.1 and the IRCv3 message-tags specification. Undefined when there is
 * no command in it.
 */
export function parseIrcLine(line: string): IrcLine | undefined {
  let end = line.length;
  while (end > 0 && (line[end - 1] === '\n' || line[end - 1] === '\r')) end--;
  let at = 0;
  const skipSpaces = () => {
    while (at < end && line[at] === ' ') at++;
  };
  const word = () => {
    const space = line.indexOf(' ', at);
    const text = line.slice(at, space === -1 || space > end ? end : space);
    at += text.length;
    skipSpaces();
    return text;
  };

  const tags = line[0] === '@' ? parseTags(word().slice(1)) : noTags;
  skipSpaces();
  const source = at < end && line[at] === ':' ? word().slice(1) : undefined;
  const command = word();
  if (command === '') return undefined;
  const params: string[] = [];
  while (at < end) {
    if (line[at] === ':') {
      params.push(line.slice(at + 1, end));
      break;
    }
    params.push(word());
  }
  return source === undefined ? {tags, command, params} : {tags, source, command, params};
}

/**
 * Writes one line, without a line ending. Every parameter but the last has to be a middle: not empty, without a
 * space, not beginning with a colon. CR, LF and NUL become spaces, so that it is one line whatever is in it.
 */
export function formatIrcLine({
  tags = noTags,
  source,
  command,
  params,
}: Pick<IrcLine, 'command' | 'params'> & Partial<IrcLine>): string {
  let line = formatTags(tags);
  if (source !== undefined) line += `:${source} `;
  line += command;
  params.forEach((param, index) => {
    line += index < params.length - 1 || plainMiddle.test(param) ? ` ${param}` : ` :${param}`;
  });
  return line.replace(/[\r\n\0]/g, ' ');
}

/** Tags as they stand before a line: `@key=value;key `, or '' when there are none. */
export function formatTags(tags: ReadonlyMap<string, string>): string {
  if (tags.size === 0) return '';
  const pairs = [...tags].map(([key, value]) => (value === '' ? key : `${key}=${escapeTag(value)}`));
  return `@${pairs.join(';')} `;
}

function parseTags(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const pair of text.split(';')) {
    const equals = pair.indexOf('=');
    const key = equals === -1 ? pair : pair.slice(0, equals);
    if (key !== '') tags.set(key, equals === -1 ? '' : unescapeTag(pair.slice(equals + 1)));
  }
  return tags;
}

const escapes: Readonly<Record<string, string>> = {
  ';': '\\:',
  ' ': '\\s',
  '\\': '\\\\',
  '\r': '\\r',
  '\n': '\\n',
};
const unescapes: Readonly<Record<string, string>> = {':': ';', s: ' ', r: '\r', n: '\n'};

function escapeTag(value: string): string {
  return value.replace(/[; \\\r\n]/g, char => escapes[char]!);
}

/** An escape that means nothing stands for its character; a backslash at the end for nothing. */
function unescapeTag(value: string): string {
  return value.includes('\\') ? value.replace(/\\(.?)/gsu, (_, char) => unescapes[char] ?? char) : value;
}
