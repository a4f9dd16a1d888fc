import { type ParameterRecord, SpikeLoomError, type Value } from "@spikeloom/kernel";
import { parseQuantity } from "@spikeloom/units";

/** The unit of a parameter's default: `1` for a plain number. */
export function unitOfParameter(parameter: ParameterRecord): string {
  return parseQuantity(parameter.default).unit.symbol;
}

/** Read the initial value of a state variable: a quantity or an expression of the parameters. */
export function initialValue(initial: string | number): Value {
  return isQuantity(initial) ? initial : { formula: String(initial) };
}

/** Test whether a value is a formula. */
export function isFormula(value: Value): boolean {
  return typeof value === "object" && "formula" in value;
}

function isQuantity(text: string | number): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch (error) {
    if (error instanceof SpikeLoomError) return false;
    throw error;
  }
}
