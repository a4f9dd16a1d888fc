import { TRAINING_OPTION } from "../errors.ts";

type Range = "from 0" | "at least 0 and below 1";

/** Constraint on an optimiser's parameter. */
const ranges: Readonly<Record<Range, (value: number) => boolean>> = {
  "from 0": (value) => value >= 0 && Number.isFinite(value),
  "at least 0 and below 1": (value) => value >= 0 && value < 1,
};

/** Refuse parameters of an optimiser that would make all trained values NaN. */
export function checkNumbers(
  optimiser: string,
  range: Range,
  numbers: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value === "number" && ranges[range](value)) continue;
    const isText = typeof (value as unknown) === "string";
    throw TRAINING_OPTION({
      place: `optimiser "${optimiser}", ${name}`,
      message: "This parameter of the optimiser is invalid.",
      expected: `a finite number ${range}`,
      got: isText ? `the text "${value}"` : String(value),
      ...(isText && { next: "Write it without quotation marks." }),
    });
  }
}
