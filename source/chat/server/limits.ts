/** What one client may use of a server. */
export interface ChatLimits {
  readonly maxClients: number;
  readonly maxRoomsPerClient: number;
  /** Bytes that may wait for a client that does not read; one with more is too slow and is let go. */
  readonly maxQueueBytes: number;
  /** Lines that a client may send at once, and per second after that. */
  readonly floodBurst: number;
  readonly floodPerSecond: number;
  /** Lines held back for a client that sends faster; with more of them it is let go. */
  readonly floodBacklog: number;
  /** From the connection to the end of registration. */
  readonly registrationMs: number;
  /** A client is asked for a sign of life after so long a silence… */
  readonly idleMs: number;
  /** …and let go when it gives none for so long again. */
  readonly timeoutMs: number;
  /** How long a client that was let go may take to read the reason. */
  readonly closeMs: number;
}

export const defaultLimits: ChatLimits = {
  maxClients: 10_000,
  maxRoomsPerClient: 50,
  maxQueueBytes: 1 << 20,
  floodBurst: 20,
  floodPerSecond: 5,
  floodBacklog: 100,
  registrationMs: 15_000,
  idleMs: 60_000,
  timeoutMs: 60_000,
  closeMs: 2_000,
};
