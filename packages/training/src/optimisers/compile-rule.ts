import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";

/** What a rule reads. */
export interface RuleNumbers {
  readonly numbers: Float64Array;
  /** Where each name is among them. */
  readonly places: ReadonlyMap<string, number>;
}

type Compute = () => number;

const binary: Readonly<Partial<Record<string, (left: Compute, right: Compute) => Compute>>> = {
  add: (left, right) => () => left() + right(),
  subtract: (left, right) => () => left() - right(),
  multiply: (left, right) => () => left() * right(),
  divide: (left, right) => () => left() / right(),
};

/** Make of a rule what computes it again and again: the bits of `evaluate` in a fraction of its time. */
export function compileRule(rule: Expression, given: RuleNumbers): Compute {
  const compile = (e: Expression): Compute => compileRule(e, given);
  const { numbers, places } = given;
  const interpreted = (): Compute => {
    const scope = (name: string): number | undefined => numbers[places.get(name) ?? -1];
    return () => evaluate(rule, { scope, functions: hostFunctions });
  };
  if (rule.kind === "number") return () => rule.value;
  if (rule.kind === "name") {
    const place = places.get(rule.name);
    return place === undefined ? interpreted() : () => numbers[place] as number;
  }
  if (rule.kind === "negate") {
    const of = compile(rule.of);
    return () => -of();
  }
  if (rule.kind === "call" && rule.args.length === 1) {
    const [arg] = rule.args.map(compile) as [Compute];
    let value = 0;
    const call: Expression = { ...rule, args: [{ kind: "name", name: "argument" }] } as Expression;
    const evaluation = { scope: () => value, functions: hostFunctions };
    return () => {
      value = arg();
      return evaluate(call, evaluation);
    };
  }
  const make = binary[rule.kind];
  if (make === undefined || !("left" in rule)) return interpreted();
  return make(compile(rule.left), compile(rule.right));
}
