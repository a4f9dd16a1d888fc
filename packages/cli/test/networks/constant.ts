import { network as build, type NetworkRecord, neurons, population, record } from "spikeloom";

const E = population(neurons.lif({ v_rest: "-45 mV" }), 4);

export const network: NetworkRecord = build({
  populations: { E },
  record: [record(E, ["v"])],
  duration: "5 ms",
});
