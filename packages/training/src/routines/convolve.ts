import { type ArrayPlace, type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { leastListed } from "./add-listed.ts";
import { leastGathered } from "./gather-window.ts";
import { atSource, eachRun } from "./sliding.ts";
import type { PlacedWindow } from "./window-map.ts";

/** Routines called by a window that processes spikes. */
export interface ConvolveRoutines {
  readonly addRun: Routine;
  readonly addTwoRuns: Routine;
  readonly placeSpikes: Routine;
  readonly gather: Routine;
}

/**
 * Write the routine that adds the weights of a window for neurons that spiked.
 *
 * Targets start at element `at` of the sums. Consecutive neurons pooled into one position have the same targets: two of
 * them are added together, the first one first. If there are many spikes, they are gathered per target instead.
 */
export function convolveSpikes(
  { window, pitch, type }: PlacedWindow,
  { addRun, addTwoRuns, placeSpikes, gather }: ConvolveRoutines,
): Routine {
  return routine(
    "convolve_spikes",
    {
      about: "Adds the weights of a window to sums, for each neuron of a list.",
      parameters: { from: "i32", to: "i32", at: "i32" },
      passed: { ids: "i32", weights: type, sums: type, offsets: "i32", begins: "i32" },
    },
    (b, { from, to, at }, { ids, weights, sums, offsets, begins }) => {
      const runs = (
        source: Value,
        add: (weights: Value, into: Value, count: Value) => void,
      ): void =>
        atSource(b, window, source, (place) => {
          eachRun(b, window, { ...place, pitch }, (run) => {
            add(run.weights, b.keep("into", b.apply("add", at, run.targets)), run.count);
          });
        });
      const single = (source: Value): void =>
        runs(source, (first, into, count) => b.call(addRun, [weights, sums], [first, into, count]));
      const pair = (source: Value, other: Value): void => {
        const channels = b.apply("sub", channelOf(b, window, other), channelOf(b, window, source));
        const apart = b.keep("apart", b.apply("mul", channels, b.i32(window.kernel[0] * pitch)));
        runs(source, (first, into, count) => {
          const second = b.apply("add", first, apart);
          b.call(addTwoRuns, [weights, sums], [first, second, into, count]);
        });
      };
      b.if(
        b.apply("ge", b.apply("sub", to, from), b.i32(leastGathered(window))),
        () => {
          b.call(placeSpikes, [ids, offsets, begins], [from, to]);
          b.call(gather, [offsets, begins, weights, sums], [at]);
        },
        () => {
          if (window.pool === 1) b.for({ from, to }, (k) => single(b.load(ids, k)));
          else eachPair(b, window, { ids, from, to }, [single, pair]);
        },
      );
      return undefined;
    },
  );
}

/** Iterate over a list: two neurons together if they are consecutive and have the same targets, otherwise one. */
function eachPair(
  b: Builder,
  window: SlidingWindow,
  { ids, from, to }: { readonly ids: ArrayPlace; readonly from: Value; readonly to: Value },
  [single, pair]: readonly [
    single: (source: Value) => void,
    pair: (source: Value, other: Value) => void,
  ],
): void {
  const next = b.variable("next", from);
  b.while(b.apply("lt", b.get(next), to), () => {
    const k = b.keep("k", b.get(next));
    const source = b.keep("source", b.load(ids, k));
    const after = b.keep("after", b.apply("add", k, b.i32(1)));
    const other = b.variable("other", b.i32(-1));
    b.if(b.apply("lt", after, to), () => b.set(other, b.load(ids, after)));
    const follows = b.keep("follows", b.get(other));
    b.if(
      b.apply("eq", placeOf(b, window, source), placeOf(b, window, follows)),
      () => {
        pair(source, follows);
        b.set(next, b.apply("add", after, b.i32(1)));
      },
      () => {
        single(source);
        b.set(next, after);
      },
    );
  });
}

/** Number the ranges of sources that are pooled into one position. */
function placeOf(b: Builder, { inputs, from, pool }: SlidingWindow, source: Value): Value {
  // If squares are cut off, a range of this length would extend into the next row.
  const length = from[1] % pool === 0 ? pool * inputs : inputs;
  return b.apply("divUnsigned", source, b.i32(length));
}

function channelOf(b: Builder, { inputs }: SlidingWindow, source: Value): Value {
  return b.apply("remainderUnsigned", source, b.i32(inputs));
}

/** Routines called to add slopes to the gradients of a window. */
export interface GradientRoutines {
  readonly addRun: Routine;
  readonly sortSpikes: Routine;
  readonly addSorted: Routine;
}

/**
 * Write the routine that adds slopes to the gradients of a window, for neurons that spiked.
 *
 * Slopes of targets start at element `at`, gradients at element `into`. If there are many spikes, they are sorted
 * first; gradients have the same bits.
 */
export function addWindows(
  { window, pitch, type }: PlacedWindow,
  { addRun, sortSpikes, addSorted }: GradientRoutines,
): Routine {
  const least = leastListed(window);
  return routine(
    "add_windows",
    {
      about: "Adds slopes to the gradients of a window, for each neuron of a list.",
      parameters: { from: "i32", to: "i32", at: "i32", into: "i32" },
      passed: {
        ids: "i32",
        slopes: type,
        gradients: type,
        sorted: "i32",
        begins: "i32",
        list: "i32",
        marks: "i32",
      },
    },
    (b, { from, to, at, into }, { ids, slopes, gradients, sorted, begins, list, marks }) => {
      const few = (): void => {
        b.for({ from, to }, (k) => {
          atSource(b, window, b.load(ids, k), (place) => {
            eachRun(b, window, { ...place, pitch }, (run) => {
              const [slope, gradient] = [
                b.apply("add", at, run.targets),
                b.apply("add", into, run.weights),
              ];
              b.call(addRun, [slopes, gradients], [slope, gradient, run.count]);
            });
          });
        });
      };
      if (least === undefined) few();
      else {
        b.if(
          b.apply("ge", b.apply("sub", to, from), b.i32(least)),
          () => {
            b.call(sortSpikes, [ids, sorted, begins], [from, to]);
            const arrays = [sorted, begins, list, marks, slopes, gradients];
            b.call(addSorted, arrays, [at, into]);
          },
          few,
        );
      }
      return undefined;
    },
  );
}
