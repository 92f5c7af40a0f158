/**
 * A list up to the first item that is not good, with it; what is no list as it is. A schema that is then asked says the
 * same, of one fault: of the 300,000 that a hostile frame has room for it would make as many sentences, for seconds.
 */
export function untilFault(list: unknown, isGood: (item: unknown) => boolean): unknown {
  if (!Array.isArray(list)) return list;
  const fault = list.findIndex(item => !isGood(item));
  return fault < 0 ? list : list.slice(0, fault + 1);
}
