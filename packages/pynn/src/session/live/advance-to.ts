import { type Simulated, timeOfStep, valuesFromUnit } from "@spikeloom/simulate";
import { inputOf } from "../currents/input-of.ts";
import { inputsOf } from "../currents/inputs.ts";
import type { Definition } from "../definition.ts";
import type { PynnSession } from "../session.ts";

/** Observer of a run, and the signal that ends it early. */
export type Watched = NonNullable<Parameters<PynnSession["run"]>[1]>;

/** Advance to a step, or until a signal; pauses whenever a current changes. */
export async function advanceTo(
  sim: Simulated,
  until: number,
  {
    currents,
    options,
    watched,
  }: Pick<Definition, "currents" | "options"> & {
    readonly watched: Watched;
  },
): Promise<void> {
  const { timestep } = options;
  const inputs = inputsOf(currents);
  const { signal, onProgress } = watched;
  const progress =
    onProgress && (({ step }: { readonly step: number }) => onProgress(timeOfStep(step, timestep)));
  while (sim.step < until && signal?.aborted !== true) {
    for (const { population, sum } of inputs.due(sim.step)) {
      const values = valuesFromUnit(sum, "nA");
      await sim.setInput(population.name, { values, unit: "pA" }, { input: inputOf(population) });
    }
    const next = Math.min(until, inputs.next(sim.step));
    const duration = `${(next - sim.step) * timestep} ms`;
    await sim.advance(duration, { signal, onProgress: progress });
  }
  await sim.checkFinite();
}
