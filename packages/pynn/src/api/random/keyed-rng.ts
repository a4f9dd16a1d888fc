import { type Stream, stream, streamKey } from "@spikeloom/random";
import { checkOptions } from "../check-arguments.ts";
import { countTo } from "../count-to.ts";
import { SEED } from "../errors.ts";
import { drawMany, drawn } from "./distributions.ts";
import { legacyVonmises } from "./legacy-vonmises.ts";
import type { Draws, Rng } from "./rng.ts";
import { roundedExp } from "./rounded-functions.ts";

/**
 * Create a source whose draws depend only on the seed and their purpose.
 *
 * Earlier draws have no influence: each projection, population and parameter has its own sequence. It is the default of
 * a simulation.
 */
export function KeyedRNG(options: { readonly seed: number }): Rng {
  checkOptions(options, { seed: true }, "KeyedRNG");
  const { seed } = options;
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw SEED({ got: seed });
  const opened = new Map<string, number>();
  function open(purpose: string): Draws {
    const times = opened.get(purpose) ?? 0;
    opened.set(purpose, times + 1);
    return drawsOf(stream(streamKey(seed, `pynn/${purpose}`), 0, times));
  }
  let direct: Draws | undefined;
  function directly(): Draws {
    direct ??= open("next");
    return direct;
  }
  return {
    kind: "keyed",
    seed,
    open,
    copy: open,
    next: (n, distribution, given) => drawMany(directly(), { ...drawn(distribution, given), n }),
    permutation: (n) => directly().permutation(n),
  };
}

function drawsOf(from: Stream): Draws {
  return {
    uniform: () => from.uniform(),
    below: (n) => from.integer(n),
    normal: () => from.normal(),
    exponential: () => from.exponential(),
    gamma: (shape) => from.gamma(shape),
    poisson: (lambda) => from.poisson(lambda),
    binomial: (n, p) => from.binomial(n, p),
    vonmises: (mu, kappa) => legacyVonmises(() => from.uniform(), mu, kappa),
    lognormal: (mu, sigma) => roundedExp(mu + sigma * from.normal()),
    permutation(n) {
      const order = countTo(n);
      for (let k = n - 1; k > 0; k--) {
        const other = from.integer(k + 1);
        const moved = order[k] as number;
        order[k] = order[other] as number;
        order[other] = moved;
      }
      return order;
    },
    distinct(below, count) {
      const drawn = new Uint32Array(count);
      from.distinctIntegers(below, drawn);
      return drawn;
    },
  };
}
