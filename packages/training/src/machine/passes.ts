import type { ArrayPlace, FloatType, Routine } from "@spikeloom/code";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import { backwardPass, type ReadVariable } from "../passes/backward-pass.ts";
import { forwardPass } from "../passes/forward-pass.ts";
import { marksOf, type Pass, type PassRoutines, type WindowRoutines } from "../passes/pass.ts";
import { backwardKernel, forwardKernel, type PassKernel } from "../passes/pass-kernels.ts";
import type { TrainedProjection, TrainingProgram } from "../program/training-program.ts";
import { addArrivals } from "../routines/add-arrivals.ts";
import { addBlockProducts, addGathered } from "../routines/add-block-products.ts";
import { addBlocks } from "../routines/add-blocks.ts";
import { addListed, addSorted, sortSpikes } from "../routines/add-listed.ts";
import { addOuter } from "../routines/add-outer.ts";
import { addProducts } from "../routines/add-products.ts";
import { addRows } from "../routines/add-rows.ts";
import { addSquares } from "../routines/add-squares.ts";
import { addTransposed } from "../routines/add-transposed.ts";
import { carryBack, countSlopes, windowProducts, windowSlopes } from "../routines/carry-window.ts";
import { channelRoutines } from "../routines/channel-rows.ts";
import { addWindows, convolveSpikes } from "../routines/convolve.ts";
import { addValueWindows, convolveValues } from "../routines/convolve-values.ts";
import { countChanges } from "../routines/count-changes.ts";
import { findOdd } from "../routines/find-odd.ts";
import { gatherSlopes } from "../routines/gather-slopes.ts";
import { gatherWindow, placeSpikes } from "../routines/gather-window.ts";
import { groupEvents } from "../routines/group-events.ts";
import { normaliseRows, normaliseSlopes } from "../routines/normalise.ts";
import { addRow, clearRow, copyRow } from "../routines/rows.ts";
import { addRun, addScaledRun, addTwoRuns } from "../routines/runs.ts";
import { transposeMatrix } from "../routines/transpose-matrix.ts";
import { transposeWindow } from "../routines/transpose-window.ts";
import { updateValues } from "../routines/update-values.ts";
import { writeSpikes } from "../routines/write-spikes.ts";

/** Everything that a machine runs, with the address of every array. */
export interface Passes {
  readonly forward: Routine;
  readonly backward: Routine;
  readonly transposeMatrix: Routine;
  readonly transposeWindow: Routine;
  readonly addBlocks: Routine;
  readonly findOdd: Routine;
  readonly writeSpikes: Routine;
  /** The address to which words of spikes are written. */
  readonly events: number;
  readonly update: Routine;
  readonly optimiser: ParsedOptimiser;
  readonly called: PassRoutines;
  readonly windows: ReadonlyMap<TrainedProjection, WindowRoutines>;
  readonly kernels: readonly PassKernel[];
  addressOf(array: ArrayPlace): number;
  /** Elements per row of weights. */
  pitchOf(projection: TrainedProjection): number;
}

