/** Reads batches until an event is of the given kind; returns all events up to the end of that batch. */
export async function until<T>(
  stream: AsyncIterator<readonly T[]>,
  isIt: (event: T) => boolean,
): Promise<T[]> {
  const events: T[] = [];
  while (!events.some(isIt)) {
    const {done, value} = await stream.next();
    if (done) throw new Error(`the stream ended after ${JSON.stringify(events)}`);
    events.push(...value);
  }
  return events;
}
