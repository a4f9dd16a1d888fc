import type { SynapseRecord } from "@spikeloom/kernel";

/** Test whether a synapse model does nothing but deliver its weight. */
export function isStatic({
  state,
  dynamics,
  on,
  coupling,
  deliver = "weight",
}: SynapseRecord): boolean {
  const parts = [state, dynamics, on, coupling];
  return deliver.trim() === "weight" && parts.every((part) => Object.keys(part ?? {}).length === 0);
}
