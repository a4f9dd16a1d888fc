import { constants, type Expression, inlineUnits, substitute } from "@spikeloom/equations";

const numbers: ReadonlyMap<string, Expression> = new Map(
  Object.entries(constants).map(([name, value]) => [name, { kind: "number", value }]),
);

/** Replace unit names and constants by numbers in internal units; declared names win. */
export function resolveUnits(expression: Expression, declared: ReadonlySet<string>): Expression {
  const free = new Map([...numbers].filter(([name]) => !declared.has(name)));
  const isKnown = (name: string): boolean => declared.has(name) || free.has(name);
  return substitute(inlineUnits(expression, isKnown), free);
}
