import type {Pty} from '../helpers/pty.ts';

/**
 * When the screen was first as `is` says, as performance.now() tells it: looked at whenever the terminal has
 * taken in something new, so not rounded to a poll. Rejects after `withinMs`.
 */
export async function whenShown(
  pty: Pty,
  is: (screen: string) => boolean,
  withinMs = 20_000,
): Promise<number> {
  const {promise, resolve, reject} = Promise.withResolvers<number>();
  const look = () => {
    if (is(pty.screen)) resolve(performance.now());
  };
  const parsed = pty.emulator.onWriteParsed(look);
  const deadline = setTimeout(
    () => reject(new Error(`${withinMs} ms passed, and the screen is\n${pty.screen}`)),
    withinMs,
  );
  look();
  try {
    return await promise;
  } finally {
    parsed.dispose();
    clearTimeout(deadline);
  }
}
