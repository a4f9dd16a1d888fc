/**
 * Return the probability of a difference at least as great if both were equally accurate.
 *
 * For samples that only one of two classified correctly; the exact test, two-sided.
 * @cite doi:10.1007/BF02295996
 */
export function mcNemar(first: number, second: number): number {
  const all = first + second;
  const less = Math.min(first, second);
  // Terms of the binomial distribution of one half, each computed from the previous one, divided by the largest.
  let [term, tail, total] = [1, 0, 0];
  const terms: number[] = [];
  for (let k = 0; k <= all; k++) {
    terms.push(term);
    term *= (all - k) / (k + 1);
    if (term > 1e200) {
      term /= 1e200;
      for (let j = 0; j < terms.length; j++) terms[j] = (terms[j] as number) / 1e200;
    }
  }
  for (const [k, one] of terms.entries()) {
    total += one;
    if (k <= less) tail += one;
  }
  return Math.min(1, (2 * tail) / total);
}
