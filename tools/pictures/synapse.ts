import type { SynapseRecord } from "../../packages/kernel/src/contracts/synapse.ts";
import { coupledPicture } from "./coupled-synapse.ts";
import { deliveringPicture } from "./delivering-synapse.ts";
import { followingPicture } from "./following-synapse.ts";
import type { Picture } from "./picture.ts";

/** Plot the effect of a synapse: by delivered spikes, by a conductance, or by the source's potential. */
export async function synapsePicture(model: SynapseRecord): Promise<Picture> {
  if ((model.coupling ?? []).length === 0) return await deliveringPicture(model);
  const follows = Object.values(model.reads ?? {}).some(({ of }) => of === "pre");
  return await (follows ? followingPicture(model) : coupledPicture(model));
}
