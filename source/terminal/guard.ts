import type {Screen} from './screen.ts';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
type EndingSignal = (typeof endingSignals)[number];

/** Why the console must end. */
export type Ending = {readonly signal: EndingSignal} | {readonly error: unknown} | {readonly gone: true};

/** Who runs on for so long after SIGTSTP was not stopped. */
const notStoppedMs = 100;

export interface Guard extends Disposable {
  /** Stops the whole foreground job, as the terminal would at ^Z: npm and a pipe's other end stop too. */
  suspendJob(): void;
}

/**
 * Gives the terminal back on every way out: leaves the screen at process exit, whatever caused it; tells `onEnding`
 * of signals, of errors that nobody caught, and of a terminal that went away; and suspends and resumes (^Z, fg).
 */
export function guard(screen: Screen, onEnding: (ending: Ending) => void): Guard {
  const leave = () => screen.leave();
  const ended = (signal: NodeJS.Signals) => onEnding({signal: signal as EndingSignal});
  const thrown = (error: unknown) => {
    screen.leave();
    onEnding({error});
  };
  const gone = () => onEnding({gone: true});
  let notStopped: NodeJS.Timeout | undefined;
  const stop = (target: number) => {
    screen.leave();
    // A handler replaces the signal's default, which is what must happen now. Not SIGSTOP: the default spares a
    // process that no shell could bring back (`ssh -t HOST tailrace`, a terminal that runs nothing else).
    process.off('SIGTSTP', stopped);
    process.kill(target, 'SIGTSTP');
    notStopped = setTimeout(resume, notStoppedMs);
  };
  const stopped = () => stop(process.pid);
  const resume = () => {
    clearTimeout(notStopped);
    process.off('SIGTSTP', stopped).on('SIGTSTP', stopped);
    screen.retake();
  };
  process.on('exit', leave);
  for (const signal of endingSignals) process.on(signal, ended);
  process.on('uncaughtException', thrown);
  process.on('unhandledRejection', thrown);
  process.on('SIGTSTP', stopped);
  process.on('SIGCONT', resume);
  screen.on('gone', gone);
  return {
    suspendJob: () => stop(0),
    [Symbol.dispose]() {
      clearTimeout(notStopped);
      process.off('exit', leave);
      for (const signal of endingSignals) process.off(signal, ended);
      process.off('uncaughtException', thrown);
      process.off('unhandledRejection', thrown);
      process.off('SIGTSTP', stopped);
      process.off('SIGCONT', resume);
      screen.off('gone', gone);
    },
  };
}
