import { clock } from "@spikeloom/backend-clock";
import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { memorySink } from "@spikeloom/simulate";
import { asCoded } from "../print/coded.ts";

/**
 * Find out how the clock backend would advance a model, from the note of a single neuron.
 *
 * The analysis is the backend's own, so it is asked; undefined for models that have nothing to advance
 * or that it cannot run.
 */
export async function methodOf(model: NeuronRecord, stack: Stack): Promise<string | undefined> {
  if (Object.keys(model.dynamics ?? {}).length === 0) return undefined;
  const dt = model.integrator?.dt ?? "0.1 ms";
  try {
    const simulation = await clock({ target: "js" }).prepare({
      network: {
        format: "spikeloom-network",
        version: 1,
        dt,
        populations: { one: { model, size: 1 } },
      },
      stack,
      seed: 0,
      precision: "f64",
      sink: memorySink(),
    });
    const [note = ""] = simulation.summary.notes.filter((text) => text.startsWith("one: "));
    simulation.close();
    return /advanced by (.+)$/.exec(note)?.[1];
  } catch (fault) {
    if (asCoded(fault) === undefined) throw fault;
    return undefined;
  }
}
