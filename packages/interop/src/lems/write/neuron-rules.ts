import type { NeuronRecord } from "@spikeloom/kernel";
import { Unsaid } from "./lems-text.ts";

/** Refuse unsupported model rules. */
export function rulesOf(model: NeuronRecord): void {
  const { spike, regimes, events, source } = model;
  const period = spike?.refractory;
  const unsaid = [
    [source !== undefined, "a source of an unsupported kind"],
    [regimes !== undefined, "regimes"],
    [Object.keys(events ?? {}).length > 0, "additional events"],
    [spike?.count !== undefined, "multiple spikes per step"],
    [spike?.offset !== undefined, "spike times within a step"],
    [period?.subStep === true, "a refractory period that ends within a step"],
    [period?.while !== undefined, "a refractory period defined by a condition"],
    [period?.evaluate === "each-step", "a variable refractory period"],
    [Object.keys(period?.clamp ?? {}).length > 0, "clamped variables"],
    [
      Object.values(model.state ?? {}).some(({ bits }) => bits !== undefined),
      "integers of a fixed width",
    ],
    [Object.values(model.state ?? {}).some(({ shared }) => shared === true), "a shared variable"],
  ] as const;
  const found = unsaid.filter(([is]) => is).map(([, what]) => what);
  if (found.length > 0) throw new Unsaid(found.join(", "));
}
