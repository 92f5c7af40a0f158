/** Normally distributed, mean 0 and standard deviation 1, by Box and Muller's method. */
export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Exponentially distributed, mean 1: the waiting time for what comes once in a while, whatever came before. */
export function exponential(random: () => number): number {
  return -Math.log(1 - random());
}

/** Of either sign, its size exponential with mean 1, cut at 4: mostly small, now and then far out. */
export function laplace(random: () => number): number {
  const sign = random() < 0.5 ? -1 : 1;
  return sign * Math.min(4, exponential(random));
}
