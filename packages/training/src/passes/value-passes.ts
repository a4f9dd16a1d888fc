import type { Builder, Value } from "@spikeloom/code";
import { placeIn } from "../memory/place-in.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import { activeOf, eachExample, type Pass, rowOf } from "./pass.ts";
import { slopeAt } from "./slope-at.ts";

/** A projection that hands on values of its sources. */
export interface Handing {
  readonly projection: TrainedProjection;
  readonly step: Value;
  readonly example: Value;
}

/** Add the weights of a projection, times what its sources hold as a step begins, to sums from element `at` on. */
export function addValues(
  b: Builder,
  pass: Pass,
  { projection, step, example, at }: Handing & { readonly at: Value },
): void {
  const target = pass.placeOf(projection.to);
  const { rows, first } = valuesOf(b, pass, { projection, step, example });
  const sums = pass.array(`rows of ${projection.to}`, pass.plan.type, target.rows);
  const arrays = [rows, pass.weights(projection), sums];
  const window = pass.windows.get(projection);
  if (window !== undefined) b.call(window.convolveValues, arrays, [first, at]);
  else {
    const counts = [b.i32(projection.sources), at, b.i32(target.width)];
    b.call(pass.routines.addProducts, arrays, [first, ...counts]);
  }
}

/**
 * Add the slopes of all steps to the weights, times what the sources held.
 *
 * A row of gradients is taken for all examples of a group before the next one.
 */
export function addValueGradients(
  b: Builder,
  pass: Pass,
  {
    projection,
    into,
    given,
  }: {
    readonly projection: TrainedProjection;
    readonly into: Value;
    readonly given: Readonly<Record<string, Value>>;
  },
): void {
  const target = pass.placeOf(projection.to);
  const slopes = pass.array(`slopes of ${projection.to}`, pass.plan.type, target.slopes);
  const { receptor } = projection;
  const { steps } = pass.program;
  const { from, until } = activeOf(pass, projection.to);
  const eachStep = (body: (handing: Handing, at: Value) => void): void =>
    eachExample(b, given, (example) => {
      b.for({ name: "step", from: b.i32(from), to: b.i32(until) }, (step) => {
        const at = slopeAt(b, target, { example, step, steps, receptor });
        body({ projection, step, example }, at);
      });
    });
  const window = pass.windows.get(projection);
  if (window !== undefined) {
    eachStep((handing, at) => {
      const { rows, first } = valuesOf(b, pass, handing);
      b.call(window.addValueWindows, [rows, slopes, pass.gradients], [first, at, into]);
    });
    return;
  }
  const { ne, constant } = b.floats(pass.plan.type);
  const width = b.i32(target.width);
  b.for({ name: "source", from: b.i32(0), to: b.i32(projection.sources) }, (source) => {
    const row = b.keep("gradients", b.apply("add", into, b.apply("mul", source, width)));
    eachStep((handing, at) => {
      const { rows, first } = valuesOf(b, pass, handing);
      const value = b.keep("value", b.load(rows, b.apply("add", first, source)));
      b.if(ne(value, constant(0)), () => {
        b.call(pass.routines.addScaledRun, [slopes, pass.gradients], [at, row, width, value]);
      });
    });
  });
}

/** Find where the values begin that the sources hold as a step begins. */
function valuesOf(b: Builder, pass: Pass, { projection, step, example }: Handing) {
  const source = pass.placeOf(projection.from);
  const row = b.apply("mul", rowOf(b, pass, example, step), b.i32(source.rowElements));
  const slot = placeIn(source.slots, projection.carries as string);
  return {
    rows: pass.array(`rows of ${projection.from}`, pass.plan.type, source.rows),
    first: b.keep("first", b.apply("add", row, b.i32(slot))),
  };
}
