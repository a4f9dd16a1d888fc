import { checkOptionNames, type Surrogate } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import { type ShapeName, shapes } from "./shapes.ts";

/** How high and how wide a surrogate is, and what becomes of gradients at a reset. */
export interface SurrogateOptions {
  /** Its value at the threshold, over the unit of the excess; 1 where it is not given. */
  readonly height?: number;
  /**
   * Where it has fallen to half of that, in the internal unit of the excess; 0.5 where it is not given.
   *
   * Shapes do not matter much, this does (Zenke and Vogels 2021, doi:10.1162/neco_a_01367).
   */
  readonly width?: number;
  /** Whether gradients pass through resets; `by-variable` where it is not given. */
  readonly reset?: Surrogate["reset"];
  /** Whether slopes pass `floor` and `ceil`, as neurons such as `analog-qcfs` need it; `flat` where it is not given. */
  readonly rounding?: NonNullable<Surrogate["rounding"]>;
}

/**
 * Make a surrogate of a shape.
 *
 * Its height is that at the threshold, its width where it has half of it, above or below.
 *
 * Frameworks mean other heights and widths by one name: `surrogateOf` has theirs.
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

/** Refuse what is neither a word nor a list of variables, as a file can hold. */
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

/** Make the refusal of a name that is not known. */
export function unknown(place: string, got: string, known: readonly string[]): Error {
  return TRAINING_OPTION({
    place,
    message: "This name does not exist.",
    expected: known.join(", "),
    got,
  });
}
