/** A URL as it may be shown, logged and recorded: without user, password, and the values of its query. */
export function publicUrl(url: string): string {
  const bare = url.replace(/^([\w+.-]+:\/\/)[^/?#@]*@/, '$1');
  return bare.replace(/([?&](?:[^=&#]*(?:token|key|secret|pass|auth)[^=&#]*)=)[^&#]*/gi, '$1…');
}
