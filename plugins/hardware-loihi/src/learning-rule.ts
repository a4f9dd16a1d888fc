import { type Expression, parseExpression } from "@spikeloom/equations";
import { LOIHI_RULE } from "./errors.ts";

/** Spike traces, by their side. */
export const traceNames = ["x1", "x2", "y1", "y2", "y3"] as const;

/** Name of a spike trace of the source or the target. */
export type TraceName = (typeof traceNames)[number];

/** Variables of a synapse, as rules name them: the weight, the tag and the delay. */
export type SynapseVariable = "w" | "t" | "d";

/** A factor: a variable plus a constant, or the sign of that. */
export interface RuleFactor {
  readonly variable: TraceName | SynapseVariable | "x0" | "y0";
  readonly plus: number;
  readonly isSign: boolean;
}

/** A term of a rule: mantissa x 2^exponent x factors, where the gate is open. */
export interface RuleProduct {
  /** A spike of the source or the target in this epoch, or each 2^k-th epoch, as `u0`, `u1` and so on. */
  readonly gate: "x0" | "y0" | number;
  readonly mantissa: number;
  readonly exponent: number;
  readonly factors: readonly RuleFactor[];
}

/** Bits of each variable, as the width of a product counts them. */
export const factorBits: Readonly<Record<RuleFactor["variable"], number>> = {
  x0: 1,
  y0: 1,
  x1: 7,
  x2: 7,
  y1: 7,
  y2: 7,
  y3: 7,
  w: 9,
  t: 9,
  d: 9,
};

/** Read the sum of products of a learning rule, such as `2^-2 * x1 * y0 - 2^-3 * y1 * x0`. */
export function parseRule(text: string, place: string): readonly RuleProduct[] {
  const tree = parseExpression(text.replaceAll("^", "**"));
  return termsOf(tree, 1).map(({ term, sign }) => productOf(term, sign, place));
}

function termsOf(
  tree: Expression,
  sign: number,
): readonly { readonly term: Expression; readonly sign: number }[] {
  if (tree.kind === "negate") return termsOf(tree.of, -sign);
  if (tree.kind !== "add" && tree.kind !== "subtract") return [{ term: tree, sign }];
  const right = tree.kind === "add" ? sign : -sign;
  return [...termsOf(tree.left, sign), ...termsOf(tree.right, right)];
}

function productOf(term: Expression, sign: number, place: string): RuleProduct {
  let [mantissa, exponent] = [sign, 0];
  let gate: RuleProduct["gate"] | undefined;
  const factors: RuleFactor[] = [];
  for (const part of partsOf(term)) {
    const power = powerOfTwo(part);
    const constant = wholeNumber(part);
    if (power !== undefined) exponent += power;
    else if (constant !== undefined) mantissa *= constant;
    else {
      const opens = gateOf(part);
      if (opens !== undefined && gate === undefined) gate = opens;
      else factors.push(factorOf(part, place));
    }
  }
  while (Math.abs(mantissa) > 7 && mantissa % 2 === 0 && exponent < 8) {
    mantissa /= 2;
    exponent++;
  }
  const refuse = (message: string, expected: string, got: string): Error =>
    LOIHI_RULE({ place, message, expected, got, next: "Divide the term into several." });
  if (gate === undefined) {
    throw LOIHI_RULE({
      place,
      message: "A term is not gated.",
      expected: "a factor x0, y0, or u0 to u9",
      got: factors.map(({ variable }) => variable).join(" * "),
      next: "Multiply it by u0 to apply it in every epoch.",
    });
  }
  if (mantissa < -8 || mantissa > 7) {
    throw refuse("The mantissa of a term has 4 bits.", "-8 to 7", String(mantissa));
  }
  if (exponent < -7 || exponent > 8) {
    throw refuse("The exponent of a term has 4 bits.", "-7 to 8", String(exponent));
  }
  const bits = 3 + factors.reduce((sum, { variable }) => sum + factorBits[variable], 0);
  if (bits > 31) {
    throw refuse("A product does not fit into its register.", "at most 31 bits", `${bits} bits`);
  }
  return { gate, mantissa, exponent, factors };
}

function partsOf(tree: Expression): readonly Expression[] {
  // The sign of a first factor, as in `-2^-3 * x1`, is that of the term.
  if (tree.kind === "negate" && powerOfTwo(tree.of) !== undefined) {
    return [{ kind: "number", value: -1 }, tree.of];
  }
  if (tree.kind !== "multiply") return [tree];
  return [...partsOf(tree.left), ...partsOf(tree.right)];
}

function wholeNumber(tree: Expression): number | undefined {
  if (tree.kind === "number" && Number.isInteger(tree.value)) return tree.value;
  if (tree.kind !== "negate") return undefined;
  const value = wholeNumber(tree.of);
  return value === undefined ? undefined : -value;
}

function powerOfTwo(tree: Expression): number | undefined {
  if (tree.kind !== "power" || wholeNumber(tree.left) !== 2) return undefined;
  return wholeNumber(tree.right);
}

function gateOf(tree: Expression): RuleProduct["gate"] | undefined {
  if (tree.kind !== "name") return undefined;
  if (tree.name === "x0" || tree.name === "y0") return tree.name;
  return /^u[0-9]$/.test(tree.name) ? Number(tree.name.slice(1)) : undefined;
}

function factorOf(tree: Expression, place: string): RuleFactor {
  if (tree.kind === "call" && tree.name === "sgn" && tree.args.length === 1) {
    const inner = factorOf(tree.args[0] as Expression, place);
    if (["w", "t", "d"].includes(inner.variable)) return { ...inner, isSign: true };
  }
  if (tree.kind === "add" || tree.kind === "subtract") {
    const constant = wholeNumber(tree.right);
    const inner = factorOf(tree.left, place);
    if (constant !== undefined && Math.abs(constant) < 256 && inner.plus === 0) {
      return { ...inner, plus: tree.kind === "add" ? constant : -constant };
    }
  }
  if (tree.kind === "name" && tree.name in factorBits) {
    return { variable: tree.name as RuleFactor["variable"], plus: 0, isSign: false };
  }
  throw LOIHI_RULE({
    place,
    message: "The learning engine has no such factor.",
    expected: `${Object.keys(factorBits).join(", ")}, one of them plus a constant of 8 bits, sgn(w), or a power such as 2^-3`,
    got: tree.kind === "name" || tree.kind === "call" ? `"${tree.name}"` : `a ${tree.kind}`,
    next: "Write the rule as a sum of products of these.",
  });
}
