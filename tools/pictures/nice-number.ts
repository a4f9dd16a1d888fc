/** Round to the given number of significant digits. */
export function significant(value: number, digits = 2): number {
  return Number(value.toPrecision(digits));
}

/** Return the smallest number of the form 1, 2 or 5 times a power of ten that is not below a value. */
export function niceAbove(value: number): number {
  const exponent = Number(value.toExponential().split("e")[1]);
  const steps = [1, 2, 5, 10].map((mantissa) => Number(`${mantissa}e${exponent}`));
  return steps.find((step) => step >= value * (1 - 1e-9)) ?? value;
}

/** Write a number with the minus sign of axes. */
export function written(value: number): string {
  return String(value + 0).replace("-", "−");
}

/** Write a unit for readers; a pure number has none. */
export function shownUnit(unit: string): string {
  if (unit === "1") return "";
  return unit
    .replace(/\bu(?=[A-Z])/g, "µ")
    .replaceAll("ohm", "Ω")
    .replaceAll("^2", "²");
}
