import { affineIn } from "./affine.ts";
import { isNoise } from "./builtin-names.ts";
import { noiseNotLinear } from "./errors.ts";
import { faultAt } from "./errors-at.ts";
import type { Expression } from "./expression.ts";
import type { Equations } from "./linear-system.ts";
import { freeNames } from "./names.ts";

/** Whether noise is there, and whether its strength depends on the state. */
export type NoiseKind = "none" | "additive" | "multiplicative";

/** `factor * noise` in the equation of `state`. */
export interface NoiseTerm {
  readonly state: string;
  /** `xi` or `xi_...`: terms with one name share one draw a step. */
  readonly noise: string;
  readonly factor: Expression;
}

/** Equations split into drift and noise. */
export interface NoiseSplit {
  /** Of the whole set; `additive` means that Euler-Maruyama is as good as Milstein. */
  readonly kind: NoiseKind;
  readonly kinds: ReadonlyMap<string, NoiseKind>;
  /** The right-hand sides without their noise. */
  readonly drift: ReadonlyMap<string, Expression>;
  readonly terms: readonly NoiseTerm[];
  /** Each noise drives one equation, and each factor reads no other state: what Milstein needs. */
  readonly diagonal: boolean;
}

/**
 * Split equations into drift and noise, for the choice of an integrator.
 *
 * Throws `SL_NOISE_NOT_LINEAR` where noise is not simply multiplied by a factor. Inline
 * subexpressions first.
 */
export function classifyNoise(odes: Equations): NoiseSplit {
  const kinds = new Map<string, NoiseKind>();
  const drift = new Map<string, Expression>();
  const terms: NoiseTerm[] = [];
  for (const [state, e] of odes) {
    const noises = new Set([...freeNames(e)].filter(isNoise));
    const form = affineIn(e, noises);
    if (form === undefined) throw notLinear(e, state);
    const own = [...form.coefficients].map(([noise, factor]) => ({ state, noise, factor }));
    terms.push(...own);
    drift.set(state, noises.size === 0 ? e : form.constant);
    kinds.set(state, own.length === 0 ? "none" : kindOf(own, odes));
  }
  const kind = terms.length === 0 ? "none" : kindOf(terms, odes);
  return { kind, kinds, drift, terms, diagonal: isDiagonal(terms, odes) };
}

function kindOf(terms: readonly NoiseTerm[], odes: Equations): NoiseKind {
  const readsState = terms.some(({ factor }) => [...freeNames(factor)].some((n) => odes.has(n)));
  return readsState ? "multiplicative" : "additive";
}

function isDiagonal(terms: readonly NoiseTerm[], odes: Equations): boolean {
  const users = new Map<string, string>();
  return terms.every(({ state, noise, factor }) => {
    const isAlone = (users.get(noise) ?? state) === state;
    users.set(noise, state);
    return isAlone && [...freeNames(factor)].every((read) => read === state || !odes.has(read));
  });
}

function notLinear(e: Expression, state: string): Error {
  return faultAt(noiseNotLinear, [e, { place: `d${state}/dt` }], {
    message: "White noise must be added, with a factor at most.",
    expected: "... + factor*xi",
    next: "Take xi out of functions, powers and denominators.",
  });
}
