import type {Found, TimeContext} from './found.ts';
import {foundIn} from './named-fields.ts';

const firstKey = /^[A-Za-z_@][\w.@/-]*=/;
const pair = /[ \t]*(?:([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"?|([^\s"][^\s]*)|(?=\s|$))|(\S+))/y;

/**
 * Reads `key=value key="quoted \"value\""` lines. Undefined for what is not logfmt: a line that does not begin with
 * a pair, or has words between its pairs and no message among them. Values stay text, so numbers keep their decimals.
 */
export function logfmtLine(text: string, context: TimeContext): Found | undefined {
  if (!firstKey.test(text)) return undefined;
  const values: Record<string, string> = {};
  let pairs = 0;
  let words = 0;
  pair.lastIndex = 0;
  for (let match = pair.exec(text); match; match = pair.exec(text)) {
    const [, key, quoted, bare, word] = match;
    if (key === undefined) {
      words++;
      values[word!] = '';
    } else {
      pairs++;
      values[key] = quoted === undefined ? (bare ?? '') : unescaped(quoted);
    }
  }
  const found = foundIn(values, text, context);
  const recognised = found.time !== undefined || found.level !== undefined || found.message !== text;
  if (words > 0 && found.message === text) return undefined;
  return pairs > 1 || recognised ? found : undefined;
}

function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted;
  return quoted.replace(/\\(u[\da-fA-F]{4}|.)/g, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return code === 'n' ? '\n' : code === 't' ? '\t' : code === 'r' ? '\r' : code;
  });
}
