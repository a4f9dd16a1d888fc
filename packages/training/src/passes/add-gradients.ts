import type { ArrayPlace, Builder, Value } from "@spikeloom/code";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import { ifArrived, type Pass, spikeLists, spikeRange } from "./pass.ts";
import { slopeAt } from "./slope-at.ts";

/**
 * Add the slopes of all steps to the weights over which spikes arrived in them.
 *
 * Where sources spike twice or more, spikes are listed by neuron first, so that the gradients of a row are read and
 * written once; else each spike adds to its row.
 */
export function addGradients(b: Builder, pass: Pass, given: Readonly<Record<string, Value>>): void {
  const { program } = pass;
  for (const projection of program.projections.filter(({ isTrained }) => isTrained)) {
    const { marks, mark } = spikeLists(b, pass, { name: projection.from, given });
    const last = b.load(marks, b.apply("add", mark, b.i32(program.steps)));
    const count = b.apply("sub", last, b.load(marks, mark));
    const target = pass.placeOf(projection.to);
    const begin = b.i32(pass.plan.weights.get(projection)?.at ?? 0);
    const all: Adding = {
      ...{ pass, given, projection, target },
      into: b.keep("into", b.apply("add", given["gradients"] as Value, begin)),
      slopes: pass.array(`slopes of ${projection.to}`, pass.plan.type, target.slopes),
    };
    b.if(
      b.apply("ge", count, b.i32(projection.sources >>> 1)),
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
  /** The element where the gradients of the projection begin. */
  readonly into: Value;
  readonly slopes: ArrayPlace;
}

function addByNeuron(b: Builder, { pass, given, projection, target, into, slopes }: Adding): void {
  const { ids, marks, mark } = spikeLists(b, pass, { name: projection.from, given });
  const { places, who, begins, steps } = pass.turnedEvents;
  const count = b.i32(pass.program.steps);
  const [found] = b.call(
    pass.routines.turnEvents,
    [ids, marks, places, who, begins, steps],
    [mark, count, b.i32(projection.sources)],
  ) as readonly [Value];
  const at = b.i32(target.inflows.get(projection.receptor) ?? 0);
  b.call(
    pass.routines.addTurned,
    [who, begins, steps, slopes, pass.gradients],
    [
      ...[found, b.i32(projection.latency), count],
      ...[b.i32(target.slopeElements), at, into, b.i32(target.width)],
    ],
  );
}

function addBySpike(b: Builder, { pass, given, projection, target, into, slopes }: Adding): void {
  b.for({ name: "step", from: b.i32(0), to: b.i32(pass.program.steps) }, (step) => {
    ifArrived(b, { step, latency: projection.latency }, (sent) => {
      const { ids, from, to } = spikeRange(b, pass, { name: projection.from, step: sent, given });
      const at = slopeAt(b, target, { step, receptor: projection.receptor });
      b.call(
        pass.routines.addOuter,
        [ids, slopes, pass.gradients],
        [from, to, at, into, b.i32(target.width)],
      );
    });
  });
}
