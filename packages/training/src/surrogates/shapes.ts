/** Shapes of surrogates. */
export type ShapeName =
  | "fast-sigmoid"
  | "arctan"
  | "sigmoid"
  | "gaussian"
  | "triangle"
  | "exponential"
  | "box"
  | "straight-through"
  | "one-sided";

type Shape = (height: number, width: number) => string;

/** Format a number so that parsing returns the same number. */
const text = (value: number): string => `${value}`;

// Half width of each shape, in units of its own argument.
const halves = {
  // 1 / (1 + x)^2 = 1/2
  fastSigmoid: Math.SQRT2 - 1,
  // 4 s (1 - s) = 1/2 at s = (1 + sqrt(1/2)) / 2, x = log(s / (1 - s))
  sigmoid: 1.762747174039086,
  // exp(-x^2) = 1/2
  gaussian: 0.8325546111576977,
  // exp(-x) = 1/2
  exponential: Math.LN2,
} as const;

/**
 * Surrogate derivative of a spike with respect to the excess: `height` at the threshold and half of it at `width`.
 *
 * Shapes with edges have their edge at `width` instead.
 */
export const shapes: Readonly<Record<ShapeName, Shape>> = {
  "fast-sigmoid": (height, width) => {
    const factor = `(1 + ${text(halves.fastSigmoid / width)} * abs(excess))`;
    return `${text(height)} / (${factor} * ${factor})`;
  },
  arctan: (height, width) =>
    `${text(height)} / (1 + excess * excess * ${text(1 / (width * width))})`,
  // 4 s (1 - s) = 4 e / (1 + e)^2, with an e that cannot overflow.
  sigmoid: (height, width) => {
    const e = `exp(-abs(excess) * ${text(halves.sigmoid / width)})`;
    return `${text(4 * height)} * ${e} / ((1 + ${e}) * (1 + ${e}))`;
  },
  gaussian: (height, width) => {
    const scale = halves.gaussian / width;
    return `${text(height)} * exp(-excess * excess * ${text(scale * scale)})`;
  },
  triangle: (height, width) => `${text(height)} * max(0, 1 - abs(excess) * ${text(0.5 / width)})`,
  exponential: (height, width) =>
    `${text(height)} * exp(-abs(excess) * ${text(halves.exponential / width)})`,
  // Constant up to `width`, and 0 beyond.
  box: (height, width) => `where(abs(excess) <= ${text(width)}, ${text(height)}, 0)`,
  "straight-through": (height) => `${text(height)} + 0 * excess`,
  // From `width` below the threshold on, without an upper end.
  "one-sided": (height, width) => `where(excess >= ${text(-width)}, ${text(height)}, 0)`,
};

/** Names of all shapes supported by `surrogate`. */
export const surrogateShapes: readonly ShapeName[] = Object.keys(shapes) as ShapeName[];
