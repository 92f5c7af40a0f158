import type {MinimalMotion} from './motion.ts';
import type {MinimalPens} from './pens.ts';

/** What rows are written with. */
export interface MinimalTools {
  readonly motion: MinimalMotion;
  readonly pens: MinimalPens;
  /** Whether there is REP. */
  readonly rep: boolean;
  /** Whether there are ICH and DCH. */
  readonly shift: boolean;
}
