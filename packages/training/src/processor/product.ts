import { type ArrayPlace, type Builder, type Routine, routine, type Value } from "@spikeloom/code";

/** A matrix in an array: its first element, and the distances between rows and between columns. */
export interface MatrixPlace {
  readonly array: ArrayPlace<"f32">;
  /** Index of the first element; it may depend on the step. */
  readonly at: (b: Builder) => Value;
  readonly row: number;
  readonly column: number;
}

/** A product of two matrices that is added to a third one. */
export interface Product {
  readonly name: string;
  readonly left: MatrixPlace;
  readonly right: MatrixPlace;
  readonly sums: MatrixPlace;
  /** Rows of the left matrix, columns of the right one, and the number of products in a sum. */
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Whether it is added at all; always, by default. */
  readonly when?: (b: Builder) => Value;
  /** A factor of the sums. */
  readonly scale?: (b: Builder) => Value;
}

/** Rows and columns that an invocation computes: it loads 8 numbers for 16 products. */
const side = 4;

/** Return the number of invocations of a product. */
export function productInvocations({ rows, columns }: Product): number {
  return Math.ceil(rows / side) * Math.ceil(columns / side);
}

/**
 * Write the routine that adds a tile of a product; its parameter is the index of the tile.
 *
 * Products are added in ascending order of the inner index, and skipped where the left matrix is 0 in all rows of the tile:
 * most spikes are.
 */
export function productRoutine(product: Product): Routine {
  const { name, when } = product;
  const about = "Adds a tile of the product of two matrices.";
  return routine(name, { about, parameters: { index: "i32" } }, (b, { index }) => {
    if (when === undefined) addTile(b, product, index);
    else b.if(when(b), () => addTile(b, product, index));
    return undefined;
  });
}

function addTile(b: Builder, product: Product, index: Value): void {
  const { left, right, sums, rows, columns, inner } = product;
  const { add, mul, constant, ne } = b.floats("f32");
  const across = b.i32(Math.ceil(columns / side));
  const firstOf = (tile: Value, name: string): Value =>
    b.keep(name, b.apply("mul", tile, b.i32(side)));
  const row = firstOf(b.apply("divUnsigned", index, across), "row");
  const column = firstOf(b.apply("remainderUnsigned", index, across), "column");
  const each = Array.from({ length: side }, (_, k) => k);
  const within = (at: Value, k: number, most: number): Value => {
    const own = b.apply("add", at, b.i32(k));
    return b.apply("select", b.apply("lt", own, b.i32(most)), own, b.i32(most - 1));
  };
  const begins = (
    place: MatrixPlace,
    at: Value,
    distance: number,
    most: number,
  ): readonly Value[] => {
    const first = b.keep("first", place.at(b));
    return each.map((k) => {
      const distances = b.apply("mul", within(at, k, most), b.i32(distance));
      return b.keep("begin", b.apply("add", first, distances));
    });
  };
  const leftAt = begins(left, row, left.row, rows);
  const rightAt = begins(right, column, right.column, columns);
  const found = each.map(() => each.map(() => b.variable("sum", constant(0))));
  b.for({ name: "k", from: b.i32(0), to: b.i32(inner) }, (k) => {
    const load = (place: MatrixPlace, at: readonly Value[], distance: number): readonly Value[] => {
      const beyond = b.keep("beyond", b.apply("mul", k, b.i32(distance)));
      return at.map((begin) => b.load(place.array, b.apply("add", begin, beyond)));
    };
    const own = load(left, leftAt, left.column);
    const isSome = own.map((one) => ne(one, constant(0))).reduce((x, y) => b.apply("or", x, y));
    b.if(isSome, () => {
      const other = load(right, rightAt, right.row);
      for (const [i, line] of found.entries()) {
        for (const [j, sum] of line.entries()) {
          b.set(sum, add(b.get(sum), mul(own[i] as Value, other[j] as Value)));
        }
      }
    });
  });
  const start = b.keep("start", sums.at(b));
  const scale = product.scale && b.keep("scale", product.scale(b));
  for (const [i, line] of found.entries()) {
    const isRow = b.apply("lt", b.apply("add", row, b.i32(i)), b.i32(rows));
    b.if(isRow, () => {
      for (const [j, sum] of line.entries()) {
        const isColumn = b.apply("lt", b.apply("add", column, b.i32(j)), b.i32(columns));
        b.if(isColumn, () => {
          const down = b.apply("mul", b.apply("add", row, b.i32(i)), b.i32(sums.row));
          const along = b.apply("mul", b.apply("add", column, b.i32(j)), b.i32(sums.column));
          const at = b.keep("at", b.apply("add", start, b.apply("add", down, along)));
          const own = scale === undefined ? b.get(sum) : mul(scale, b.get(sum));
          b.store(sums.array, at, add(b.load(sums.array, at), own));
        });
      }
    });
  }
}
