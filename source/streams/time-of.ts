/** The minute that was last read, as it was written up to its last `:`, and when it began: feeds tell of one at a time. */
let minute = '';
let minuteMs = Number.NaN;
/** What was read last: the trades that one order made have one time. */
let newest = '';
let newestMs = Number.NaN;

const zero = 48;

/**
 * An ISO 8601 time in milliseconds since the epoch, with what fraction it has; NaN where it is none. Takes what
 * `Date.parse` takes, and is more than twice as fast for times of the same minute that end in `Z`, as a feed's are.
 */
export function timeOf(iso: string): number {
  if (iso !== newest) {
    newestMs = read(iso);
    newest = iso;
  }
  return newestMs;
}

function read(iso: string): number {
  const end = iso.length - 1;
  if (end < 19 || iso.charCodeAt(end) !== 90 || !isOfTheMinute(iso)) return first(iso);
  const tens = iso.charCodeAt(17) - zero;
  const ones = iso.charCodeAt(18) - zero;
  if (!(tens >= 0 && tens < 6 && ones >= 0 && ones < 10)) return Date.parse(iso);
  const wholeMs = minuteMs + (tens * 10 + ones) * 1000;
  if (end === 19) return wholeMs;
  if (iso.charCodeAt(19) !== 46 || end === 20) return Date.parse(iso);
  let digits = 0;
  let scale = 0.001;
  for (let at = 20; at < end; at++) {
    const digit = iso.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit < 10)) return Date.parse(iso);
    digits = digits * 10 + digit;
    scale *= 10;
  }
  return wholeMs + digits / scale;
}

/** From the digits that change most on. */
function isOfTheMinute(iso: string): boolean {
  if (minute === '') return false;
  for (let at = 16; at >= 0; at--) if (iso.charCodeAt(at) !== minute.charCodeAt(at)) return false;
  return true;
}

function first(iso: string): number {
  const wholeMs = Date.parse(iso);
  // Date.parse takes 24:00 for the next day's midnight, which is no minute to count from.
  const [, hours] = /^\d{4}-\d\d-\d\dT(\d\d):\d\d:\d\d(?:\.\d+)?Z$/.exec(iso) ?? [];
  if (hours === undefined || hours === '24' || Number.isNaN(wholeMs)) return wholeMs;
  minute = iso.slice(0, 17);
  minuteMs = Math.floor(wholeMs / 60_000) * 60_000;
  return read(iso);
}
