import type { ArrayPlace, Builder, Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import { eachExample, ifArrived, type Pass, rowOf, spikeLists, spikeRange } from "./pass.ts";
import { slopeAt } from "./slope-at.ts";
import { addValueGradients } from "./value-passes.ts";

/**
 * Add the slopes of all steps to the gradients of the weights over which spikes arrived in them.
 *
 * If sources spike often enough, the spikes of a group are first listed by neuron, so that the gradients of a row are
 * read and written once; otherwise each spike adds to its row.
 */
export function addGradients(b: Builder, pass: Pass, given: Readonly<Record<string, Value>>): void {
  const { program } = pass;
  for (const projection of program.projections.filter(({ isTrained }) => isTrained)) {
    const target = pass.placeOf(projection.to);
    const begin = b.i32(pass.plan.weights.get(projection)?.at ?? 0);
    const all: Adding = {
      pass,
      given,
      projection,
      target,
      into: b.keep("into", b.apply("add", given["gradients"] as Value, begin)),
      slopes: pass.array(`slopes of ${projection.to}`, pass.plan.type, target.slopes),
    };
    if (projection.carries !== undefined) {
      addValueGradients(b, pass, { projection, into: all.into, given });
      continue;
    }
    if (projection.window !== undefined) {
      addBySpike(b, all);
      continue;
    }
    b.if(
      b.apply("ge", countSpikes(b, all), b.i32(projection.sources >>> 1)),
      () => addByNeuron(b, all),
      () => addBySpike(b, all),
    );
  }
}

interface Adding {
  readonly pass: Pass;
  readonly given: Readonly<Record<string, Value>>;
  readonly projection: TrainedProjection;
  readonly target: PopulationPlace;
  /** The element at which the gradients of the projection start. */
  readonly into: Value;
  readonly slopes: ArrayPlace;
}

/** Count the spikes of the sources in all samples. */
function countSpikes(b: Builder, { pass, given, projection }: Adding): Value {
  const { marks, mark } = spikeLists(b, pass, { name: projection.from, given });
  const count = b.variable("count", b.i32(0));
  eachExample(b, given, (example) => {
    const begin = b.keep("begin", b.apply("add", mark, rowOf(b, pass, example, b.i32(0))));
    const end = b.load(marks, b.apply("add", begin, b.i32(pass.program.steps)));
    const own = b.apply("sub", end, b.load(marks, begin));
    b.set(count, b.apply("add", b.get(count), own));
  });
  return b.get(count);
}

function addByNeuron(b: Builder, { pass, given, projection, target, into, slopes }: Adding): void {
  const { ids, marks, mark } = spikeLists(b, pass, { name: projection.from, given });
  const { places, who, begins, arrivals } = pass.groupedEvents;
  const { steps } = pass.program;
  const { latency } = projection;
  const at = (target.inflows.get(projection.receptor) ?? 0) + latency * target.slopeElements;
  const [found] = b.call(
    pass.routines.groupEvents,
    [ids, marks, places, who, begins, arrivals],
    [
      ...[mark, given["examples"] as Value, b.i32(steps), b.i32(Math.max(0, steps - latency))],
      ...[b.i32(projection.sources), b.i32(at), b.i32(target.slopeElements)],
    ],
  ) as readonly [Value];
  b.call(
    pass.routines.addTransposed,
    [who, begins, arrivals, slopes, pass.gradients],
    [found, into, b.i32(target.width), b.i32(target.columns)],
  );
}

function addBySpike(b: Builder, { pass, given, projection, target, into, slopes }: Adding): void {
  const { receptor, latency } = projection;
  const { steps, lead } = pass.program;
  eachExample(b, given, (example) => {
    b.for({ name: "step", from: b.i32(lead), to: b.i32(steps) }, (step) => {
      ifArrived(b, { step, latency }, (sent) => {
        const spikes = { name: projection.from, step: sent, example, given };
        const { ids, from, to } = spikeRange(b, pass, spikes);
        const at = slopeAt(b, target, { example, step, steps, receptor });
        const arrays = [ids, slopes, pass.gradients];
        const window = pass.windows.get(projection);
        if (window !== undefined) {
          const { offsets, begins, list, marks } = pass.placedSpikes;
          const scratch = [offsets, begins, list, marks];
          b.call(window.addWindows, [...arrays, ...scratch], [from, to, at, into]);
        } else {
          const numbers = [from, to, at, into, b.i32(target.width), b.i32(target.columns)];
          b.call(pass.routines.addOuter, arrays, numbers);
        }
      });
    });
  });
}
