/** The IRCv3 capabilities that the server has. */
export const capabilities = ['message-tags', 'server-time', 'echo-message'] as const;

export type Capability = (typeof capabilities)[number];

export function isCapability(name: string): name is Capability {
  return (capabilities as readonly string[]).includes(name);
}

const withTime = 1;
const withTags = 2;

/** Which form of a line a client gets: clients of the same variant get the same bytes. */
export function variantOf(caps: ReadonlySet<Capability>): number {
  return (caps.has('server-time') ? withTime : 0) | (caps.has('message-tags') ? withTags : 0);
}

/** What a variant shows of the tags of a line. */
export function shows(variant: number): {readonly time: boolean; readonly tags: boolean} {
  return {time: (variant & withTime) !== 0, tags: (variant & withTags) !== 0};
}
