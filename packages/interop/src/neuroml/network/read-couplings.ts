import type { XmlElement } from "../../xml/xml-element.ts";
import { componentBy } from "../document.ts";
import { attributeOf } from "../rows.ts";
import { readCoupling } from "../synapses/couplings.ts";
import type { Building } from "./building.ts";
import { populationBy } from "./read-populations.ts";
import { alike, checkTakes, endsOf } from "./read-projections.ts";

/**
 * Read electrical and continuous projections.
 *
 * Each connection acts in both directions: symmetrically for a gap junction, with a component at each end for a
 * continuous connection.
 */
export function readCouplings(building: Building, network: XmlElement): void {
  for (const element of network.children) {
    if (!/^(electrical|continuous)Projection$/.test(element.name)) continue;
    for (const list of building.lists.connections(element)) {
      const [first = "", second = first] = list.components;
      const ends = endsOf(building, element, list);
      const [from, to] = ["presynapticPopulation", "postsynapticPopulation"].map((attribute) =>
        attributeOf(element, attribute),
      ) as [string, string];
      const { pairs, weights } = ends;
      const backward = pairs.map((_, k) => pairs[k % 2 === 0 ? k + 1 : k - 1] as number);
      addCoupling(building, { element, component: second, from, to, pairs, weights });
      addCoupling(building, {
        element,
        component: first,
        from: to,
        to: from,
        pairs: backward,
        weights,
      });
    }
  }
}

interface Coupled {
  readonly element: XmlElement;
  readonly component: string;
  readonly from: string;
  readonly to: string;
  readonly pairs: Uint32Array;
  readonly weights: Float64Array;
}

function addCoupling(building: Building, coupled: Coupled): void {
  const { element, component, from, to, pairs, weights } = coupled;
  const at = { element, attribute: "synapse" };
  const model = readCoupling(componentBy(building.document, component, at));
  for (const id of [from, to]) {
    checkTakes(populationBy(building, id, { element, attribute: "population" }), element);
  }
  if (model === undefined) return;
  building.models[model.name] ??= model;
  building.projections.push({
    name: building.names.network(element.attributes.get("id") ?? `${from}-${to}`),
    from,
    to,
    connector: { kind: "pairs", pairs },
    weight: alike(weights, "1"),
    delay: "0 ms",
    synapse: model.name,
  });
}
