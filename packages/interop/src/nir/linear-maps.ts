import { release } from "../hdf5/read/release.ts";
import { NIR_GRAPH } from "./errors.ts";
import type { NirArray, NirPrimitive, NodeTypeName } from "./graph.ts";
import { entryList, type Weights } from "./matrix.ts";
import { floats, isShape, shapeText, sizeOf } from "./numbers.ts";
import { axisOf, channelsOf, correlated, type Mapped, pooled } from "./windows.ts";

/** Effect of a stateless node on its input. */
export interface LinearMap extends Mapped {
  /** Added in each step. */
  readonly bias?: Float64Array;
}

interface Given {
  /** Shape of the input. */
  readonly shape: readonly number[];
  readonly place: string;
  /** Time step in seconds. */
  readonly dt: number;
}

type Node<Type extends NodeTypeName> = Extract<NirPrimitive, { readonly type: Type }>;
type LinearType = keyof typeof maps;

/** Whether a node sums its input in each step and has no state. */
export function isLinear(node: NirPrimitive): node is Node<LinearType> {
  return Object.hasOwn(maps, node.type);
}

/** Return the map of a linear node. */
export function linearMap(node: Node<LinearType>, given: Given): LinearMap {
  const map = maps[node.type] as (node: NirPrimitive, given: Given) => LinearMap;
  return map(node, given);
}

const maps: {
  readonly [Type in
    | "Affine"
    | "Linear"
    | "Scale"
    | "Conv1d"
    | "Conv2d"
    | "SumPool2d"
    | "AvgPool2d"
    | "Flatten"
    | "Delay"]: (node: Node<Type>, given: Given) => LinearMap;
} = {
  Linear: ({ weight }, given) => weighted(weight, given),
  Affine({ weight, bias }, given) {
    const map = weighted(weight, given);
    return { ...map, bias: spread(bias, map.shape, given.place) };
  },
  Scale: ({ scale }, given) => diagonal(spread(scale, given.shape, given.place), given),
  Conv1d({ weight, stride, padding, dilation, groups, bias, input_shape }, { shape, place }) {
    const inside = channelsOf(shape, 1, place);
    checkInput(input_shape === undefined ? undefined : [input_shape], shape, place);
    const [, , kernel = 0] = weight.shape;
    const rows = axisOf({ kernel: 1, stride: 1, dilation: 1 }, 0, place);
    const columns = axisOf({ kernel, stride, dilation }, padding, place);
    const { matrix, shape: out } = correlated(
      { shape: inside, rows, columns, place },
      weight,
      groups,
    );
    const [channels = 0, , length = 0] = out;
    return { matrix, shape: [channels, length], bias: perChannel(bias, [channels, length], place) };
  },
  Conv2d({ weight, stride, padding, dilation, groups, bias, input_shape }, { shape, place }) {
    const inside = channelsOf(shape, 2, place);
    checkInput(input_shape, shape, place);
    const [rows, columns] = [0, 1].map((axis) => {
      const kernel = weight.shape[2 + axis] ?? 0;
      const [step, gap] = [stride[axis] ?? 1, dilation[axis] ?? 1];
      const side = typeof padding === "string" ? padding : (padding[axis] ?? 0);
      return axisOf({ kernel, stride: step, dilation: gap }, side, place);
    }) as [ReturnType<typeof axisOf>, ReturnType<typeof axisOf>];
    const map = correlated({ shape: inside, rows, columns, place }, weight, groups);
    return { ...map, bias: perChannel(bias, map.shape, place) };
  },
  SumPool2d: (node, given) => pool(node, given, false),
  AvgPool2d: (node, given) => pool(node, given, true),
  Flatten({ start_dim, end_dim }, { shape, place }) {
    const rank = shape.length;
    const [start, end] = [start_dim, end_dim].map((axis) => (axis < 0 ? axis + rank : axis));
    if (start === undefined || end === undefined || start < 0 || end >= rank || start > end) {
      const message = "A node flattens axes that do not exist.";
      const got = `${start_dim} to ${end_dim} of ${shapeText(shape)}`;
      throw NIR_GRAPH({ place, message, expected: `axes from 0 to ${rank - 1}`, got });
    }
    const middle = sizeOf(shape.slice(start, end + 1));
    return {
      ...through(shape),
      shape: [...shape.slice(0, start), middle, ...shape.slice(end + 1)],
    };
  },
  Delay({ delay }, { shape, place, dt }) {
    const list = entryList();
    spread(delay, shape, place).forEach((seconds, k) => {
      const steps = Math.round(seconds / dt);
      if (!(steps >= 0 && steps < 2 ** 31)) {
        const message = "A delay must be finite and not negative.";
        throw NIR_GRAPH({
          place,
          message,
          expected: "a delay of 0 s or more",
          got: `${seconds} s`,
        });
      }
      list.push(k, k, 1, steps);
    });
    const size = sizeOf(shape);
    return { shape, matrix: list.done({ sources: size, targets: size }) };
  },
};

/** Identity map. */
export function through(shape: readonly number[]): Mapped {
  const size = sizeOf(shape);
  return { shape, matrix: { kind: "identity", sources: size, targets: size } };
}

