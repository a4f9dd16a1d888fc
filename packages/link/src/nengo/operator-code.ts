import type { ArrayPlace, Builder, ElementType, Value } from "@spikeloom/code";
import type { Entry, OperatorDefinition, Shape, View } from "./definition.ts";
import { type NeuronCode, writeNeuron } from "./neuron-code.ts";

/** Arrays of a model, and constants of its steps. */
export interface ModelPlaces {
  readonly dt: number;
  base(number: number): ArrayPlace;
  tape(number: number): ArrayPlace;
  /** Index of the first element of each tape's current row. */
  readonly row: ArrayPlace;
  /** Create an array with content. */
  own(name: string, element: ElementType, content: readonly number[]): ArrayPlace;
}

/** Operators that are compiled. */
export type CompiledOperator = Exclude<OperatorDefinition, { readonly kind: "client" }>;

type Of<Kind extends CompiledOperator["kind"]> = CompiledOperator & { readonly kind: Kind };

type Table = {
  readonly [Kind in CompiledOperator["kind"]]: (
    b: Builder,
    operator: Of<Kind>,
    places: ModelPlaces,
  ) => void;
};

/** Write an operator. */
export function writeOperator(b: Builder, operator: CompiledOperator, places: ModelPlaces): void {
  const write = table[operator.kind] as (
    b: Builder,
    operator: CompiledOperator,
    places: ModelPlaces,
  ) => void;
  write(b, operator, places);
}

const table: Table = {
  time(b, { step, time }, { dt, base }) {
    const zero = b.i32(0);
    const next = b.keep(
      "step",
      b.apply("add", b.load(base(step.base), zero, step.offset), b.i64(1n)),
    );
    b.store(base(step.base), zero, next, step.offset);
    const now = b.apply("mul", b.apply("toF64", next), b.f64(dt));
    b.store(base(time.base), zero, now, time.offset);
  },
  reset(b, { shape, to, value }, places) {
    each(b, shape, [to], ([at]) => {
      store(b, { view: to, at: at as Value }, b.f64(value), places);
    });
  },
  copy(b, { shape, from, to, entry }, places) {
    each(b, shape, [from, to], ([source, target]) => {
      const value = load(b, from, source as Value, places);
      enter(b, { view: to, at: target as Value, entry }, value, places);
    });
  },
  gather(b, { from, to, fromElements, toElements, entry }, places) {
    const sources = places.own("sources", "i32", fromElements);
    const targets = places.own("targets", "i32", toElements);
    b.for({ from: b.i32(0), to: b.i32(fromElements.length) }, (k) => {
      const value = b.load(places.base(from), b.load(sources, k));
      const at = b.load(targets, k);
      enter(b, { view: { base: to, offset: 0, strides: [] }, at, entry }, value, places);
    });
  },
  multiply(b, { shape, a, x, y }, places) {
    each(b, shape, [a, x, y], ([atA, atX, atY]) => {
      const left = load(b, a, atA as Value, places);
      const right = load(b, x, atX as Value, places);
      const product = b.apply("mul", left, right);
      enter(b, { view: y, at: atY as Value, entry: "add" }, product, places);
    });
  },
  dot(b, { rows, columns, a, x, y }, places) {
    const [rowStride = 0, columnStride = 0] = a.strides;
    b.for({ name: "row", from: b.i32(0), to: b.i32(rows) }, (row) => {
      const sum = b.variable("sum", b.f64(0));
      const start = b.keep("start", times(b, row, rowStride));
      b.for({ name: "column", from: b.i32(0), to: b.i32(columns) }, (column) => {
        const at = b.apply("add", start, times(b, column, columnStride));
        const left = load(b, a, at, places);
        const right = load(b, x, times(b, column, x.strides[0] ?? 0), places);
        b.set(sum, b.apply("add", b.get(sum), b.apply("mul", left, right)));
      });
      const at = times(b, row, y.strides[0] ?? 0);
      enter(b, { view: y, at, entry: "add" }, b.get(sum), places);
    });
  },
  outer(b, { shape: [rows = 0, columns = 0], factor, a, x, to }, places) {
    b.for({ name: "row", from: b.i32(0), to: b.i32(rows) }, (row) => {
      const left = load(b, a, times(b, row, a.strides[0] ?? 0), places);
      const scaled = b.keep("scaled", b.apply("mul", b.f64(factor), left));
      const start = b.keep("start", times(b, row, to.strides[0] ?? 0));
      b.for({ name: "column", from: b.i32(0), to: b.i32(columns) }, (column) => {
        const right = load(b, x, times(b, column, x.strides[0] ?? 0), places);
        const at = b.apply("add", start, times(b, column, to.strides[1] ?? 0));
        store(b, { view: to, at }, b.apply("mul", scaled, right), places);
      });
    });
  },
  blocks(b, { rows, columns, indices, starts, a, x, y }, places) {
    const blockColumns = places.own("block columns", "i32", indices);
    const blockStarts = places.own("block starts", "i32", starts);
    b.for({ name: "blockRow", from: b.i32(0), to: b.i32(starts.length - 1) }, (blockRow) => {
      const first = b.load(blockStarts, blockRow);
      const end = b.load(blockStarts, blockRow, 1);
      b.for({ name: "row", from: b.i32(0), to: b.i32(rows) }, (row) => {
        const sum = b.variable("sum", b.f64(0));
        b.for({ name: "block", from: first, to: end }, (block) => {
          const column = b.load(blockColumns, block);
          const from = b.keep(
            "from",
            times(b, b.apply("add", times(b, block, rows), row), columns),
          );
          const input = b.keep("input", times(b, times(b, column, columns), x.strides[0] ?? 0));
          b.for({ name: "k", from: b.i32(0), to: b.i32(columns) }, (k) => {
            const left = load(b, a, b.apply("add", from, k), places);
            const at = b.apply("add", input, times(b, k, x.strides[0] ?? 0));
            const right = load(b, x, at, places);
            b.set(sum, b.apply("add", b.get(sum), b.apply("mul", left, right)));
          });
        });
        const out = b.apply("add", times(b, blockRow, rows), row);
        const at = times(b, out, y.strides[0] ?? 0);
        enter(b, { view: y, at, entry: "add" }, b.get(sum), places);
      });
    });
  },
  neurons(b, { model, parameters, size, input, output, state }, places) {
    b.for({ name: "neuron", from: b.i32(0), to: b.i32(size) }, (neuron) => {
      const indexIn = (view: View): Value => times(b, neuron, view.strides[0] ?? 0);
      const read = (view: View): Value => load(b, view, indexIn(view), places);
      const write = (view: View, value: Value): void => {
        store(b, { view, at: indexIn(view) }, value, places);
      };
      const code: NeuronCode = {
        b,
        input: read(input),
        dt: places.dt,
        parameter: (name) => parameters[name] as number,
        load: (name) => read(state[name] as View),
        store: (name, value) => write(state[name] as View, value),
        output: (value) => write(output, value),
      };
      writeNeuron(model, code);
    });
  },
  filter(b, { shape, a, b: gain, state, input, output, entry }, places) {
    const views = state === undefined ? [input, output] : [input, output, state];
    each(b, shape, views, ([atInput, atOutput, atState]) => {
      const given = load(b, input, atInput as Value, places);
      let value = b.apply("mul", b.f64(gain), given);
      if (state !== undefined && a !== undefined) {
        const before = load(b, state, atState as Value, places);
        value = b.keep("state", b.apply("add", b.apply("mul", b.f64(a), before), value));
        store(b, { view: state, at: atState as Value }, value, places);
      }
      enter(b, { view: output, at: atOutput as Value, entry }, value, places);
    });
  },
  tape(b, { tape, shape, to, entry }, places) {
    const from = b.load(places.row, b.i32(tape));
    const strides = contiguous(shape);
    each(b, shape, [{ base: 0, offset: 0, strides }, to], ([source, target]) => {
      const value = b.load(places.tape(tape), b.apply("add", from, source as Value));
      enter(b, { view: to, at: target as Value, entry }, value, places);
    });
  },
};

