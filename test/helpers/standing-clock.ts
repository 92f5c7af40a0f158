import {ManualClock} from '../../source/streams/clock.ts';

/** The clock of a process that can be stopped (^Z, a paused container): time goes on, and no sleep ends meanwhile. */
export class StandingClock extends ManualClock {
  #stoodMs = 0;

  override now(): number {
    return super.now() + this.#stoodMs;
  }

  /** Time that passes and wakes nobody: who sleeps overruns by so much. */
  stand(ms: number): void {
    this.#stoodMs += ms;
  }
}
