import {SourceError} from '../../streams/errors.ts';
import {type FramesOptions, WebSocketFrames} from '../../streams/websocket-frames.ts';

// The IRCv3 name, and the one that InspIRCd had before it.
const protocols = ['text.ircv3.net', 'text.inspircd.org'];

/**
 * Opens a WebSocket to an IRC server. Offers the subprotocols for text; to a server that chooses neither, or
 * refuses, it comes once more without. Some servers turn away who does not say where they come from, so Origin is
 * the server itself.
 */
export async function dial(address: string, options: FramesOptions): Promise<WebSocketFrames> {
  const {protocol, host} = new URL(address);
  const headers = {Origin: `${protocol === 'wss:' ? 'https:' : 'http:'}//${host}`};
  try {
    return await WebSocketFrames.open(address, {...options, headers, protocols});
  } catch (error) {
    if (options.signal.aborted || !isAboutProtocols(error)) throw error;
    return await WebSocketFrames.open(address, {...options, headers});
  }
}

function isAboutProtocols(error: unknown): boolean {
  const cause = error instanceof SourceError ? error.cause : undefined;
  return cause instanceof Error && /subprotocol|Unexpected server response: 400/.test(cause.message);
}
