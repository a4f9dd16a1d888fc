import { NIR_GRAPH } from "./errors.ts";
import type { NirArray } from "./graph.ts";
import { type EntryList, entryList, type Matrix } from "./matrix.ts";
import { floats, shapeText, sizeOf } from "./numbers.ts";

/** A sliding window along one axis. */
export interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zero padding before and after the values. */
  readonly before: number;
  readonly after: number;
}

/** An axis with padding given as a number or a word. */
export function axisOf(
  { kernel, stride, dilation }: Omit<Axis, "before" | "after">,
  padding: number | "same" | "valid",
  place: string,
): Axis {
  const isSound = [kernel, stride, dilation].every((value) => value >= 1);
  if (!isSound || (typeof padding === "number" && padding < 0)) {
    const message = "A window needs a kernel size, a stride and a dilation of at least 1.";
    const got = `${kernel}, ${stride} and ${dilation}, padding ${padding}`;
    throw NIR_GRAPH({ place, message, expected: "1 or more, padding 0 or more", got });
  }
  if (padding !== "same") {
    const side = padding === "valid" ? 0 : padding;
    return { kernel, stride, dilation, before: side, after: side };
  }
  if (stride !== 1) {
    const message = 'Padding "same" preserves the shape, so the stride must be 1.';
    throw NIR_GRAPH({ place, message, expected: "a stride of 1", got: String(stride) });
  }
  // For an odd total, PyTorch pads more at the end.
  const total = dilation * (kernel - 1);
  const before = Math.floor(total / 2);
  return { kernel, stride, dilation, before, after: total - before };
}

/** Number of window positions along an axis. */
function placesOf(length: number, { kernel, stride, dilation, before, after }: Axis): number {
  return Math.floor((length + before + after - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** Weight of each window element: per channel, or the same for all. */
export interface Windows {
  /** Channels, rows and columns of the input. */
  readonly shape: readonly [number, number, number];
  readonly rows: Axis;
  readonly columns: Axis;
  readonly place: string;
}

interface Sliding extends Windows {
  readonly height: number;
  readonly width: number;
}

function slide(windows: Windows): Sliding {
  const { shape, rows, columns, place } = windows;
  const [, high, wide] = shape;
  const [height, width] = [placesOf(high, rows), placesOf(wide, columns)];
  if (height >= 1 && width >= 1) return { ...windows, height, width };
  const message = "A window is larger than its input.";
  const expected = `at most ${high + rows.before + rows.after} × ${wide + columns.before + columns.after}`;
  const got = `${rows.dilation * (rows.kernel - 1) + 1} × ${columns.dilation * (columns.kernel - 1) + 1}`;
  throw NIR_GRAPH({ place, message, expected, got });
}

/** Result of a window operation: its matrix, and the output shape. */
export interface Mapped {
  readonly matrix: Matrix;
  readonly shape: readonly number[];
}

/** Maximum number of entries of one map: weights times window positions. */
const mostEntries = 2 ** 25;

/** Cross-correlate channels with kernels, like PyTorch's convolutions. */
export function correlated(windows: Windows, weight: NirArray, groups: number): Mapped {
  const sliding = slide(windows);
  const { shape, rows, columns, place, height, width } = sliding;
  const [outputs = 0, perGroup = 0] = weight.shape;
  const values = floats(weight);
  if (groups < 1 || outputs % groups !== 0 || perGroup * groups !== shape[0]) {
    const message = "The input channels of a convolution do not match its weights.";
    const expected = `${perGroup * groups} input channels, and output channels divisible by ${groups} groups`;
    throw NIR_GRAPH({ place, message, expected, got: `${shape[0]} in, ${outputs} out` });
  }
  checkCount(values.length * height * width, place);
  const list = entryList();
  for (let output = 0; output < outputs; output++) {
    const first = Math.floor(output / (outputs / groups)) * perGroup;
    for (let k = 0; k < perGroup; k++) {
      const kernel = (output * perGroup + k) * rows.kernel * columns.kernel;
      const pair = { from: first + k, to: output };
      addKernel(list, sliding, pair, (at) => values[kernel + at] ?? 0);
    }
  }
  return done(list, sliding, outputs);
}

/** Sum or average each channel separately. */
export function pooled(windows: Windows, isAverage: boolean): Mapped {
  const sliding = slide(windows);
  const { shape, rows, columns, place, height, width } = sliding;
  const count = rows.kernel * columns.kernel;
  checkCount(shape[0] * count * height * width, place);
  const list = entryList();
  for (let channel = 0; channel < shape[0]; channel++) {
    const pair = { from: channel, to: channel };
    // Padding counts, as by default in PyTorch.
    addKernel(list, sliding, pair, () => (isAverage ? 1 / count : 1));
  }
  return done(list, sliding, shape[0]);
}

function addKernel(
  list: EntryList,
  { shape, rows, columns, height, width }: Sliding,
  channel: { readonly from: number; readonly to: number },
  weightAt: (index: number) => number,
): void {
  const [, high, wide] = shape;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const target = (channel.to * height + y) * width + x;
      for (let k = 0; k < rows.kernel * columns.kernel; k++) {
        const row = y * rows.stride - rows.before + Math.floor(k / columns.kernel) * rows.dilation;
        const column =
          x * columns.stride - columns.before + (k % columns.kernel) * columns.dilation;
        if (row < 0 || row >= high || column < 0 || column >= wide) continue;
        const weight = weightAt(k);
        if (weight !== 0) list.push((channel.from * high + row) * wide + column, target, weight);
      }
    }
  }
}

function checkCount(count: number, place: string): void {
  if (count <= mostEntries) return;
  const message = "A convolution has too many connections.";
  throw NIR_GRAPH({ place, message, expected: `at most ${mostEntries}`, got: String(count) });
}

function done(list: EntryList, { shape, height, width }: Sliding, channels: number): Mapped {
  const out = [channels, height, width];
  return { matrix: list.done({ sources: sizeOf(shape), targets: sizeOf(out) }), shape: out };
}

/** Interpret a shape as channels and one or two axes. */
export function channelsOf(
  shape: readonly number[],
  axes: 1 | 2,
  place: string,
): readonly [number, number, number] {
  const [channels, first, second = 1] = shape;
  if (channels !== undefined && first !== undefined && shape.length === axes + 1) {
    return axes === 1 ? [channels, 1, first] : [channels, first, second];
  }
  const message = "A convolution or pooling node needs channels and one or two axes.";
  const expected = axes === 1 ? "(channels, length)" : "(channels, rows, columns)";
  throw NIR_GRAPH({ place, message, expected, got: shapeText(shape) });
}
