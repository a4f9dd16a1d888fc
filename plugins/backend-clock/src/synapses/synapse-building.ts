/** What counts, lays down and delivers synapses; loaded where a network has projections. */
export { eventCount } from "../delivery/delivery.ts";
export { collection, delivery } from "../delivery/delivery-routines.ts";
export { addChunk } from "../procedural/add-chunk.ts";
export { proceduralDeliveries } from "../procedural/procedural-delivery.ts";
export { layProcedural } from "../procedural/procedural-layout.ts";
export { drawnPartners } from "./drawn-partners.ts";
export { countSynapses } from "./synapse-counts.ts";
export { ownGroup } from "./synapse-groups.ts";
export { layGroup } from "./synapse-table.ts";
