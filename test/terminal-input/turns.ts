/** Until the event loop has gone round so many times. */
export async function turns(count = 5): Promise<void> {
  for (let at = 0; at < count; at++) await new Promise(resolve => setImmediate(resolve));
}
