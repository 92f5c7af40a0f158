import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Bytes of the heap that are in use by what can still be reached. */
export function reachableBytes(): number {
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}
