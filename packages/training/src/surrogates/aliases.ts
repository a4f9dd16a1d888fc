import { checkOptionNames, type Surrogate } from "@spikeloom/kernel";
import type { ShapeName } from "./shapes.ts";
import { type SurrogateOptions, surrogate, unknown } from "./surrogate.ts";

interface Known {
  readonly shape: ShapeName;
  readonly height: number;
  readonly width: number;
  readonly reset?: Surrogate["reset"];
}

// Half widths of the shapes in units of their own argument, as in `shapes`.
const fast = Math.SQRT2 - 1;
const sigmoid = 1.762747174039086;

/**
 * Defaults of frameworks, for a threshold of 1: widths under the same name differ by up to a factor of 100.
 *
 * From the code of Norse 1.1, snnTorch 0.9, SpikingJelly 2.0, Spyx 1.0, Sinabs 3.1, Lava-DL 0.6, Rockpool 3.0, NEST
 * 3.8.
 */
const known: Readonly<Record<string, Known>> = {
  "norse/super": { shape: "fast-sigmoid", height: 1, width: fast / 100 },
  "norse/triangle": { shape: "triangle", height: 0.3, width: 0.5 },
  "spytorch/super-spike": { shape: "fast-sigmoid", height: 1, width: fast / 100 },
  "snntorch/fast-sigmoid": { shape: "fast-sigmoid", height: 1, width: fast / 25 },
  "snntorch/atan": { shape: "arctan", height: 1, width: 1 / Math.PI },
  "snntorch/sigmoid": { shape: "sigmoid", height: 6.25, width: sigmoid / 25 },
  "spikingjelly/sigmoid": { shape: "sigmoid", height: 1, width: sigmoid / 4, reset: "attached" },
  "spikingjelly/atan": { shape: "arctan", height: 1, width: 1 / Math.PI, reset: "attached" },
  "spikingjelly/super-spike": { shape: "fast-sigmoid", height: 1, width: fast, reset: "attached" },
  "spikingjelly/soft-sign": {
    shape: "fast-sigmoid",
    height: 1,
    width: fast / 2,
    reset: "attached",
  },
  // alpha / sqrt(pi) exp(-alpha^2 x^2), alpha = 2
  "spikingjelly/erf": {
    shape: "gaussian",
    height: 1.1283791670955126,
    width: 0.8325546111576977 / 2,
    reset: "attached",
  },
  "spikingjelly/piecewise-quadratic": {
    shape: "triangle",
    height: 1,
    width: 0.5,
    reset: "attached",
  },
  "dcls/atan": { shape: "arctan", height: 2.5, width: 2 / (5 * Math.PI) },
  "spyx/superspike": { shape: "fast-sigmoid", height: 1, width: fast / 25 },
  "spyx/arctan": { shape: "arctan", height: 1 / Math.PI, width: 1 / (2 * Math.PI) },
  "spyx/triangular": { shape: "triangle", height: 1, width: 0.25 },
  // sech^2(x) = 4 s (1 - s) with s the sigmoid of 2 x
  "spyx/tanh": { shape: "sigmoid", height: 1, width: sigmoid / 2 },
  "spyx/boxcar": { shape: "box", height: 0.5, width: 1 },
  "spyx/straight-through": { shape: "straight-through", height: 1, width: 1 },
  "sinabs/single-exponential": {
    shape: "exponential",
    height: 2,
    width: Math.LN2 / 2,
    reset: "attached",
  },
  "sinabs/heaviside": { shape: "one-sided", height: 1, width: 1, reset: "attached" },
  "rockpool/step-pwl": { shape: "one-sided", height: 1, width: 0.5, reset: "attached" },
  "lava-dl/default": { shape: "exponential", height: 0.5, width: Math.LN2 },
  "nest/piecewise-linear": { shape: "triangle", height: 0.3, width: 0.5 },
};

/** All names supported by `surrogateOf`, each with its framework. */
export const surrogateNames: readonly string[] = Object.keys(known);

/**
 * Create a framework's surrogate by name, such as `snntorch/atan`.
 *
 * `threshold` is the distance from rest to threshold, in the internal unit of the excess: widths scale with it, heights
 * with its inverse.
 */
export function surrogateOf(
  name: string,
  options: Pick<SurrogateOptions, "reset" | "rounding"> & { readonly threshold?: number } = {},
): Surrogate {
  checkOptionNames(options, { threshold: true, reset: true, rounding: true }, "surrogateOf");
  const { threshold = 1, ...more } = options;
  const found = known[name];
  if (found === undefined) throw unknown("surrogate", name, surrogateNames);
  const { shape, height, width, reset = "by-variable" } = found;
  return surrogate(shape, {
    height: height / threshold,
    width: width * threshold,
    reset,
    ...more,
  });
}
