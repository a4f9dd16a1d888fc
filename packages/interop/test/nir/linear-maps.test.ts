import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import type { NirArray, NirPrimitive } from "../../src/nir/index.ts";
import { isLinear, linearMap } from "../../src/nir/linear-maps.ts";
import { applied, entriesOf, product, sum } from "../../src/nir/matrix.ts";

const seed = drawSeed;
const dt = 1e-3;

function array(shape: readonly number[], first = 0): NirArray {
  const size = shape.reduce((n, length) => n * length, 1);
  // Distinct and small, so that every term of a sum shows.
  const values = Float64Array.from({ length: size }, (_, k) => ((first + k) % 7) - 3 + k / 64);
  return { shape, values };
}

/** Sums in another order differ in their last bits alone. */
function close(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) expect(found[k]).toBeCloseTo(wanted[k] ?? Number.NaN, 9);
}

/** The output of a node for an input of a shape. */
function give(node: NirPrimitive, shape: readonly number[]) {
  if (!isLinear(node)) throw new Error(node.type);
  const map = linearMap(node, { shape, place: "here", dt });
  const input = array(shape, 3).values as Float64Array;
  const out = Float64Array.from(
    applied(map.matrix, input),
    (value, k) => value + (map.bias?.[k] ?? 0),
  );
  return { shape: map.shape, input, out };
}

/** A convolution as PyTorch's documentation defines it. */
function convolve(
  { weight, bias, stride, dilation, groups }: Extract<NirPrimitive, { type: "Conv2d" }>,
  [, high = 0, wide = 0]: readonly number[],
  pad: { top: number; left: number; out: readonly number[]; input: Float64Array },
): number[] {
  const [outputs = 0, perGroup = 0, rows = 0, columns = 0] = weight.shape;
  const [height = 0, width = 0] = pad.out.slice(1);
  const found: number[] = [];
  for (let o = 0; o < outputs; o++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let total = Number(bias.values[o]);
        for (let c = 0; c < perGroup; c++)
          for (let r = 0; r < rows; r++)
            for (let s = 0; s < columns; s++) {
              const row = y * stride[0] + r * dilation[0] - pad.top;
              const column = x * stride[1] + s * dilation[1] - pad.left;
              if (row < 0 || row >= high || column < 0 || column >= wide) continue;
              const channel = Math.floor(o / (outputs / groups)) * perGroup + c;
              const at = ((o * perGroup + c) * rows + r) * columns + s;
              const value = pad.input[(channel * high + row) * wide + column] ?? 0;
              total += Number(weight.values[at]) * value;
            }
        found.push(total);
      }
  return found;
}

const side = fc.integer({ min: 1, max: 3 });

describe("a convolution", () => {
  it("equals PyTorch, for any stride, padding, dilation and groups", () => {
    const drawn = fc.record({
      groups: side,
      perGroup: side,
      outputs: side,
      rows: side,
      columns: side,
      stride: fc.tuple(side, side),
      dilation: fc.tuple(side, side),
      padding: fc.oneof(fc.tuple(side, side), fc.constant("valid" as const)),
      size: fc.tuple(fc.integer({ min: 7, max: 9 }), fc.integer({ min: 7, max: 9 })),
    });
    fc.assert(
      fc.property(drawn, ({ groups, perGroup, outputs, rows, columns, size, ...node }) => {
        const weight = array([groups * outputs, perGroup, rows, columns]);
        const bias = array([groups * outputs], 1);
        const shape = [groups * perGroup, ...size];
        const conv = { type: "Conv2d", ...node, groups, weight, bias, input_shape: size } as const;
        const { shape: out, input, out: found } = give(conv, shape);
        const [top, left] = node.padding === "valid" ? [0, 0] : node.padding;
        const wanted = convolve(conv, shape, { top, left, out, input });
        expect(out).toEqual([
          groups * outputs,
          Math.floor((size[0] + 2 * top - node.dilation[0] * (rows - 1) - 1) / node.stride[0]) + 1,
          Math.floor((size[1] + 2 * left - node.dilation[1] * (columns - 1) - 1) / node.stride[1]) +
            1,
        ]);
        close(found, wanted);
      }),
      { seed, numRuns: draws({ ci: 40, long: 1000 }) },
    );
  });

  it("preserves the shape if padding requires it, with more of it at the end", () => {
    const weight = array([1, 1, 1, 4]);
    const node = { type: "Conv2d", stride: [1, 1], dilation: [1, 1], groups: 1 } as const;
    const conv = { ...node, padding: "same", weight, bias: array([1]) } as const;
    const { shape, input, out: found } = give(conv, [1, 2, 5]);
    expect(shape).toEqual([1, 2, 5]);
    const wanted = convolve(conv, [1, 2, 5], { top: 0, left: 1, out: shape, input });
    close(found, wanted);
  });

  it("along one axis is one along two", () => {
    const bias = array([2]);
    const common = { groups: 1, bias } as const;
    const one = give(
      { type: "Conv1d", ...common, weight: array([2, 3, 2]), stride: 2, padding: 1, dilation: 2 },
      [3, 8],
    );
    const weight = array([2, 3, 1, 2]);
    const pairs = { stride: [1, 2], padding: [0, 1], dilation: [1, 2] } as const;
    const two = give({ type: "Conv2d", ...common, ...pairs, weight }, [3, 1, 8]);
    expect(one.shape).toEqual([2, 4]);
    expect(one.out).toEqual(two.out);
  });

  it.each([
    ["same with a stride", { padding: "same", stride: [2, 1] }, "preserves the shape"],
    ["channels that do not fit", { groups: 2 }, "channels of a convolution"],
    ["a kernel that is too large", { dilation: [9, 9] }, "larger than its input"],
    ["a stride of nothing", { stride: [0, 1] }, "of at least 1"],
    ["another input than it declares", { input_shape: [4, 5] }, "does not match the node"],
  ])("refuses %s", (_, change, message) => {
    const plain = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };
    const parts = { type: "Conv2d", weight: array([2, 3, 2, 2]), bias: array([2]) };
    const node = { ...parts, ...plain, ...change } as unknown as NirPrimitive;
    expect(() => give(node, [3, 4, 4])).toThrow(message);
  });
});

