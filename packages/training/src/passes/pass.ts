import type { ArrayPlace, Builder, ElementType, External, Routine, Value } from "@spikeloom/code";
import type {
  GroupedEvents,
  MemoryPlan,
  PopulationPlace,
  SpikePlaces,
} from "../memory/memory-plan.ts";
import type { ActiveSteps } from "../program/read-parts.ts";
import type { TrainedProjection, TrainingProgram } from "../program/training-program.ts";
import type { ChannelRoutines } from "../routines/channel-rows.ts";

/** Context for generating passes. */
export interface Pass {
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  /** The start of the marks of each input population among the events, and the number of samples. */
  readonly parameters: Readonly<Record<string, "i32">>;
  /** Number of bits by which an element index is shifted to obtain bytes. */
  readonly shift: number;
  readonly routines: PassRoutines;
  readonly windows: ReadonlyMap<TrainedProjection, WindowRoutines>;
  readonly kernels: {
    forward(population: string): External;
    backward(population: string): External;
  };
  placeOf(population: string): PopulationPlace;
  /** Declare an array at a byte address. */
  array(name: string, element: ElementType, address: number): ArrayPlace;
  weights(projection: TrainedProjection): ArrayPlace;
  transposed(projection: TrainedProjection): ArrayPlace;
  readonly gradients: ArrayPlace;
  readonly events: ArrayPlace;
  /** Non-zero during a training batch. */
  readonly learns: ArrayPlace;
  /** Slopes of some samples, interleaved. */
  readonly gathered: ArrayPlace;
  /** Slopes of the sources of a window, before they are added to those of neurons. */
  readonly map: ArrayPlace;
  /** Positions of the spikes of a step on the map of a window. */
  readonly placedSpikes: Readonly<Record<keyof SpikePlaces, ArrayPlace>>;
  /** Spikes of a group, listed by neuron. */
  readonly groupedEvents: Readonly<Record<keyof GroupedEvents, ArrayPlace>>;
}

/** Routines called by passes. */
export interface PassRoutines extends ChannelRoutines {
  readonly addRows: Routine;
  readonly addOuter: Routine;
  readonly addArrivals: Routine;
  readonly addProducts: Routine;
  readonly addBlockProducts: Routine;
  readonly addGathered: Routine;
  readonly gatherSlopes: Routine;
  readonly groupEvents: Routine;
  readonly addTransposed: Routine;
  readonly clearRow: Routine;
  readonly copyRow: Routine;
  readonly addRow: Routine;
  readonly addRun: Routine;
  readonly addTwoRuns: Routine;
  readonly addScaledRun: Routine;
  readonly countSlopes: Routine;
  readonly countChanges: Routine;
  readonly normaliseRows: Routine;
  readonly normaliseSlopes: Routine;
}

/** Routines for a window: their shape is fixed at compile time. */
export interface WindowRoutines {
  readonly convolveSpikes: Routine;
  readonly addWindows: Routine;
  readonly carryBack: Routine;
  readonly gather: Routine;
  readonly addListed: Routine;
  readonly addProducts: Routine;
  readonly addSlopes: Routine;
  readonly addSquares: Routine;
  readonly convolveValues: Routine;
  readonly addValueWindows: Routine;
}

/** The steps in which a population matters. */
export function activeOf({ program }: Pass, population: string): ActiveSteps {
  return program.active.get(population) ?? { from: program.lead, until: program.steps };
}

/** Emit code for the steps in which a population matters, and other code for the rest. */
export function ifActive(
  b: Builder,
  pass: Pass,
  { population, step }: { readonly population: string; readonly step: Value },
  [body, otherwise]: readonly [body: () => void, otherwise?: () => void],
): void {
  const { from, until } = activeOf(pass, population);
  if (from === pass.program.lead && until === pass.program.steps) {
    body();
    return;
  }
  const isBegun = b.apply("ge", step, b.i32(from));
  b.if(b.apply("and", isBegun, b.apply("lt", step, b.i32(until))), body, otherwise);
}

/** The parameter that holds the start of an input population's marks. */
export function marksOf(population: string): string {
  return `marks of ${population}`;
}

/** Emit code for spikes that arrive in a step, if they were sent in an existing step. */
export function ifArrived(
  b: Builder,
  { step, latency }: { readonly step: Value; readonly latency: number },
  body: (sent: Value) => void,
): void {
  b.if(b.apply("ge", step, b.i32(latency)), () => {
    body(b.keep("sent", b.apply("sub", step, b.i32(latency))));
  });
}

/** Emit code for the step in which the spikes of a step arrive, if there is one. */
export function ifBefore(
  b: Builder,
  { program }: Pass,
  { step, latency }: { readonly step: Value; readonly latency: number },
  body: (arrives: Value) => void,
): void {
  const arrives = b.keep("arrives", b.apply("add", step, b.i32(latency)));
  const isWithin = b.apply("lt", arrives, b.i32(program.steps));
  const { truncate } = program;
  if (truncate === undefined) {
    b.if(isWithin, () => body(arrives));
    return;
  }
  // Arrivals after the truncation point contribute nothing to the slopes of their senders.
  const place = b.apply("remainderUnsigned", ownStep(b, program, step), b.i32(truncate));
  const left = b.apply("sub", b.i32(truncate), place);
  const isNear = b.apply("lt", b.i32(latency), left);
  b.if(b.apply("and", isWithin, isNear), () => body(arrives));
}

/** Convert a step to one counted from the first step of the batch. */
export function ownStep(b: Builder, { lead }: Pass["program"], step: Value): Value {
  return lead === 0 ? step : b.apply("sub", step, b.i32(lead));
}

/** Emit code for each sample of a group. */
export function eachExample(
  b: Builder,
  given: Readonly<Record<string, Value>>,
  body: (example: Value) => void,
): void {
  b.for({ name: "example", from: b.i32(0), to: given["examples"] as Value }, body);
}

/** The row of a sample and a step; a sample has one row more than steps. */
export function rowOf(b: Builder, { program }: Pass, example: Value, step: Value): Value {
  return b.keep("row", b.apply("add", b.apply("mul", example, b.i32(program.steps + 1)), step));
}

/** The spikes of a population in a step: a list and a range of it. */
export function spikeRange(
  b: Builder,
  pass: Pass,
  spikes: {
    readonly name: string;
    readonly example: Value;
    readonly step: Value;
    readonly given: Readonly<Record<string, Value>>;
  },
): { readonly ids: ArrayPlace; readonly from: Value; readonly to: Value } {
  const { ids, marks, mark } = spikeLists(b, pass, spikes);
  const row = rowOf(b, pass, spikes.example, spikes.step);
  const at = b.keep("mark", b.apply("add", mark, row));
  return { ids, from: b.load(marks, at), to: b.load(marks, at, 1) };
}

/** The list of all spikes of a population, with the marks of the steps of all samples, which start at an element. */
export function spikeLists(
  b: Builder,
  pass: Pass,
  { name, given }: { readonly name: string; readonly given: Readonly<Record<string, Value>> },
): { readonly ids: ArrayPlace; readonly marks: ArrayPlace; readonly mark: Value } {
  const mark = given[marksOf(name)];
  if (mark !== undefined) return { ids: pass.events, marks: pass.events, mark };
  const place = pass.placeOf(name);
  return {
    ids: pass.array(`ids of ${name}`, "i32", place.ids),
    marks: pass.array(`marks of ${name}`, "i32", place.marks),
    mark: b.i32(0),
  };
}
