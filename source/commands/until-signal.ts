const codes = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

/** Resolves to the exit code when the process is told to end (^C, kill, hang-up), or when `signal` aborts, to 0. */
export function untilSignal(signal?: AbortSignal): Promise<number> {
  const {promise, resolve} = Promise.withResolvers<number>();
  const told = (name: NodeJS.Signals) => done(codes[name as keyof typeof codes]);
  const aborted = () => done(0);
  const done = (code: number) => {
    for (const name of Object.keys(codes)) process.off(name, told);
    signal?.removeEventListener('abort', aborted);
    resolve(code);
  };
  for (const name of Object.keys(codes)) process.on(name, told);
  signal?.addEventListener('abort', aborted, {once: true});
  return promise;
}
