/**
 * Write a binomial draw: how many of the first `sites` succeed, each with the given probability.
 *
 * The language has no binomial draw, so there is one uniform draw for each of the at most `most` sites.
 */
export function binomial(most: number, sites: string, chance: string): string {
  const terms = Array.from(
    { length: most },
    (_, k) => `int(rand() < ${chance} and ${sites} > ${k})`,
  );
  return terms.join(" + ");
}
