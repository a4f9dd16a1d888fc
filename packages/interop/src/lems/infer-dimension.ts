import type { Expression } from "@spikeloom/equations";
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  multiplyDimensions,
  powerDimension,
} from "@spikeloom/units";

type Of = (name: string) => Dimension | undefined;

/** Infer the dimension of an expression without a declared one. */
export function inferDimension(e: Expression, of: Of): Dimension {
  return dimensionIn(e, of) ?? dimensionless;
}

/** Undefined for 0, which has any dimension. */
function dimensionIn(e: Expression, of: Of): Dimension | undefined {
  switch (e.kind) {
    case "number":
      return e.value === 0 ? undefined : dimensionless;
    case "name":
      return of(e.name) ?? dimensionless;
    case "negate":
      return dimensionIn(e.of, of);
    case "add":
    case "subtract":
      return dimensionIn(e.left, of) ?? dimensionIn(e.right, of);
    case "multiply":
      return multiplyDimensions(inferDimension(e.left, of), inferDimension(e.right, of));
    case "divide":
      return divideDimensions(inferDimension(e.left, of), inferDimension(e.right, of));
    case "power":
      return powerOf(inferDimension(e.left, of), e.right);
    case "select":
      return dimensionIn(e.then, of) ?? dimensionIn(e.otherwise, of);
    case "call":
      return ofCall(e.name, e.args[0], of);
    default:
      return dimensionless;
  }
}

function powerOf(dimension: Dimension, exponent: Expression): Dimension {
  return exponent.kind === "number" ? powerDimension(dimension, exponent.value) : dimensionless;
}

function ofCall(name: string, arg: Expression | undefined, of: Of): Dimension | undefined {
  if (arg === undefined) return dimensionless;
  if (name === "abs") return dimensionIn(arg, of);
  return name === "sqrt" ? powerDimension(inferDimension(arg, of), 0.5) : dimensionless;
}
