import { chooseNeurons, networkStep } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import type { XmlOutput } from "../../../xml/write-xml.ts";
import { neuronIn, newId, pathOf, type Writing, type WrittenPart } from "../writing.ts";

const time = [0, 0, 1, 0, 0, 0, 0] as const;

/** NeuroML's core definitions, which simulators provide. */
const definitions = ["Cells.xml", "Networks.xml", "Simulation.xml", "PyNN.xml"];

/** Return the LEMS simulation that includes a network and its types, and writes what the network records. */
export function simulationFile(
  writing: Writing,
  {
    target,
    includes,
  }: {
    readonly target: string;
    readonly includes: readonly string[];
  },
): XmlOutput {
  const { network, own } = writing;
  const dt = networkStep(network);
  const id = newId(writing, "simulation");
  const quantity = (value: number) => own.units.quantity(value, time);
  const attributes = {
    id,
    length: quantity(timeOfStep(writing.steps ?? 0, dt)),
    step: quantity(dt),
    target,
    seed: Math.abs(writing.seed) || undefined,
  };
  return {
    name: "Lems",
    children: [
      { name: "Target", attributes: { component: id } },
      ...[...definitions, ...includes].map((file) => ({ name: "Include", attributes: { file } })),
      { name: "Simulation", attributes, children: recorders(writing) },
    ],
  };
}

function recorders(writing: Writing): readonly XmlOutput[] {
  const { network, populations, lose } = writing;
  const traces: XmlOutput[] = [];
  const events: XmlOutput[] = [];
  for (const [index, record] of (network.record ?? []).entries()) {
    const population = populations.get(record.population);
    const size = network.populations[record.population]?.size ?? 0;
    if (population === undefined) continue;
    const place = `record[${index}]`;
    if (record.from !== undefined || record.until !== undefined || record.every !== undefined) {
      lose("recorders", place, "Every step is recorded, from the beginning to the end.");
    }
    const chosen = chooseNeurons(record.neurons, size, `${place}.neurons`);
    const neurons = Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
    const columns = record.variables.flatMap((variable) => {
      if (variable === "spikes") return [];
      const paths = neurons.map((neuron) => {
        const written = neuronIn(population, neuron);
        const own = nameOf(written.part, variable);
        return own === undefined ? undefined : `${pathOf(written)}/${own}`;
      });
      if (paths.every((path) => path !== undefined)) return paths;
      lose("recorders", place, `"${variable}" of "${record.population}" is not recorded.`);
      return [];
    });
    if (columns.length > 0) {
      const id = newId(writing, `${population.id}_traces`);
      const children = columns.map((quantity, k) => ({
        name: "OutputColumn",
        attributes: { id: `${id}_${k}`, quantity },
      }));
      traces.push({ name: "OutputFile", attributes: { id, fileName: `${id}.dat` }, children });
    }
    if (!record.variables.includes("spikes")) continue;
    const id = newId(writing, `${population.id}_spikes`);
    const children = neurons.map((neuron) => ({
      name: "EventSelection",
      attributes: { id: neuron, select: pathOf(neuronIn(population, neuron)), eventPort: "spike" },
    }));
    const attributes = { id, fileName: `${id}.spikes`, format: "ID_TIME" };
    events.push({ name: "EventOutputFile", attributes, children });
  }
  return [...traces, ...events];
}

/** Name of a model variable there; undefined if it is not exposed. */
function nameOf({ component }: WrittenPart, variable: string): string | undefined {
  if (component === undefined) return undefined;
  return component.variables?.get(variable) ?? (variable === "v" ? "v" : undefined);
}