interface Element {
  readonly view: View;
  /** Index relative to the view's offset. */
  readonly at: Value;
}

function load(b: Builder, view: View, at: Value, places: ModelPlaces): Value {
  const [index, beyond] = placeIn(b, view, at);
  return b.load(places.base(view.base), index, beyond);
}

function store(b: Builder, { view, at }: Element, value: Value, places: ModelPlaces): void {
  const [index, beyond] = placeIn(b, view, at);
  b.store(places.base(view.base), index, value, beyond);
}

/** An index and a constant offset; the index alone must not be negative. */
function placeIn(b: Builder, { offset, strides }: View, at: Value): readonly [Value, number] {
  const isDescending = strides.some((stride) => stride < 0);
  return isDescending ? [b.apply("add", at, b.i32(offset)), 0] : [at, offset];
}

function enter(
  b: Builder,
  { view, at, entry }: Element & { readonly entry: Entry },
  value: Value,
  places: ModelPlaces,
): void {
  const entered = entry === "set" ? value : b.apply("add", load(b, view, at, places), value);
  store(b, { view, at }, entered, places);
}

/** Loop over all elements of a shape; `body` receives the index of the element in each view. */
function each(
  b: Builder,
  shape: Shape,
  views: readonly View[],
  body: (indices: readonly Value[]) => void,
): void {
  const inside = (axis: number, indices: readonly (Value | undefined)[]): void => {
    const length = shape[axis];
    if (length === undefined) {
      body(indices.map((index) => index ?? b.i32(0)));
      return;
    }
    b.for({ from: b.i32(0), to: b.i32(length) }, (k) => {
      const next = views.map(({ strides }, v) => {
        const part = times(b, k, strides[axis] ?? 0);
        const before = indices[v];
        return b.keep("index", before === undefined ? part : b.apply("add", before, part));
      });
      inside(axis + 1, next);
    });
  };
  inside(
    0,
    views.map(() => undefined),
  );
}

function times(b: Builder, index: Value, factor: number): Value {
  if (factor === 0) return b.i32(0);
  return factor === 1 ? index : b.apply("mul", index, b.i32(factor));
}

/** Strides of an array without gaps. */
export function contiguous(shape: Shape): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((size, one) => size * one, 1));
}
