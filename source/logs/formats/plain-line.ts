import {findLevel} from './find-level.ts';
import type {Found, TimeContext} from './found.ts';
import {readTime} from './time.ts';

/** `INFO `, `[worker-1] `, `web_1  | `: what may stand before a time. */
const beforeTime =
  /(?:[A-Z]{3,9}:? +|\[[^\]\d]{1,20}\] *|[\w.-]{1,40} +\| ){1,2}\[?(?=\d{4}[-/]\d\d[-/]\d\d[T ])/y;
const separators = /[\s\]),:|-]*/y;

/** Reads any text: a time at its beginning and a level in it, where there are; the rest is the message. */
export function plainLine(text: string, context: TimeContext): Found {
  const bracket = text.charCodeAt(0) === 91 ? 1 : 0;
  let prefix = '';
  let time = readTime(text, bracket, context);
  if (time === undefined) {
    beforeTime.lastIndex = 0;
    const before = beforeTime.exec(text);
    if (before) {
      time = readTime(text, before[0].length, context);
      if (time !== undefined) prefix = before[0].replace(/\[$/, '');
    }
  }
  if (time === undefined) {
    const level = findLevel(text, 0);
    return {level: level?.level, message: text.slice(level?.end ?? 0)};
  }
  separators.lastIndex = time.end;
  separators.test(text);
  const start = separators.lastIndex;
  if (prefix !== '') {
    const whole = prefix + text.slice(start);
    const level = findLevel(whole, 0);
    return {time: time.time, level: level?.level, message: whole.slice(level?.end ?? 0)};
  }
  const level = findLevel(text, start);
  return {time: time.time, level: level?.level, message: text.slice(level?.end ?? start)};
}