describe("other linear nodes", () => {
  it("pool sums and means of windows, padding counted", () => {
    const windows = { kernel_size: [2, 2], stride: [2, 1], padding: [1, 0] } as const;
    const { shape, input, out } = give({ type: "SumPool2d", ...windows }, [1, 2, 3]);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = input;
    expect(shape).toEqual([1, 2, 2]);
    expect(out).toEqual(Float64Array.of(a + b, b + c, d + e, e + f));
    const mean = give({ type: "AvgPool2d", ...windows }, [1, 2, 3]);
    close(
      mean.out,
      [...out].map((value) => value / 4),
    );
  });

  it("multiply with weights, layers side by side too", () => {
    const weight = array([2, 3, 4]);
    const { shape, input, out } = give({ type: "Affine", weight, bias: array([3]) }, [2, 4]);
    expect(shape).toEqual([2, 3]);
    for (let layer = 0; layer < 2; layer++)
      for (let row = 0; row < 3; row++) {
        let wanted = Number(array([3]).values[row]);
        for (let k = 0; k < 4; k++)
          wanted += Number(weight.values[(layer * 3 + row) * 4 + k]) * (input[layer * 4 + k] ?? 0);
        expect(out[layer * 3 + row]).toBeCloseTo(wanted, 9);
      }
  });

  it("flatten some axes and leave the numbers", () => {
    const flat = (start_dim: number, end_dim: number) =>
      give({ type: "Flatten", start_dim, end_dim }, [2, 3, 4]);
    expect(flat(0, -1).shape).toEqual([24]);
    expect(flat(1, -1).shape).toEqual([2, 12]);
    expect(flat(-3, 1).shape).toEqual([6, 4]);
    expect(flat(1, 1).out).toEqual(flat(0, 0).input);
    expect(() => flat(2, 1)).toThrow("flattens axes");
    expect(() => flat(0, 3)).toThrow("flattens axes");
  });

  it("delay each signal by its own steps", () => {
    const delay = { shape: [2], values: Float64Array.of(2e-3, 0) };
    const node = { type: "Delay", delay } as const;
    const { matrix } = linearMap(node, { shape: [2], place: "here", dt });
    expect(entriesOf(matrix).delays).toEqual(Uint32Array.of(2, 0));
    const late = { ...node, delay: { shape: [], values: Float64Array.of(-1) } };
    expect(() => linearMap(late, { shape: [2], place: "here", dt })).toThrow(
      "must be finite and not negative",
    );
  });
});

describe("matrices", () => {
  const sizes = fc.integer({ min: 1, max: 5 });
  const dense = (sources: number, targets: number) =>
    fc
      .array(fc.constantFrom(0, 0, 1, -2, 0.5), {
        minLength: sources * targets,
        maxLength: sources * targets,
      })
      .map((values) => ({
        kind: "dense" as const,
        sources,
        targets,
        values: Float64Array.from(values),
      }));

  it("go through each other and add up as their values do", () => {
    const drawn = fc
      .tuple(sizes, sizes, sizes)
      .chain(([a, b, c]) => fc.tuple(dense(a, b), dense(b, c), dense(a, b)));
    fc.assert(
      fc.property(drawn, ([first, second, other]) => {
        const input = array([first.sources]).values as Float64Array;
        const together = product(first, second);
        if (together === undefined) throw new Error("too much work");
        const wanted = applied(second, applied(first, input));
        close(applied(together, input), wanted);
        const both = applied(sum(first, other), input);
        const [one, two] = [applied(first, input), applied(other, input)];
        close(
          both,
          one.map((value, k) => value + (two[k] ?? 0)),
        );
      }),
      { seed, numRuns: draws({ ci: 50, long: 2000 }) },
    );
  });
});
