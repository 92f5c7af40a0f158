/**
 * True where a WebSocket handshake comes from no web page (no Origin), or from a page of this very host (RFC 6455,
 * section 10.2). `host` is the request's Host header.
 */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  const parsed = URL.parse(origin);
  return parsed !== null && parsed.host === host;
}
