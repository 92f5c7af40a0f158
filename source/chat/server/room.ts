import type {Session} from './session.ts';

/** A room exists while someone is in it. */
export class Room {
  readonly name: string;
  readonly createdAtMs: number;
  readonly members = new Set<Session>();
  topic: {readonly text: string; readonly by: string; readonly atMs: number} | undefined;

  constructor(name: string, createdAtMs: number) {
    this.name = name;
    this.createdAtMs = createdAtMs;
  }
}
