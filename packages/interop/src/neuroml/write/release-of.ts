import type { Stack, SynapseRecord } from "@spikeloom/kernel";
import type { PlannedProjection } from "@spikeloom/network";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { releaseStandards } from "../synapses/plastic.ts";
import { quantityOut } from "./quantity-out.ts";
import { isModel, synapseAttributes, synapseValue } from "./synapse-rows.ts";

/** Short-term plasticity of a projection's connections: a NeuroML mechanism, none, or another one. */
export type Release = XmlOutput | "nothing" | undefined;

/** Find the NeuroML mechanism of a projection's short-term plasticity. */
export function releaseOf(planned: PlannedProjection, stack: Stack): Release {
  const model = planned.synapse?.model;
  if (model === undefined || isStatic(model)) return "nothing";
  for (const { type, rows, model: standard } of releaseStandards()) {
    const attributes = isModel(model, standard) ? synapseAttributes(planned, rows) : undefined;
    if (attributes !== undefined)
      return { name: "plasticityMechanism", attributes: { type, ...attributes } };
  }
  const known = stack.find("synapse", "tsodyks-markram");
  const isKnown = known !== undefined && (model === known || isModel(model, known));
  return isKnown ? tsodyksMarkram(planned) : undefined;
}

/**
 * Convert SpikeLoom's Tsodyks–Markram synapse.
 *
 * It stores the utilisation before a spike and increases it at the spike, whereas NeuroML's stores that of the next
 * spike; the released fraction is the same at every spike.
 */
function tsodyksMarkram(planned: PlannedProjection): Release {
  const [use, recovery, facilitation] = [
    synapseValue(planned, "u_0", "1"),
    synapseValue(planned, "tau_rec", "ms"),
    synapseValue(planned, "tau_facil", "ms"),
  ];
  if (use === undefined || recovery === undefined || facilitation === undefined) return undefined;
  const hasFacilitation = facilitation > 0;
  const attributes = {
    type: `tsodyksMarkramDep${hasFacilitation ? "Fac" : ""}Mechanism`,
    initReleaseProb: quantityOut(use, "1", "u_0"),
    tauRec: quantityOut(recovery, "ms", "tau_rec"),
    ...(hasFacilitation && { tauFac: quantityOut(facilitation, "ms", "tau_facil") }),
  };
  return { name: "plasticityMechanism", attributes };
}

/** Return whether a synapse only carries its weight. */
function isStatic({ state, dynamics, on, deliver, coupling }: SynapseRecord): boolean {
  return [state, dynamics, on, deliver, coupling].every((part) => part === undefined);
}
