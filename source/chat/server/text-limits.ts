/** A line without its tags and its line ending, in bytes: RFC 1459 has 512 with CR and LF. */
export const maxLineBytes = 510;
/** The tags that a client may send with a line, with their @ and space: the message-tags specification. */
export const maxTagBytes = 4096;
/** Rooms and nicks that one message may go to. */
export const maxTargets = 4;
export const maxTopicBytes = 300;
