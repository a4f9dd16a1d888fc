import { checkOptions } from "../check-arguments.ts";
import { SEED } from "../errors.ts";
import { drawMany, drawn } from "./distributions.ts";
import { legacyDraws } from "./legacy-draws.ts";
import type { Rng } from "./rng.ts";

/**
 * Create PyNN's `NumpyRNG`: a single sequence equal to that of NumPy's `RandomState`.
 *
 * Uniform numbers, integers, counts and permutations equal NumPy's bit for bit; results that need a logarithm are
 * rounded correctly, whereas NumPy's last bit depends on the machine's mathematical library.
 */
export function NumpyRNG(options: { readonly seed: number }): Rng {
  checkOptions(options, { seed: true }, "NumpyRNG");
  const { seed } = options;
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 4294967296)) throw SEED({ got: seed });
  const draws = legacyDraws(seed);
  return {
    kind: "numpy",
    seed,
    open: () => draws,
    copy: () => draws.copy(),
    next: (n, distribution, given) => drawMany(draws, { ...drawn(distribution, given), n }),
    permutation: (n) => draws.permutation(n),
  };
}
