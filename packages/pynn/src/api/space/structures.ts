import {
  checkChoice,
  checkKind,
  checkNumber,
  checkOptions,
  checkRng,
  type OptionNames,
} from "../check-arguments.ts";
import { STRUCTURE } from "../errors.ts";
import type { Draws, Rng } from "../random/rng.ts";
import type { Point, Positions } from "./space.ts";

/** Positions of a population's neurons. */
export interface Structure {
  readonly kind: "structure";
  /** PyNN's class name. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, number | string | Point>>;
  /** Source of random positions, if any; by default the simulation's own. */
  readonly rng?: Rng | undefined;
  /** Place `n` neurons; `draws` is called if positions are random. */
  generatePositions(n: number, draws: () => Draws): Positions;
}

interface LineOptions {
  readonly dx?: number;
  readonly x0?: number;
  readonly y?: number;
  readonly z?: number;
}

/** Neurons on a line along x. */
export function Line(options: LineOptions = {}): Structure {
  checkOptions(options, { dx: true, x0: true, y: true, z: true }, "Line");
  const { dx = 1, x0 = 0, y = 0, z = 0 } = options;
  return {
    kind: "structure",
    name: "Line",
    parameters: { dx, x0, y, z },
    generatePositions: (n) => places(n, (k) => [dx * k + x0, y, z]),
  };
}

interface FillOptions {
  readonly dx?: number;
  readonly dy?: number;
  readonly x0?: number;
  readonly y0?: number;
  readonly fillOrder?: "sequential" | "random";
  readonly rng?: Rng;
}

const fillNames: OptionNames<FillOptions> = {
  dx: true,
  dy: true,
  x0: true,
  y0: true,
  fillOrder: true,
  rng: true,
};

/** Neurons on a grid in a plane; y changes fastest. */
export function Grid2D(
  options: FillOptions & { readonly aspectRatio?: number; readonly z?: number } = {},
): Structure {
  checkOptions(options, { ...fillNames, aspectRatio: true, z: true }, "Grid2D");
  const { aspectRatio = 1, dx = 1, dy = 1, x0 = 0, y0 = 0, z = 0 } = options;
  const { fillOrder = "sequential", rng } = options;
  checkChoice(fillOrder, ["sequential", "random"], "Grid2D.fillOrder");
  return {
    kind: "structure",
    name: "Grid2D",
    parameters: { aspectRatio, dx, dy, x0, y0, z, fillOrder },
    rng,
    generatePositions(n, draws) {
      const side = Math.sqrt(n * aspectRatio);
      const nx = Math.abs(side - Math.round(side)) < 1e-9 * side ? Math.round(side) : side;
      const ny = n / nx;
      checkCounts("Grid2D", n, [nx, ny]);
      const point = (k: number): Point => [x0 + dx * Math.floor(k / ny), y0 + dy * (k % ny), z];
      return filled(n, point, fillOrder === "random" ? draws : undefined);
    },
  };
}

/** Neurons on a grid in space; z changes fastest. */
export function Grid3D(
  options: FillOptions & {
    readonly aspectRatioXY?: number;
    readonly aspectRatioXZ?: number;
    readonly dz?: number;
    readonly z0?: number;
  } = {},
): Structure {
  const own = { aspectRatioXY: true, aspectRatioXZ: true, dz: true, z0: true } as const;
  checkOptions(options, { ...fillNames, ...own }, "Grid3D");
  const { aspectRatioXY = 1, aspectRatioXZ = 1, dx = 1, dy = 1, dz = 1 } = options;
  const { x0 = 0, y0 = 0, z0 = 0, fillOrder = "sequential", rng } = options;
  checkChoice(fillOrder, ["sequential", "random"], "Grid3D.fillOrder");
  return {
    kind: "structure",
    name: "Grid3D",
    parameters: { aspectRatioXY, aspectRatioXZ, dx, dy, dz, x0, y0, z0, fillOrder },
    rng,
    generatePositions(n, draws) {
      const nx = Math.round(Math.cbrt(n * aspectRatioXY * aspectRatioXZ));
      const [ny, nz] = [Math.round(nx / aspectRatioXY), Math.round(nx / aspectRatioXZ)];
      checkCounts("Grid3D", n, [nx, ny, nz]);
      const point = (k: number): Point => [
        x0 + dx * Math.floor(k / (ny * nz)),
        y0 + dy * (Math.floor(k / nz) % ny),
        z0 + dz * (k % nz),
      ];
      return filled(n, point, fillOrder === "random" ? draws : undefined);
    },
  };
}

/** A body with randomly placed neurons, centred at the origin. */
export interface Shape {
  readonly kind: "shape";
  readonly text: string;
  sample(draws: Draws): Point;
}

/** A box of these lengths in um. */
export function Cuboid(width: number, height: number, depth: number): Shape {
  for (const side of [width, height, depth]) checkNumber(side, "Cuboid");
  return {
    kind: "shape",
    text: `Cuboid(${width}, ${height}, ${depth})`,
    sample: (draws) => {
      const [x, y, z] = inCube(draws);
      return [0.5 * x * width, 0.5 * y * height, 0.5 * z * depth];
    },
  };
}

/** A ball of this radius in um. */
export function Sphere(radius: number): Shape {
  checkNumber(radius, "Sphere");
  return {
    kind: "shape",
    text: `Sphere(${radius})`,
    sample(draws) {
      for (;;) {
        const [x, y, z] = inCube(draws);
        if (x * x + y * y + z * z < 1) return [radius * x, radius * y, radius * z];
      }
    },
  };
}

/** Neurons randomly placed in a body around `origin`. */
export function RandomStructure(
  boundary: Shape,
  options: { readonly origin?: Point; readonly rng?: Rng } = {},
): Structure {
  checkKind(boundary, "shape", "RandomStructure.boundary");
  checkOptions(options, { origin: true, rng: true }, "RandomStructure");
  const { origin = [0, 0, 0], rng } = options;
  checkRng(rng, "RandomStructure.rng");
  return {
    kind: "structure",
    name: "RandomStructure",
    parameters: { boundary: boundary.text, origin },
    rng,
    generatePositions(n, open) {
      const draws = open();
      return places(n, () => {
        const [x, y, z] = boundary.sample(draws);
        return [x + origin[0], y + origin[1], z + origin[2]];
      });
    },
  };
}

function inCube(draws: Draws): Point {
  return [-1 + 2 * draws.uniform(), -1 + 2 * draws.uniform(), -1 + 2 * draws.uniform()];
}

function filled(
  n: number,
  point: (k: number) => Point,
  draws: (() => Draws) | undefined,
): Positions {
  const order = draws?.().permutation(n);
  return places(n, (k) => point(order === undefined ? k : (order[k] as number)));
}

function places(n: number, point: (k: number) => Point): Positions {
  const [x, y, z] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) [x[k], y[k], z[k]] = point(k) as [number, number, number];
  return [x, y, z];
}

function checkCounts(name: string, n: number, counts: readonly number[]): void {
  const product = counts.reduce((all, count) => all * count, 1);
  if (product === n && counts.every((count) => Number.isInteger(count) && count > 0)) return;
  throw STRUCTURE({
    place: name,
    message: `${n} neurons do not fill a grid of this shape.`,
    got: counts.map((count) => Number(count.toPrecision(6))).join(" x "),
    next: "Use another size or aspect ratio.",
  });
}
