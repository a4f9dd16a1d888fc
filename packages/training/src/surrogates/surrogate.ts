import { checkOptionNames, type Surrogate } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import { type ShapeName, shapes } from "./shapes.ts";

/** Height and width of a surrogate, and the treatment of gradients at a reset. */
export interface SurrogateOptions {
  /** Its value at the threshold, in inverse units of the excess; default 1. */
  readonly height?: number;
  /**
   * Half width at half maximum, in the internal unit of the excess; default 0.5.
   *
   * The shape matters little, the width matters (Zenke and Vogels 2021, doi:10.1162/neco_a_01367).
   */
  readonly width?: number;
  /** Whether gradients pass through resets; default `by-variable`. */
  readonly reset?: Surrogate["reset"];
  /** Whether gradients pass through `floor` and `ceil`, as needed by neurons such as `analog-qcfs`; default `flat`. */
  readonly rounding?: NonNullable<Surrogate["rounding"]>;
}

/**
 * Create a surrogate of a shape.
 *
 * Its height is its value at the threshold, its width the distance at which it has half of it, above or below. The same
 * parameters have different meanings in frameworks: use `surrogateOf` for theirs.
 */
export function surrogate(shape: ShapeName, options: SurrogateOptions = {}): Surrogate {
  const names = { height: true, width: true, reset: true, rounding: true } as const;
  checkOptionNames(options, names, "surrogate");
  const { height = 1, width = 0.5, reset = "by-variable", rounding } = options;
  const derivative = shapes[shape];
  if (derivative === undefined) throw unknown("surrogate", shape, Object.keys(shapes));
  for (const [name, value] of Object.entries({ height, width })) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw TRAINING_OPTION({
        place: `surrogate "${shape}", ${name}`,
        message: "Height and width of a surrogate must be finite and positive.",
        expected: "a number above 0",
        got: String(value),
      });
    }
  }
  checkReset(shape, reset);
  return { derivative: derivative(height, width), reset, ...(rounding && { rounding }) };
}

const resets: readonly unknown[] = ["by-variable", "detached", "attached"];

/** Refuse values other than a keyword or a list of variables, which a file may contain. */
function checkReset(shape: string, reset: unknown): void {
  const isList = Array.isArray(reset) && reset.every((one) => typeof one === "string");
  if (isList || resets.includes(reset)) return;
  throw TRAINING_OPTION({
    place: `surrogate "${shape}", reset`,
    message: "Unknown reset rule.",
    expected: resets.join(", "),
    got: JSON.stringify(reset) ?? String(reset),
  });
}

/** Create the error for an unknown name. */
export function unknown(place: string, got: string, known: readonly string[]): Error {
  return TRAINING_OPTION({
    place,
    message: "Unknown name.",
    expected: known.join(", "),
    got,
  });
}
