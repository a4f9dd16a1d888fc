import type { OpenProjection } from "@spikeloom/program";
import { type ListedSynapse, synapsesOf } from "./dense-weights.ts";

/** Synapses of a projection, in the order of the network. */
export interface SynapseColumns {
  readonly listed: readonly ListedSynapse[];
  readonly weights: Float64Array;
  readonly delays: Float64Array;
  /** Indices of the synapses in the order of their creation. */
  readonly created: Uint32Array;
}

/** List the synapses of a projection, with their weights and their delays in ms, in the order of the network. */
export function synapseColumns(projection: OpenProjection): SynapseColumns {
  const drawn = [...synapsesOf(projection)];
  const order = Uint32Array.from(drawn, (_, k) => k);
  order.sort((a, b) => (drawn[a]?.entry ?? 0) - (drawn[b]?.entry ?? 0) || a - b);
  const listed = Array.from(order, (k) => drawn[k] as ListedSynapse);
  const created = new Uint32Array(order.length);
  order.forEach((k, synapse) => {
    created[k] = synapse;
  });
  const column = (of: "weight" | "delay"): Float64Array =>
    Float64Array.from(listed, (one) => one[of]);
  return { listed, weights: column("weight"), delays: column("delay"), created };
}
