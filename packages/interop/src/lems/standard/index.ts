import type { XmlElement } from "../../xml/xml-element.ts";
import { channelTypes } from "./channels.ts";
import { concentrationTypes } from "./concentrations.ts";
import { inputTypes } from "./inputs.ts";
import { membraneTypes } from "./membranes.ts";
import { networkTypes } from "./networks.ts";
import { neuronTypes } from "./neurons.ts";
import { element, typesIn } from "./notation.ts";
import { pynnTypes } from "./pynn.ts";
import { synapseTypes } from "./synapses.ts";
import { dimensions, units } from "./units.ts";

/** Names of NeuroML's core definition files, which models include without shipping them. */
const files: ReadonlySet<string> = new Set([
  ...["NeuroML2CoreTypes.xml", "NeuroMLCoreDimensions.xml", "NeuroMLCoreCompTypes.xml"],
  ...["Cells.xml", "Channels.xml", "Synapses.xml", "Inputs.xml", "Networks.xml", "PyNN.xml"],
  "Simulation.xml",
]);

let made: readonly XmlElement[] | undefined;

/**
 * Return the built-in version of a NeuroML core definition file; undefined for other names.
 *
 * Names, units and equations of the standard types are facts; their text here is our own.
 */
export function coreFile(name: string): readonly XmlElement[] | undefined {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (!files.has(base)) return undefined;
  made ??= [...unitElements(), ...textsOfTypes.flatMap(typesIn)];
  return made;
}

const textsOfTypes = [
  ...[networkTypes, neuronTypes, pynnTypes, synapseTypes, inputTypes],
  ...[channelTypes, membraneTypes, concentrationTypes],
];

function unitElements(): readonly XmlElement[] {
  const powers = ["m", "l", "t", "i", "k", "n"];
  return [
    ...Object.entries(dimensions).map(([name, exponents]) =>
      element("Dimension", {
        name,
        ...Object.fromEntries(exponents.map((power, k) => [powers[k] ?? "", String(power)])),
      }),
    ),
    ...units.map(([symbol, dimension, power, scale = 1, offset = 0]) =>
      element("Unit", {
        symbol,
        dimension,
        power: String(power),
        scale: String(scale),
        offset: String(offset),
      }),
    ),
  ];
}
