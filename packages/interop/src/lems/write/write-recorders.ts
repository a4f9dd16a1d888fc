import { chooseNeurons } from "@spikeloom/network";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { freeId, type LemsTask } from "./task.ts";

/** Output files of a simulation: one of traces and one of spikes per recorder. */
export function recordersOut(task: LemsTask): readonly XmlOutput[] {
  const { network, populations } = task;
  const traces: XmlOutput[] = [];
  const events: XmlOutput[] = [];
  for (const [index, record] of (network.record ?? []).entries()) {
    const population = populations.get(record.population);
    if (population === undefined) continue;
    const place = `record[${index}]`;
    if (record.from !== undefined || record.until !== undefined || record.every !== undefined) {
      task.lose("recording", place, "Every step is recorded, from the beginning to the end.");
    }
    const chosen = chooseNeurons(record.neurons, population.size, `${place}.neurons`);
    const neurons = Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
    const columns = record.variables.flatMap((variable) => {
      const own = population.names.get(variable);
      if (variable === "spikes") return [];
      if (own === undefined) {
        task.lose("recording", place, `"${variable}" of "${record.population}" is not recorded.`);
        return [];
      }
      return neurons.map((neuron) => ({ quantity: `${population.path(neuron)}/${own}` }));
    });
    if (columns.length > 0) {
      const id = freeId(task, `${record.population}_traces`);
      const children = columns.map(({ quantity }, k) => ({
        name: "OutputColumn",
        attributes: { id: `${id}_${k}`, quantity },
      }));
      traces.push({ name: "OutputFile", attributes: { id, fileName: `${id}.dat` }, children });
    }
    if (!record.variables.includes("spikes")) continue;
    const id = freeId(task, `${record.population}_spikes`);
    const children = neurons.map((neuron) => ({
      name: "EventSelection",
      attributes: { id: String(neuron), select: population.path(neuron), eventPort: "spike" },
    }));
    const attributes = { id, fileName: `${id}.spikes`, format: "ID_TIME" };
    events.push({ name: "EventOutputFile", attributes, children });
  }
  if ((network.recordSynapses ?? []).length > 0) {
    task.lose("recording", "recordSynapses", "Synapses are not recorded.");
  }
  return [...traces, ...events];
}