/** Generate the passes of a program for a memory. */
export function writePasses(
  program: TrainingProgram,
  plan: MemoryPlan,
  { read, optimiser }: { readonly read: ReadVariable; readonly optimiser: ParsedOptimiser },
): Passes {
  const addresses = new Map<ArrayPlace, number>();
  const array: Pass["array"] = (name, element, address) => {
    const made: ArrayPlace = { name, element, passed: false, counted: "elements" };
    addresses.set(made, address);
    return made;
  };
  const { type } = plan;
  const bytes = type === "f64" ? 8 : 4;
  const called = passRoutines(type);
  const windows = windowRoutines(plan, called);
  const kernelsOf = (make: typeof forwardKernel): ReadonlyMap<string, PassKernel> =>
    new Map(
      program.populations.map((one) => [one.name, make(one, place(plan, one.name), plan)] as const),
    );
  const [forward, backward] = [kernelsOf(forwardKernel), kernelsOf(backwardKernel)];
  const external = (of: ReadonlyMap<string, PassKernel>) => (population: string) =>
    (of.get(population) as PassKernel).external;
  const pass: Pass = {
    program,
    plan,
    array,
    routines: called,
    windows,
    shift: type === "f64" ? 3 : 2,
    parameters: Object.fromEntries(
      [...program.given.map(({ name }) => marksOf(name)), "examples", "from", "until"].map(
        (one) => [one, "i32"],
      ),
    ),
    kernels: { forward: external(forward), backward: external(backward) },
    placeOf: (population) => place(plan, population),
    weights: (one) =>
      array(`weights of ${one.name}`, type, plan.values + (plan.weights.get(one)?.at ?? 0) * bytes),
    transposed: (one) =>
      array(`transposed weights of ${one.name}`, type, plan.transposed.get(one) ?? 0),
    gradients: array("gradients", type, plan.gradients),
    events: array("events", "i32", plan.events),
    groupedEvents: {
      places: array("places", "i32", plan.groupedEvents.places),
      who: array("who", "i32", plan.groupedEvents.who),
      begins: array("begins", "i32", plan.groupedEvents.begins),
      arrivals: array("arrivals", "i32", plan.groupedEvents.arrivals),
    },
    placedSpikes: {
      offsets: array("offsets", "i32", plan.placedSpikes.offsets),
      begins: array("starts of positions", "i32", plan.placedSpikes.begins),
      list: array("listed targets", "i32", plan.placedSpikes.list),
      marks: array("marks of rows", "i32", plan.placedSpikes.marks),
    },
    learns: array("learns", "i32", plan.learns),
    gathered: array("gathered", type, plan.gathered),
    map: array("map", type, plan.map),
  };
  return {
    forward: forwardPass(pass),
    backward: backwardPass(pass, read),
    called,
    windows,
    transposeMatrix: transposeMatrix(type),
    transposeWindow: transposeWindow(type),
    addBlocks: addBlocks(type),
    findOdd: findOdd(type),
    writeSpikes,
    events: plan.events,
    update: updateValues(optimiser, type),
    optimiser,
    kernels: [...forward.values(), ...backward.values()],
    addressOf: (one) => addresses.get(one) ?? Number.NaN,
    pitchOf: (one) => plan.weights.get(one)?.pitch ?? Number.NaN,
  };
}

function place({ populations }: MemoryPlan, name: string) {
  return populations.get(name) as NonNullable<ReturnType<typeof populations.get>>;
}

function passRoutines(type: FloatType): PassRoutines {
  const channels = channelRoutines(type);
  return {
    addRows: addRows(type),
    addOuter: addOuter(type),
    addArrivals: addArrivals(type),
    addProducts: addProducts(type),
    addBlockProducts: addBlockProducts(type),
    addGathered: addGathered(type),
    gatherSlopes: gatherSlopes(type),
    groupEvents,
    addTransposed: addTransposed(type),
    clearRow: clearRow(type),
    copyRow: copyRow(type),
    addRow: addRow(type),
    addRun: addRun(type),
    addTwoRuns: addTwoRuns(type),
    addScaledRun: addScaledRun(type),
    countSlopes: countSlopes(type),
    countChanges: countChanges(type),
    ...channels,
    normaliseRows: normaliseRows(type, channels),
    normaliseSlopes: normaliseSlopes(type, channels),
  };
}

function windowRoutines(
  { weights, type }: MemoryPlan,
  called: PassRoutines,
): ReadonlyMap<TrainedProjection, WindowRoutines> {
  const found = new Map<TrainedProjection, WindowRoutines>();
  for (const [projection, { pitch }] of weights) {
    const { window } = projection;
    if (window === undefined) continue;
    const placed = { window, pitch, type };
    const carried = {
      addProducts: windowProducts(window, type),
      addSlopes: windowSlopes(window, type),
      addSquares: addSquares(window, type),
    };
    const gathered = { gather: gatherWindow(placed), placeSpikes: placeSpikes(placed) };
    const listed = addListed(window, type);
    const sorted = { sortSpikes: sortSpikes(window), addSorted: addSorted(placed, listed) };
    found.set(projection, {
      convolveSpikes: convolveSpikes(placed, { ...called, ...gathered }),
      gather: gathered.gather,
      addWindows: addWindows(placed, { ...called, ...sorted }),
      addListed: listed,
      carryBack: carryBack(window, type, { ...called, ...carried }),
      ...carried,
      convolveValues: convolveValues(placed, called.addScaledRun),
      addValueWindows: addValueWindows(placed, called.addScaledRun),
    });
  }
  return found;
}
