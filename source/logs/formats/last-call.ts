/** The same pure function of numbers, which remembers its last call. */
export function lastCall<T>(compute: (...input: readonly number[]) => T): (...input: readonly number[]) => T {
  let last: readonly number[] = [Number.NaN];
  let result: T;
  return (...input) => {
    if (input.length !== last.length || input.some((value, index) => value !== last[index])) {
      result = compute(...input);
      last = input;
    }
    return result;
  };
}
