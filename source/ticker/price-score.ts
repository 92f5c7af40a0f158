import type {AlertLifeOptions} from '../anomaly/alert-life.ts';
import type {PriceRule} from './price-rule.ts';

/** How the scores of `priceScore` live: the two belong together. Windows are the seconds in which trades came. */
export const priceLife: AlertLifeOptions = {
  calmWindows: 5,
  calmScore: 0.25,
  criticalScore: 0.75,
  repeatMs: 60_000,
  cooldownMs: 300_000,
};

/** Just short of it, so that a strong warning does not become critical. */
const highestWarning = 0.74;

/**
 * What a price scores, 0..1 with 0.5 the alarm line; which half of the alarms it is in tells the rule's severity.
 * `beyond` is how far the price is behind the line that the rule draws: 0 on it, 1 the band (see below) behind it, -1
 * the band before it. `isMet` tells on which side of the line the price is that is on it.
 *
 * Within the band before the line a price neither fires nor calms: so one that dances on the line makes one alert.
 */
export function priceScore(severity: PriceRule['severity'], isMet: boolean, beyond: number): number {
  if (!isMet) return Math.min(0.49, Math.max(0, 0.5 + 0.25 * Math.min(0, beyond)));
  const [least, most] = severity === 'critical' ? [0.75, 1] : [0.5, highestWarning];
  return least + (most - least) * (1 - 1 / (1 + Math.max(0, beyond)));
}
