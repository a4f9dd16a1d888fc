import type { Stack, SynapseRecord } from "@spikeloom/kernel";
import type { PlannedProjection } from "@spikeloom/network";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { releaseStandards } from "../synapses/plastic.ts";
import { quantityOut } from "./quantity-out.ts";
import { isModel, synapseAttributes, synapseValue } from "./synapse-rows.ts";

/** What each connection of a projection keeps: a mechanism of NeuroML, nothing, or something else. */
export type Release = XmlOutput | "nothing" | undefined;

/** Find the mechanism of NeuroML by which the synapses of a projection change from spike to spike. */
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
 * Write the synapse of Tsodyks and Markram that this ecosystem has.
 *
 * It keeps the use before a spike and raises it at the spike, NeuroML's the one that the next spike has: the
 * released share is the same at every spike.
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

/** Say whether a synapse does nothing but carry its weight. */
function isStatic({ state, dynamics, on, deliver, coupling }: SynapseRecord): boolean {
  return [state, dynamics, on, deliver, coupling].every((part) => part === undefined);
}
