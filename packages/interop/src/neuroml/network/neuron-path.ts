import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_REFERENCE } from "../errors.ts";

const path =
  /^(?:\.\.\/)*([A-Za-z_][A-Za-z0-9_]*)(?:\[(\d+)\]|\/(\d+)(?:\/[A-Za-z_][A-Za-z0-9_]*)?)$/;

/** A neuron as named in a NeuroML file: its population, and its index or instance id. */
export interface NeuronPath {
  readonly population: string;
  readonly id: number;
}

/** Read `../pop[3]`, `../pop/3/component` or `pop[3]`. */
export function readNeuronPath(text: string, element: XmlElement, attribute: string): NeuronPath {
  const [, population, index, instance] = path.exec(text) ?? [];
  if (population !== undefined) return { population, id: Number(index ?? instance) };
  throw NML_REFERENCE({
    place: `${placeOf(element)}: ${attribute}`,
    what: "This is not the path of a neuron",
    expected: "a path such as ../pop[3] or ../pop/3/component",
    got: JSON.stringify(text.slice(0, 80)),
  });
}

/**
 * Read the neuron of a population that an attribute names.
 *
 * Files contain hundreds of thousands of them, so the usual forms are parsed without regular expressions.
 */
export function neuronId(
  text: string,
  population: string,
  { element, attribute }: { readonly element: XmlElement; readonly attribute: string },
): number {
  const start = text.startsWith("../") ? 3 : 0;
  const at = start + population.length;
  const next = text.charCodeAt(at);
  // A bracket or a slash follows the population's name.
  if ((next === 91 || next === 47) && text.startsWith(population, start)) {
    const id = wholeNumber(text, at + 1);
    if (id !== undefined) return id;
  }
  const found = /^\d+$/.test(text)
    ? { population, id: Number(text) }
    : readNeuronPath(text, element, attribute);
  if (found.population === population) return found.id;
  throw NML_REFERENCE({
    place: `${placeOf(element)}: ${attribute}`,
    what: "This is a neuron of another population",
    expected: population,
    got: found.population,
  });
}

/** Parse a number, if it ends as in a path. */
function wholeNumber(text: string, from: number): number | undefined {
  let value = 0;
  let at = from;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    value = 10 * value + digit;
  }
  const end = text.charCodeAt(at);
  const isWhole = at > from && at < from + 10;
  // A closing bracket at the end, a slash and the rest, or nothing.
  return isWhole && ((end === 93 && at === text.length - 1) || end === 47 || at === text.length)
    ? value
    : undefined;
}
