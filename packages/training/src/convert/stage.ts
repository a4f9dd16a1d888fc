/** Channels, rows and columns of values; a list of values has one row and one column. */
export type MapShape = readonly [channels: number, rows: number, columns: number];

/** Weights of a convolution; those of a dense layer cover the whole map. */
export interface WeightedStage {
  readonly kind: "weighted";
  readonly name: string;
  readonly from: MapShape;
  readonly to: MapShape;
  /** Side of the squares that are averaged first. */
  readonly pool: number;
  readonly kernel: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly padding: number;
  /** By target channel, source channel, row and column, including averaging. */
  weight: Float64Array;
  bias: Float64Array;
  /** Whether values below 0 and above `most` are clipped; false at the end. */
  activation?: { readonly most?: number | undefined };
}

/** Maximum of each square, per channel. */
export interface LargestStage {
  readonly kind: "largest";
  readonly name: string;
  readonly from: MapShape;
  readonly to: MapShape;
  readonly pool: number;
}

/** Stage of a network of layers, with everything folded into it. The channel of values varies fastest. */
export type Stage = WeightedStage | LargestStage;

/** Return the number of values of a shape. */
export function sizeOf([channels, rows, columns]: MapShape): number {
  return channels * rows * columns;
}

/** Sum the inputs of each target of weights. */
export function weighted(stage: WeightedStage, values: Float64Array): Float64Array {
  const { from, to, pool, kernel, stride, padding, weight, bias } = stage;
  const [inputs, high, wide] = from;
  const [outputs, rows, columns] = to;
  const [down, across] = kernel;
  const [pooledRows, pooledColumns] = [Math.floor(high / pool), Math.floor(wide / pool)];
  const pooled = pool === 1 ? values : sumSquares(values, from, pool);
  const out = new Float64Array(sizeOf(to));
  for (let place = 0; place < rows * columns; place++) {
    const top = Math.floor(place / columns) * stride - padding;
    const left = (place % columns) * stride - padding;
    for (let output = 0; output < outputs; output++) {
      let sum = bias[output] as number;
      for (let k = 0; k < down * across; k++) {
        const [row, column] = [top + Math.floor(k / across), left + (k % across)];
        if (row < 0 || column < 0 || row >= pooledRows || column >= pooledColumns) continue;
        const at = (row * pooledColumns + column) * inputs;
        for (let channel = 0; channel < inputs; channel++) {
          const one = weight[(output * inputs + channel) * down * across + k] as number;
          sum += one * (pooled[at + channel] as number);
        }
      }
      out[place * outputs + output] = sum;
    }
  }
  return out;
}

/** Sum squares, per channel. */
function sumSquares(values: Float64Array, shape: MapShape, pool: number): Float64Array {
  return overSquares(values, { shape, pool }, (sum, one) => sum + one, 0);
}

/** Return the maximum of squares, per channel. */
export function largest({ from, pool }: LargestStage, values: Float64Array): Float64Array {
  return overSquares(values, { shape: from, pool }, Math.max, Number.NEGATIVE_INFINITY);
}

function overSquares(
  values: Float64Array,
  { shape: [channels, high, wide], pool }: { readonly shape: MapShape; readonly pool: number },
  join: (all: number, one: number) => number,
  start: number,
): Float64Array {
  const [rows, columns] = [Math.floor(high / pool), Math.floor(wide / pool)];
  const out = new Float64Array(rows * columns * channels).fill(start);
  for (let y = 0; y < rows * pool; y++) {
    for (let x = 0; x < columns * pool; x++) {
      const into = (Math.floor(y / pool) * columns + Math.floor(x / pool)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const value = values[(y * wide + x) * channels + channel] as number;
        out[into + channel] = join(out[into + channel] as number, value);
      }
    }
  }
  return out;
}

/** Reorder values from channel-major to channel-minor. */
export function channelsLast(values: ArrayLike<number>, shape: MapShape): Float64Array {
  const [channels, rows, columns] = shape;
  const places = rows * columns;
  return Float64Array.from({ length: sizeOf(shape) }, (_, k) => {
    return values[(k % channels) * places + Math.floor(k / channels)] as number;
  });
}
