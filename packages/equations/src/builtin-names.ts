import { type Dimension, dimensionless } from "@spikeloom/units";

/** The dimension of a time. */
export const timeDimension: Dimension = [0, 0, 1, 0, 0, 0, 0];

/** The dimension of white noise: its square integrates to a pure number per time. */
export const noiseDimension: Dimension = [0, 0, -0.5, 0, 0, 0, 0];

/** Names with a fixed value. */
export const constants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
};

/** Names available in every step: time, step, indices and the number of neurons. */
export const stepNames: Readonly<Record<string, Dimension>> = {
  t: timeDimension,
  dt: timeDimension,
  t_in_timesteps: dimensionless,
  i: dimensionless,
  j: dimensionless,
  N: dimensionless,
};

/** Return the value of a constant, or undefined. */
export function constantValue(name: string): number | undefined {
  return Object.hasOwn(constants, name) ? constants[name] : undefined;
}

/** Test whether a name is white noise: `xi` or `xi_` and a suffix. */
export function isNoise(name: string): boolean {
  return name === "xi" || name.startsWith("xi_");
}

/** Return the dimension of a predefined name other than a unit, or undefined. */
export function builtinDimension(name: string): Dimension | undefined {
  if (constantValue(name) !== undefined) return dimensionless;
  if (isNoise(name)) return noiseDimension;
  return Object.hasOwn(stepNames, name) ? stepNames[name] : undefined;
}
