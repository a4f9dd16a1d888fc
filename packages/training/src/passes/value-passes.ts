import type { Builder, Value } from "@spikeloom/code";
import { placeIn } from "../memory/place-in.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import { activeOf, eachExample, type Pass, rowOf } from "./pass.ts";
import { slopeAt } from "./slope-at.ts";

/** A projection that transmits values of its sources. */
export interface Handing {
  readonly projection: TrainedProjection;
  readonly step: Value;
  readonly example: Value;
}

/**
 * Add the weights of a projection, times the values of its sources at the start of a step, to sums from element `at`
 * on.
 *
 * If the values are the same as one step earlier, sums are copied from there.
 */
export function addValues(
  b: Builder,
  pass: Pass,
  { at, ...handing }: Handing & { readonly at: Value },
): void {
  const { projection } = handing;
  const target = pass.placeOf(projection.to);
  const { rows, first } = valuesOf(b, pass, handing);
  const sums = pass.array(`rows of ${projection.to}`, pass.plan.type, target.rows);
  const width = b.i32(target.width);
  const multiply = (): void => {
    const arrays = [rows, pass.weights(projection), sums];
    const window = pass.windows.get(projection);
    if (window !== undefined) b.call(window.convolveValues, arrays, [first, at]);
    else {
      const numbers = [first, b.i32(projection.sources), at, width, b.i32(target.columns)];
      b.call(pass.routines.addProducts, arrays, numbers);
    }
  };
  const copy = (): void => {
    const before = b.apply("sub", at, b.i32(target.rowElements));
    b.call(pass.routines.copyRow, [sums, sums], [before, at, width]);
  };
  ifHeld(b, pass, handing, [copy, multiply]);
}

/**
 * Emit code for sources whose values are the same as one step earlier, and other code for the rest.
 *
 * If other projections add to the same sums, or the target was not computed in the previous step, it is always the
 * latter.
 */
function ifHeld(
  b: Builder,
  pass: Pass,
  handing: Handing,
  [held, moved]: readonly [held: () => void, moved: () => void],
): void {
  const { projection, step } = handing;
  const { to, receptor } = projection;
  const others = pass.program.projections.filter(
    (one) => one.to === to && one.receptor === receptor,
  );
  const { from, until } = activeOf(pass, to);
  if (others.length > 1 || until - from < 2) {
    moved();
    return;
  }
  const changes = b.variable("changes", b.i32(1));
  b.if(b.apply("gt", step, b.i32(from)), () => {
    const { rows, first } = valuesOf(b, pass, handing);
    const before = b.apply("sub", first, b.i32(pass.placeOf(projection.from).rowElements));
    const [found] = b.call(
      pass.routines.countChanges,
      [rows],
      [before, first, b.i32(projection.sources)],
    ) as readonly [Value];
    b.set(changes, found);
  });
  b.if(b.apply("eq", b.get(changes), b.i32(0)), held, moved);
}

/**
 * Add the slopes of all steps to the gradients of the weights, times the values of the sources.
 *
 * A row of gradients is completed for all samples of a group before the next one.
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
      b.for({ name: "k", from: b.i32(0), to: b.i32(until - from) }, (k) => {
        const step = b.keep("step", b.apply("sub", b.i32(until - 1), k));
        const at = slopeAt(b, target, { example, step, steps, receptor });
        body({ projection, step, example }, at);
      });
    });
  const window = pass.windows.get(projection);
  if (window !== undefined) {
    eachStep((handing, at) => {
      const { rows, first } = valuesOf(b, pass, handing);
      const add = (): void => {
        b.call(window.addValueWindows, [rows, slopes, pass.gradients], [first, at, into]);
      };
      // Slopes of a step are not needed again: those for equal values are accumulated in the first of their steps.
      const gather = (): void => {
        const before = b.apply("sub", at, b.i32(target.slopeElements));
        b.call(pass.routines.addRow, [slopes, slopes], [at, before, b.i32(target.width)]);
      };
      ifHeld(b, pass, handing, [gather, add]);
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

/** Find the start of the sources' values at the start of a step. */
function valuesOf(b: Builder, pass: Pass, { projection, step, example }: Handing) {
  const source = pass.placeOf(projection.from);
  const row = b.apply("mul", rowOf(b, pass, example, step), b.i32(source.rowElements));
  const slot = placeIn(source.slots, projection.carries as string);
  return {
    rows: pass.array(`rows of ${projection.from}`, pass.plan.type, source.rows),
    first: b.keep("first", b.apply("add", row, b.i32(slot))),
  };
}
