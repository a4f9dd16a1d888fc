import type { NeuronRecord } from "@spikeloom/kernel";
import { Unsaid } from "./lems-text.ts";

/** Refuse rules of a model that are not written. */
export function rulesOf(model: NeuronRecord): void {
  const { spike, regimes, events, source } = model;
  const period = spike?.refractory;
  const unsaid = [
    [source !== undefined, "a source of another kind"],
    [regimes !== undefined, "regimes"],
    [Object.keys(events ?? {}).length > 0, "events of its own"],
    [spike?.count !== undefined, "counts of spikes in a step"],
    [spike?.offset !== undefined, "spikes between two steps"],
    [period?.subStep === true, "a refractory period that ends inside a step"],
    [period?.while !== undefined, "a refractory period of a condition"],
    [period?.evaluate === "each-step", "a refractory period that changes"],
    [Object.keys(period?.clamp ?? {}).length > 0, "variables that are clamped"],
    [
      Object.values(model.state ?? {}).some(({ bits }) => bits !== undefined),
      "integers of a width",
    ],
    [Object.values(model.state ?? {}).some(({ shared }) => shared === true), "a shared variable"],
  ] as const;
  const found = unsaid.filter(([is]) => is).map(([, what]) => what);
  if (found.length > 0) throw new Unsaid(found.join(", "));
}
