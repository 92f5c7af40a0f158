import type {Screen} from './screen.ts';

/** Why the console must end. */
export type Ending =
  | {readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'}
  | {readonly error: unknown}
  | {readonly gone: true};

/**
 * Gives the terminal back on every way out: leaves the screen at process exit, whatever caused it; tells `onEnding`
 * of signals, of errors that nobody caught, and of a terminal that went away; and suspends and resumes (^Z, fg).
 */
export function guard(screen: Screen, onEnding: (ending: Ending) => void): Disposable {
  const leave = () => screen.leave();
  const ended = (signal: NodeJS.Signals) => onEnding({signal: signal as 'SIGINT'});
  const thrown = (error: unknown) => {
    screen.leave();
    onEnding({error});
  };
  const gone = () => onEnding({gone: true});
  const suspend = () => {
    screen.leave();
    // A handler for SIGTSTP replaces its default, so the stop itself is ours to do.
    process.kill(process.pid, 'SIGSTOP');
  };
  const resume = () => {
    screen.enter();
    screen.emit('resize');
  };
  process.on('exit', leave);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ended);
  process.on('uncaughtException', thrown);
  process.on('unhandledRejection', thrown);
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', resume);
  screen.on('gone', gone);
  return {
    [Symbol.dispose]() {
      process.off('exit', leave);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, ended);
      process.off('uncaughtException', thrown);
      process.off('unhandledRejection', thrown);
      process.off('SIGTSTP', suspend);
      process.off('SIGCONT', resume);
      screen.off('gone', gone);
    },
  };
}

/** Stops the whole foreground job, as the terminal would at ^Z: npm and a pipe's other end stop too. */
export function suspendJob(): void {
  process.kill(0, 'SIGTSTP');
}
