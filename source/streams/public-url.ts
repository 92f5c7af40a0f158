/** A URL as it may be shown, logged and recorded: without user, password, and what its query says in confidence. */
export function publicUrl(url: string): string {
  const bare = url.replace(/^([\w+.-]+:\/\/)[^/?#]*@/, '$1');
  return bare.replace(
    /([?&](?:[^=&#]*(?:token|key|secret|pass|pwd|auth|sig|cred|jwt)[^=&#]*)=)[^&#]*/gi,
    '$1…',
  );
}
