import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export interface TempFolder extends AsyncDisposable {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
}

/** An empty folder that goes with all that is in it. */
export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tailrace-test-'));
  return {
    path,
    file: name => join(path, name),
    async [Symbol.asyncDispose]() {
      await rm(path, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
    },
  };
}
