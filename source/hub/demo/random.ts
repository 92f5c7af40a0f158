/**
 * A small random number generator with a seed, for demonstrations and tests, never for secrets: sfc32, the "small
 * fast counter" generator of Chris Doty-Humphrey's PractRand (public domain). Its state is filled from the seed by
 * SplitMix32, with the mixing constants that bryc gives for it (public domain).
 *
 * Returns a function that gives the next number, 0 <= number < 1, with 32 random bits. The same seed gives the
 * same numbers on every machine. `seed` is any whole number; its low 32 bits count.
 */
export function seededRandom(seed: number): () => number {
  let mixed = seed | 0;
  let a = mix();
  let b = mix();
  let c = mix();
  let counter = 1;
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return () => next() / 2 ** 32;

  /** SplitMix32: the next word of the state. */
  function mix(): number {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = mixed ^ (mixed >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return word ^ (word >>> 15);
  }

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  }
}
