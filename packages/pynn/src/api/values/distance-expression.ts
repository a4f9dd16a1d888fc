import {
  calledFunctions,
  evaluate,
  type FunctionTable,
  freeNames,
  parseExpression,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { VALUE } from "../errors.ts";
import { roundedExp, roundedLog, roundedPower } from "../random/rounded-functions.ts";

/** A value that depends on a distance in um. */
export type DistanceFunction = (d: number) => number;

/** Correctly rounded, as those of PyNN's host are but for rare arguments: a last bit decides whether cells connect. */
const functions: FunctionTable = {
  exp: (x) => roundedExp(x as number),
  log: (x) => roundedLog(x as number),
  power: (x, y) => power(x as number, y as number),
};

function power(x: number, y: number): number {
  return x > 0 ? roundedPower(x, y) : (hostFunctions["power"]?.(x, y) as number);
}

const known: ReadonlySet<string> = new Set(["d", "pi", "e"]);

/**
 * Read a text such as `"0.2 + 0.3*exp(-d/100)"` as a function of the distance `d`.
 *
 * It is parsed, never executed.
 */
export function readDistanceExpression(text: string, place: string): DistanceFunction {
  const expression = parseExpression(text, { place });
  for (const name of freeNames(expression)) {
    if (!known.has(name)) {
      const message = `The only variable of a distance expression is "d".`;
      throw VALUE({ place, message, expected: 'numbers, "d", "pi", "e"', got: `"${name}"` });
    }
  }
  for (const name of calledFunctions(expression)) {
    if (name === "rand" || name === "randn" || name === "poisson") {
      const next = "Use a RandomDistribution.";
      throw VALUE({
        place,
        message: "A distance expression cannot draw random numbers.",
        got: name,
        next,
      });
    }
  }
  return (d) =>
    evaluate(expression, { scope: (name) => (name === "d" ? d : undefined), functions });
}
