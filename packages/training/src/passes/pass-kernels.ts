import type { External, KernelLayout, KernelRows } from "@spikeloom/code";
import { type Kernel, slotName } from "@spikeloom/program";
import { spikesSlot } from "@spikeloom/program/derive";
import type { MemoryPlan, PopulationPlace } from "../memory/memory-plan.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";

/**
 * A kernel of a pass: takes the time, the destination of spikes, and the starts of the sample's rows, and returns the
 * number of spikes.
 */
export interface PassKernel {
  readonly external: External;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
}

/** Lay out the step of a population: it reads one row of stored values and writes the next. */
export function forwardKernel(
  { name, forward, trained, coefficients }: TrainedPopulation,
  place: PopulationPlace,
  plan: MemoryPlan,
): PassKernel {
  const held = [...place.slots.keys()];
  return passKernel(`forward ${name}`, forward, {
    place,
    plan,
    slots: new Map([
      ...rowSlots(place, plan),
      ...parameterSlots(name, [...trained, ...coefficients.keys()], plan),
    ]),
    rows: {
      names: ["row", "next"],
      reads: new Map(held.map((slot) => [slot, "row"])),
      writes: new Map(held.map((slot) => [slot, "next"])),
    },
  });
}

/**
 * Lay out the backward step: it reads a row of stored values, and writes a row of slopes; each sample has its own sums.
 */
export function backwardKernel(
  { name, backward, trained: parameters, coefficients }: TrainedPopulation,
  place: PopulationPlace,
  plan: MemoryPlan,
): PassKernel {
  const trained = [...parameters, ...coefficients.keys()];
  const adjoint = (slot: string): string => slotName("adjoint", slot);
  const bytes = plan.type === "f64" ? 8 : 4;
  const inflows = [...place.inflows].map(([slot, at]): [string, number] => {
    return [adjoint(slot), place.slopes + at * bytes];
  });
  const own = [...place.adjoints].map(([slot, at]): [string, number] => [adjoint(slot), at]);
  const held = [...place.slots.keys()].map((slot): [string, string] => [slot, "row"]);
  const changing = own.flatMap(([slot]): readonly [string, string][] =>
    trained.some((one) => adjoint(one) === slot) ? [] : [[slot, "example"]],
  );
  return passKernel(`backward ${name}`, backward, {
    place,
    plan,
    slots: new Map([
      ...rowSlots(place, plan),
      ...[...inflows, ...own, ...parameterSlots(name, trained, plan)],
      [adjoint(spikesSlot), place.sums],
    ]),
    rows: {
      names: ["row", "slopes", "example"],
      reads: new Map([...held, ...changing, [adjoint(spikesSlot), "example"]]),
      writes: new Map([
        ...inflows.map(([slot]): [string, string] => [slot, "slopes"]),
        ...changing,
      ]),
    },
  });
}

function* rowSlots(
  place: PopulationPlace,
  { type }: MemoryPlan,
): Generator<[slot: string, address: number]> {
  const bytes = type === "f64" ? 8 : 4;
  for (const [slot, at] of place.slots) yield [slot, place.rows + at * bytes];
  yield* place.constants;
}

/** Trained parameters, and coefficients that depend on them, are read from the values. */
function parameterSlots(
  population: string,
  trained: readonly string[],
  { type, values, parameters, coefficients }: MemoryPlan,
): readonly [slot: string, address: number][] {
  const bytes = type === "f64" ? 8 : 4;
  return trained.map((one) => {
    const name = `${population}.${one}`;
    const place = parameters.get(name) ?? coefficients.get(name);
    return [one, values + (place?.at ?? 0) * bytes];
  });
}

interface Places {
  readonly place: PopulationPlace;
  readonly plan: MemoryPlan;
  readonly slots: ReadonlyMap<string, number>;
  readonly rows: KernelRows;
}

function passKernel(
  name: string,
  kernel: Kernel,
  { place, plan, slots, rows }: Places,
): PassKernel {
  return {
    kernel,
    layout: { slots, size: place.size, precision: plan.type, rows, writesPast: true },
    external: {
      name,
      result: "i32",
      parameters: ["f64", "i32", ...rows.names.map(() => "i32" as const)],
    },
  };
}
