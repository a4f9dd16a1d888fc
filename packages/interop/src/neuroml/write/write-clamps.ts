import type { XmlOutput } from "../../xml/write-xml.ts";
import { addComponent, newId, pathOf, type Writing } from "./writing.ts";

/** Write clamps that neurons have as currents, as inputs. */
export function writeClamps(writing: Writing): readonly XmlOutput[] {
  const elements: XmlOutput[] = [];
  const parts = [...writing.populations.values()].flatMap((population) => population.parts);
  for (const part of parts) {
    for (const { element, wanted, attributes, shares } of part.component?.clamps ?? []) {
      const id = newId(writing, wanted);
      addComponent(writing, { name: element, attributes: { id, ...attributes } });
      const children: XmlOutput[] = [];
      for (let index = 0; index < part.size; index++) {
        const weight = typeof shares === "number" ? shares : (shares[index] ?? 0);
        if (weight === 0) continue;
        const target = `../${pathOf({ part, index })}`;
        const input = { id: children.length, target, destination: "synapses" };
        children.push(
          weight === 1
            ? { name: "input", attributes: input }
            : { name: "inputW", attributes: { ...input, weight } },
        );
      }
      elements.push({
        name: "inputList",
        attributes: { id: newId(writing, `${part.id}_${id}`), population: part.id, component: id },
        children,
      });
    }
  }
  return elements;
}
