/** Counts, places and delivers synapses; loaded if a network has projections. */
export { addChunk, tunedCollection, tunedDelivery } from "@spikeloom/code";
export { proceduralDeliveries } from "../procedural/procedural-delivery.ts";
export { layProcedural } from "../procedural/procedural-layout.ts";
export { drawnPartners } from "./drawn-partners.ts";
export { eventCount } from "./event-count.ts";
export { countSynapses } from "./synapse-counts.ts";
export { ownGroup } from "./synapse-groups.ts";
export { layGroup } from "./synapse-table.ts";
