import { checkOptionNames } from "@spikeloom/kernel";
import { number } from "../build.ts";
import type { Expression } from "../expression.ts";
import type { ParsedParameter } from "../model/parsed.ts";
import type { Role } from "./anatomy.ts";
import { claimPairs, type PairedClaims } from "./claim-pairs.ts";
import { confirmPairs } from "./confirm.ts";
import type { ModelRecord } from "./dissect.ts";
import type { MatchOptions } from "./match-options.ts";
import { lackedNames, type NamePairs, namePairs, readName, roles } from "./pair-names.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { solvedParameters } from "./solved-parameters.ts";
import { unify } from "./unify.ts";

/** A standard model equivalent to another one, and the mapping between their names. */
export interface StandardMatch<Standard extends ModelRecord = ModelRecord> {
  readonly standard: Standard;
  /**
   * Parameters of the standard model as expressions of the model's parameters, in internal units. A parameter that is missing
   * here may have any value. If an expression yields no finite number for given values, the model is not equivalent to this
   * standard one.
   */
  readonly parameters: ReadonlyMap<string, Expression>;
  /** Mapping from names of the standard model to names of the model. */
  readonly names: Readonly<Record<Role, ReadonlyMap<string, string>>>;
  /**
   * Signs that the standard model requires of weights and the model does not, by the standard model's receptor name.
   */
  readonly signs: ReadonlyMap<string, "positive" | "negative">;
  /** Whether all names and parameters equal those of the standard model. */
  readonly isSame: boolean;
  /** Number of the standard model's inputs, receptors, states and outputs that the model lacks; they are zero. */
  readonly lacks: number;
}

/** Maximum number of name pairings to try. */
const mostPairings = 2000;
/** Maximum number of product pairings to try for each pairing of names. */
const mostAttempts = 300;

/**
 * Find the standard model equivalent to a model in other names, units and forms.
 *
 * Sums may be commuted and products expanded, factors may be units, sub-expressions may have names or none, a parameter of the
 * standard model may be a number, a product of others, or absent where it is zero. Initial values, defaults, bounds, integrators
 * and texts are ignored: the caller compares values and numerics. The standard model may have inputs, receptors and states that
 * stay zero, which then have no counterpart among the names. A match is confirmed by evaluating both models as written. The
 * search is bounded and may miss matches. A standard model with the same names takes precedence; otherwise the first of those
 * with the fewest unused parts is returned.
 */
export function matchStandard<Standard extends ModelRecord>(
  model: ModelRecord,
  standards: Iterable<Standard>,
  options: MatchOptions = {},
): StandardMatch<Standard> | undefined {
  checkOptionNames(options, { values: true, threshold: true }, "matchStandard");
  const own = prepare(model);
  if (own === undefined) return undefined;
  let first: StandardMatch<Standard> | undefined;
  for (const standard of standards) {
    if (standard.kind !== model.kind) continue;
    const prepared = prepare(standard);
    const found = prepared && matchOne([standard, prepared], own, options);
    if (found?.isSame === true) return found;
    if (found !== undefined && found.lacks < (first?.lacks ?? Number.POSITIVE_INFINITY))
      first = found;
  }
  return first;
}

function matchOne<Standard extends ModelRecord>(
  [standard, theirs]: readonly [Standard, Prepared],
  ours: Prepared,
  options: MatchOptions,
): StandardMatch<Standard> | undefined {
  if (theirs.anatomy.rest !== ours.anatomy.rest) return undefined;
  for (const pairs of namePairs(theirs.anatomy, ours.anatomy, mostPairings)) {
    const paired = claimPairs([theirs, ours], pairs, options);
    const parameters = paired && solve([theirs, ours], { pairs, paired, options });
    if (parameters === undefined) continue;
    const found = described([theirs, ours], pairs, parameters);
    if (found === undefined) continue;
    const match = { standard, ...found };
    if (match.isSame || ours.anatomy.rest === "") return match;
  }
  return undefined;
}

interface Solving {
  readonly pairs: NamePairs;
  readonly paired: PairedClaims;
  readonly options: MatchOptions;
}

/** Find the standard model's parameters for one way to pair the names. */
function solve(
  [theirs, ours]: readonly [Prepared, Prepared],
  { pairs, paired, options }: Solving,
): ReadonlyMap<string, Expression> | undefined {
  const fixed = options.values ?? new Map<string, number>();
  const variable = (name: string): string | undefined =>
    theirs.anatomy.parameters.has(name) ? undefined : (readName(pairs, name) ?? name);
  const lacked = lackedNames(theirs.anatomy, pairs);
  const context = {
    variable,
    lacked,
    isVariable: (name: string) => !ours.anatomy.parameters.has(name),
    mayVanish: (name: string) => vanishing(theirs.anatomy.parameters.get(name)),
    fixed,
  };
  const both = { standard: theirs.anatomy.parameters, model: ours.anatomy.parameters };
  const defaults = [...both.standard.values()].map(
    ({ name, defaultValue }) => [name, number(defaultValue)] as const,
  );
  return unify(paired.sums, context, {
    attempts: mostAttempts,
    accept: (unified) => {
      const parameters = solvedParameters(unified, both);
      if (parameters === undefined) return undefined;
      const zeros = [...lacked].map((name) => [name, number(0)] as const);
      const values = new Map([...defaults, ...parameters, ...zeros]);
      const given = { parameters: both.model, fixed, values, variable };
      return confirmPairs(paired.expressions, given) ? parameters : undefined;
    },
  });
}

function vanishing(parameter: ParsedParameter | undefined): "no" | "seldom" | "usually" {
  if (parameter === undefined || parameter.type !== "float") return "no";
  const { min = -1, max = 1, exclusive, defaultValue } = parameter;
  const fits = exclusive ? min < 0 && max > 0 : min <= 0 && max >= 0;
  if (!fits) return "no";
  return defaultValue === 0 ? "usually" : "seldom";
}

type Found = Omit<StandardMatch, "standard">;

function described(
  [theirs, ours]: readonly [Prepared, Prepared],
  pairs: NamePairs,
  parameters: ReadonlyMap<string, Expression>,
): Found | undefined {
  const receptors = pairs.get("receptor") ?? new Map<string, string>();
  const signs = new Map<string, "positive" | "negative">();
  for (const [theirName, ourName] of receptors) {
    const [asked, said] = [theirs.signs.get(theirName), ours.signs.get(ourName)];
    if (asked !== undefined && said === undefined) signs.set(theirName, asked);
    else if (asked !== undefined && asked !== said) return undefined;
  }
  const paired = [...pairs.values()].reduce((sum, { size }) => sum + size, 0);
  const lacks = theirs.anatomy.names.length - paired;
  const isSame =
    signs.size === 0 &&
    lacks === 0 &&
    [...pairs.values()].every((names) => [...names].every(([a, b]) => a === b)) &&
    [...theirs.anatomy.parameters.keys()].every((name) => {
      const value = parameters.get(name);
      const isNamed = ours.anatomy.parameters.has(name);
      return isNamed && (value === undefined || (value.kind === "name" && value.name === name));
    });
  const names = Object.fromEntries(
    roles.map((role) => [role, pairs.get(role) ?? new Map<string, string>()] as const),
  ) as Found["names"];
  return { parameters, names, signs, isSame, lacks };
}
