import type { External, KernelLayout, KernelRows } from "@spikeloom/code";
import { type Kernel, slotName } from "@spikeloom/program";
import { spikesSlot } from "@spikeloom/program/derive";
import type { MemoryPlan, PopulationPlace } from "../memory/memory-plan.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";

/** A kernel of a pass: takes the time, where spikes go, and where rows of the example begin, and gives how many spiked. */
export interface PassKernel {
  readonly external: External;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
}

/** Place what a population does in a step: it reads one row of what is kept and writes the next. */
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

/** Place what a step is backwards: it reads a row of what is kept, and writes one of slopes; an example has its own sums. */
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

/** Parameters that are trained, and what follows from them, are read among the values. */
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
