import { name, number } from "../build.ts";
import type { Expression } from "../expression.ts";
import type { Claim } from "./anatomy.ts";
import type { ExpressionPair } from "./confirm.ts";
import type { MatchOptions } from "./match-options.ts";
import { isLacked, type NamePairs, placeKey, readName, roles } from "./pair-names.ts";
import type { Prepared } from "./prepare.ts";
import { type Sum, sumOfProducts } from "./sum-of-products.ts";
import type { SumPair } from "./unify.ts";

/** Two sides that must be equal, both expanded and as written. */
export interface PairedClaims {
  readonly sums: readonly SumPair[];
  readonly expressions: readonly ExpressionPair[];
}

/** Pair the claims of two models by their places; undefined if one makes a claim that the other lacks. */
export function claimPairs(
  [theirs, ours]: readonly [Prepared, Prepared],
  pairs: NamePairs,
  options: MatchOptions,
): PairedClaims | undefined {
  if (!sameFacts(theirs, ours, pairs)) return undefined;
  const own = new Map(ours.anatomy.claims.map((claim, k) => [placeKey(claim.at), k] as const));
  const sums: SumPair[] = [];
  const expressions: ExpressionPair[] = [];
  const add = (standard: Said, model: Said): void => {
    sums.push({ standard: standard.sum, model: model.sum });
    expressions.push({ standard: standard.value, model: model.value });
  };
  for (const [k, claim] of theirs.anatomy.claims.entries()) {
    if (isLacked(claim.at, pairs, ["receptor", "output"])) continue;
    const said = saidBy(theirs, k, options);
    if (isLacked(claim.at, pairs, ["state"])) {
      add(said, { value: number(0), sum: new Map() });
      continue;
    }
    const key = placeKey(claim.at, pairs);
    const at = own.get(key);
    own.delete(key);
    const other =
      at === undefined
        ? unsaid(claim, (one) => readName(pairs, one) ?? one)
        : saidBy(ours, at, options);
    if (other === undefined) return undefined;
    add(said, other);
  }
  const back = new Map([...pairs.values()].flatMap((names) => [...names].map(([a, b]) => [b, a])));
  for (const k of own.values()) {
    const claim = ours.anatomy.claims[k] as Claim;
    const other = unsaid(claim, (one) => back.get(one) ?? one);
    if (other === undefined) return undefined;
    add(other, saidBy(ours, k, options));
  }
  return { sums, expressions };
}

interface Said {
  readonly value: Expression;
  readonly sum: Sum;
}

function saidBy({ anatomy, sums }: Prepared, k: number, { threshold }: MatchOptions): Said {
  const { value, isThreshold = false } = anatomy.claims[k] as Claim;
  if (threshold !== "either" || !isThreshold) return { value, sum: sums[k] as Sum };
  const strict = { greater_equal: "greater", less_equal: "less" } as const;
  if (value.kind !== "greater_equal" && value.kind !== "less_equal") {
    return { value, sum: sums[k] as Sum };
  }
  const replaced: Expression = { ...value, kind: strict[value.kind] };
  return { value: replaced, sum: sumOfProducts(replaced) };
}

/** Return the default claim of a model without an explicit claim for a place; undefined if there is none. */
function unsaid({ at, otherwise }: Claim, rename: (name: string) => string): Said | undefined {
  if (otherwise === undefined) return undefined;
  const last = at.at(-1);
  const own = typeof last === "object" ? last.name : String(last);
  const value = otherwise === "zero" ? number(0) : name(rename(own));
  return { value, sum: sumOfProducts(value) };
}

function sameFacts(
  { anatomy: theirs }: Prepared,
  { anatomy: ours }: Prepared,
  pairs: NamePairs,
): boolean {
  const facts = theirs.facts.filter(({ at }) => !isLacked(at, pairs, roles));
  if (facts.length !== ours.facts.length) return false;
  const own = new Map(ours.facts.map(({ at, value }) => [placeKey(at), value] as const));
  return facts.every(({ at, value }) => own.get(placeKey(at, pairs)) === value);
}
