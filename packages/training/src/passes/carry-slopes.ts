import type { ArrayPlace, Builder, Value } from "@spikeloom/code";
import type { TrainedProjection } from "../program/training-program.ts";
import { together } from "../routines/gather-slopes.ts";
import { eachExample, ifBefore, type Pass } from "./pass.ts";
import { slopeAt } from "./slope-at.ts";

/** Source and destination of back-propagated slopes. */
export interface Carried {
  readonly projection: TrainedProjection;
  readonly step: Value;
  readonly sums: ArrayPlace;
  readonly given: Readonly<Record<string, Value>>;
}

/**
 * Propagate the slopes of a step back through the weights of a projection, for all samples of a group.
 *
 * If most slopes are non-zero, rows of weights are read once for several samples, and none is skipped; otherwise each
 * sample uses its own slopes, and skips those that are 0.
 */
export function carrySlopes(b: Builder, pass: Pass, carried: Carried): void {
  const { projection, step, sums, given } = carried;
  const { routines, program } = pass;
  const target = pass.placeOf(projection.to);
  const slopes = pass.array(`slopes of ${projection.to}`, pass.plan.type, target.slopes);
  const weights = pass.transposed(projection);
  const source = pass.placeOf(projection.from);
  const [width, columns] = [b.i32(source.width), b.i32(source.columns)];
  const count = b.i32(projection.targets);
  const { receptor } = projection;
  ifBefore(b, pass, { step, latency: projection.latency }, (arrives) => {
    const atOf = (example: Value): Value =>
      slopeAt(b, target, { example, step: arrives, steps: program.steps, receptor });
    const window = pass.windows.get(projection);
    if (window !== undefined) {
      eachExample(b, given, (example) => {
        const into = b.apply("mul", example, width);
        const arrays = [slopes, weights, pass.map, sums];
        b.call(window.carryBack, arrays, [atOf(example), into]);
      });
      return;
    }
    const one = (example: Value): void => {
      const into = b.apply("mul", example, width);
      const numbers = [atOf(example), count, into, columns];
      b.call(routines.addBlockProducts, [slopes, weights, sums], numbers);
    };
    const examples = given["examples"] as Value;
    const last = b.keep("last", b.apply("sub", examples, b.i32(together - 1)));
    const next = b.variable("next", b.i32(0));
    b.while(b.apply("lt", b.get(next), last), () => {
      const first = b.keep("first", b.get(next));
      const apart = b.i32(program.steps * target.slopeElements);
      const [found] = b.call(
        routines.gatherSlopes,
        [slopes, pass.gathered],
        [atOf(first), apart, count],
      ) as readonly [Value];
      // Reading a row for one sample takes 1.5 times as long, per sample, as reading it for four.
      b.if(
        b.apply("ge", found, b.i32(Math.ceil(1.5 * projection.targets))),
        () => {
          const into = b.apply("mul", first, width);
          const numbers = [count, into, width, columns];
          b.call(routines.addGathered, [pass.gathered, weights, sums], numbers);
        },
        () => {
          const end = b.apply("add", first, b.i32(together));
          b.for({ name: "example", from: first, to: end }, one);
        },
      );
      b.set(next, b.apply("add", first, b.i32(together)));
    });
    b.for({ name: "example", from: b.get(next), to: examples }, one);
  });
}
