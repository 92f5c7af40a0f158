import type {WriteStream} from 'node:tty';

/**
 * A terminal's stdout blocks by default, so that one reader who stops would stop the whole process. Node offers
 * this switch on the handle alone; where it is missing, writes stay blocking.
 */
export function setBlocking(output: WriteStream, blocking: boolean): void {
  const handle = (output as {_handle?: {setBlocking?: (blocking: boolean) => void}})._handle;
  handle?.setBlocking?.(blocking);
}
