import type { XmlOutput } from "../../xml/write-xml.ts";
import { pathOf } from "./connections-of.ts";
import { addComponent, newId, type Writing } from "./writing.ts";

/** Write clamps that neurons have as currents, as inputs. */
export function writeClamps(writing: Writing): readonly XmlOutput[] {
  const elements: XmlOutput[] = [];
  for (const [name, population] of writing.populations) {
    const size = writing.network.populations[name]?.size ?? 0;
    for (const { element, wanted, attributes, shares } of population.component?.clamps ?? []) {
      const id = newId(writing, wanted);
      addComponent(writing, { name: element, attributes: { id, ...attributes } });
      const children: XmlOutput[] = [];
      for (let neuron = 0; neuron < size; neuron++) {
        const weight = typeof shares === "number" ? shares : (shares[neuron] ?? 0);
        if (weight === 0) continue;
        const target = pathOf(population, neuron);
        const input = { id: children.length, target, destination: "synapses" };
        children.push(
          weight === 1
            ? { name: "input", attributes: input }
            : { name: "inputW", attributes: { ...input, weight } },
        );
      }
      elements.push({
        name: "inputList",
        attributes: {
          id: newId(writing, `${population.id}_${id}`),
          population: population.id,
          component: id,
        },
        children,
      });
    }
  }
  return elements;
}
