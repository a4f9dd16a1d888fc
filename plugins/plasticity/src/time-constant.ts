/** Time constant: a parameter that must be positive. */
export interface TimeConstant {
  readonly default: `${number} ms`;
  readonly about: string;
  readonly min: "0 ms";
  readonly exclusive: true;
}

/** Create a parameter for a time constant. */
export function timeConstant(value: `${number} ms`, about: string): TimeConstant {
  return { default: value, about, min: "0 ms", exclusive: true };
}