function diagonal(values: Float64Array, { shape }: Given): LinearMap {
  const list = entryList();
  values.forEach((value, k) => {
    if (value !== 0) list.push(k, k, value);
  });
  return { shape, matrix: list.done({ sources: values.length, targets: values.length }) };
}

/** Leading axes of weights are parallel layers. */
function weighted(weight: NirArray, { shape, place }: Given): LinearMap {
  const lead = weight.shape.slice(0, -2);
  const [outputs = 0, inputs = 0] = weight.shape.slice(-2);
  checkSame([...lead, inputs], shape, place);
  const layers = sizeOf(lead);
  const out = [...lead, outputs];
  if (layers === 1) {
    const matrix = { kind: "dense", sources: inputs, targets: outputs } as const;
    return { shape: out, matrix: { ...matrix, values: turned(weight, outputs, inputs) } };
  }
  const values = floats(weight);
  const list = entryList();
  values.forEach((value, k) => {
    const layer = Math.floor(k / (outputs * inputs));
    const [row, column] = [Math.floor(k / inputs) % outputs, k % inputs];
    if (value !== 0) list.push(layer * inputs + column, layer * outputs + row, value);
  });
  return { shape: out, matrix: list.done({ sources: layers * inputs, targets: layers * outputs }) };
}

/** Transpose a matrix; from a file, only some rows are in memory besides the result. */
function turned(weight: NirArray, rows: number, columns: number): Weights {
  let out: Weights | undefined;
  for (const { first, values } of weight.bands?.() ?? [{ first: 0, values: weight.values }]) {
    const band = floats({ shape: weight.shape, values });
    const size = rows * columns;
    out ??= band instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
    turnBand(band, out, { top: first / columns, rows, columns });
    if (weight.bands !== undefined) release(values);
  }
  return out ?? new Float64Array(0);
}

interface Band {
  /** Index of the first row. */
  readonly top: number;
  /** Rows of the whole matrix. */
  readonly rows: number;
  readonly columns: number;
}

/** Transpose some rows in blocks that fit the cache. */
function turnBand(band: Weights, out: Weights, { top, rows, columns }: Band): void {
  const side = 32;
  const end = top + band.length / columns;
  for (let above = top; above < end; above += side) {
    const below = Math.min(end, above + side);
    for (let left = 0; left < columns; left += side) {
      const right = Math.min(columns, left + side);
      for (let column = left; column < right; column++) {
        const place = column * rows;
        for (let row = above; row < below; row++) {
          out[place + row] = band[(row - top) * columns + column] as number;
        }
      }
    }
  }
}

function pool(
  { kernel_size, stride, padding }: Node<"SumPool2d" | "AvgPool2d">,
  { shape, place }: Given,
  isAverage: boolean,
): LinearMap {
  const axis = (k: 0 | 1): ReturnType<typeof axisOf> =>
    axisOf({ kernel: kernel_size[k], stride: stride[k], dilation: 1 }, padding[k], place);
  const inside = channelsOf(shape, 2, place);
  return pooled({ shape: inside, rows: axis(0), columns: axis(1), place }, isAverage);
}

/** Return a value per element: those of an array, or its only value for all. */
export function spread(array: NirArray, shape: readonly number[], place: string): Float64Array {
  const values = floats(array);
  if (array.shape.length === 0) return new Float64Array(sizeOf(shape)).fill(values[0] ?? 0);
  const size = sizeOf(shape);
  // Several parallel layers may share one bias.
  const isLast = array.shape.length === 1 && array.shape[0] === shape.at(-1);
  if (values.length === size) checkSame(array.shape, shape, place);
  else if (!isLast) throw differs(array.shape, shape, place);
  return values.length === size
    ? Float64Array.from(values)
    : Float64Array.from({ length: size }, (_, k) => values[k % values.length] ?? 0);
}

function perChannel(bias: NirArray, shape: readonly number[], place: string): Float64Array {
  const values = floats(bias);
  const [channels = 0] = shape;
  if (values.length !== channels) throw differs(bias.shape, [channels], place);
  const each = sizeOf(shape) / channels;
  return Float64Array.from({ length: sizeOf(shape) }, (_, k) => values[Math.floor(k / each)] ?? 0);
}

function checkInput(
  declared: readonly number[] | undefined,
  shape: readonly number[],
  place: string,
): void {
  if (declared !== undefined) checkSame([shape[0] ?? 0, ...declared], shape, place);
}

/** Refuse a signal whose shape does not match the node. */
export function checkSame(wanted: readonly number[], got: readonly number[], place: string): void {
  if (!isShape(wanted, got)) throw differs(wanted, got, place);
}

/** Maximum number of elements of a signal. */
const mostElements = 2 ** 26;

/** Refuse invalid lengths and signals that do not fit in memory. */
export function checkExtent(shape: readonly number[], place: string): void {
  if (shape.every((length) => length >= 1) && sizeOf(shape) <= mostElements) return;
  const message = "A signal has an invalid length or too many elements.";
  const expected = `lengths of 1 or more, at most ${mostElements} elements`;
  throw NIR_GRAPH({ place, message, expected, got: shapeText(shape) });
}

function differs(wanted: readonly number[], got: readonly number[], place: string): Error {
  const message = "The shape of a signal does not match the node that it reaches.";
  return NIR_GRAPH({ place, message, expected: shapeText(wanted), got: shapeText(got) });
}
