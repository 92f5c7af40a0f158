import {isError, type LogRecord} from './record.ts';

/** The name of the field that a continuation carries: the offset of the line that it continues. */
export const continues = 'continues';

/** A line of a stack trace in Java, JavaScript, Python or Go: whatever words are in it. */
const frame = /^\s*(?:at \S|Caused by: |Suppressed: |\.{3} \d+ more|Traceback \(|File "|goroutine \d+ \[)/;
const exception = /^(?:[\w$]+[./])*[A-Z][\w$]*(?:Error|Exception|Throwable)(?::|$)|^Exception in thread /;

/** Whether a line without a time of its own belongs to the record before it, as a line of a stack trace does. */
export function isContinuationOf(previous: LogRecord, text: string, hasLevel: boolean): boolean {
  if (frame.test(text) || (isError(previous.level) && exception.test(text))) return true;
  return !hasLevel && /^[ \t]/.test(text);
}

/** Whether a line names a thrown error: loggers that print nothing else mean an error by it. */
export function namesException(text: string): boolean {
  return exception.test(text);
}

/**
 * Whether a record is a further line of the one before it. It has that one's level, time and service, so that it is
 * coloured and filtered like it; who counts errors counts only the first.
 */
export function isContinuation(record: LogRecord): boolean {
  return record.fields !== undefined && continues in record.fields;
}
