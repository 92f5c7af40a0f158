import {exitCodes} from './exit-codes.ts';

/** Resolves to the exit code when the process is told to end (^C, kill, hang-up), or when `signal` aborts, to 0. */
export function untilSignal(signal?: AbortSignal): Promise<number> {
  const {promise, resolve} = Promise.withResolvers<number>();
  const told = (name: NodeJS.Signals) => done(exitCodes[name as keyof typeof exitCodes]);
  const aborted = () => done(0);
  const done = (code: number) => {
    for (const name of Object.keys(exitCodes)) process.off(name, told);
    signal?.removeEventListener('abort', aborted);
    resolve(code);
  };
  for (const name of Object.keys(exitCodes)) process.on(name, told);
  signal?.addEventListener('abort', aborted, {once: true});
  return promise;
}
