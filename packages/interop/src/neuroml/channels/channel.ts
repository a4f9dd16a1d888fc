import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { componentBy, type NmlDocument } from "../document.ts";
import { NML_REFERENCE } from "../errors.ts";
import { attributeOf } from "../rows.ts";
import type { Concentration } from "./concentrations.ts";
import { readGate } from "./gates.ts";
import {
  addExpression,
  addParameter,
  literal,
  noShift,
  type Parts,
  unknownPart,
  variableName,
} from "./parts.ts";
import { kelvinOf, temperatureFactor } from "./temperature.ts";

/** Channels of one kind in a membrane. */
export interface ChannelReading {
  readonly document: NmlDocument;
  /** In square micrometres; undefined for cells without morphology. */
  readonly area: number | undefined;
  concentration(ion: string): Concentration | undefined;
}

const channels: ReadonlySet<string> = new Set([
  ...["ionChannel", "ionChannelHH", "ionChannelKS", "ionChannelPassive", "ionChannelVShift"],
]);

/** Read the open fraction of channels; `id` names their place in the membrane. */
function openShare(parts: Parts, channel: XmlElement, id: string): string {
  if (!channels.has(channel.name)) return unknownPart(channel, "channel");
  const scale = temperatureFactor(
    parts,
    channel.children.filter(({ name }) => /^(q10C|c)onductanceScaling$/.test(name)),
  );
  const gates = channel.children.filter(({ name }) => name.startsWith("gate"));
  const factors = [
    ...(scale === "1" ? [] : [scale]),
    ...gates.map((gate) => readGate(parts, gate, id)),
  ];
  const value = factors.join(" * ") || "1";
  const about = `open fraction of the channels ${channel.attributes.get("id")}`;
  return addExpression(parts, variableName("open", id), { value, unit: "1", about });
}

type Current = (
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & { readonly id: string; readonly open: string },
) => string;

/** Channel densities: current per area of each, positive inwards. */
const densities: ReadonlyMap<string, Current> = new Map<string, Current>([
  ["channelDensity", ohmic],
  ["channelDensityVShift", ohmic],
  ["channelDensityNernst", (parts, element, reading) => nernst(parts, element, reading, "ca")],
  ["channelDensityNernstCa2", (parts, element, reading) => nernst(parts, element, reading, "ca2")],
  ["channelDensityGHK", goldman],
  ["channelDensityGHK2", jaffe],
]);

function conductance(parts: Parts, element: XmlElement, id: string): string {
  return addParameter(parts, variableName("g", id), {
    element,
    attribute: "condDensity",
    unit: "mS/cm^2",
    about: `maximum conductance of ${id}`,
  });
}

function reversal(parts: Parts, element: XmlElement, id: string): string {
  return addParameter(parts, variableName("e_rev", id), {
    element,
    attribute: "erev",
    unit: "mV",
    about: `reversal potential of ${id}`,
  });
}

function ohmic(
  parts: Parts,
  element: XmlElement,
  { id, open }: { readonly id: string; readonly open: string },
): string {
  return `${conductance(parts, element, id)} * ${open} * (${reversal(parts, element, id)} - v)`;
}

// Gas constant and Faraday constant as in the core definitions.
const [gas, faraday] = [8.3144621, 96485.3];

function concentrationOf(
  element: XmlElement,
  { concentration }: ChannelReading,
  ion: string,
): Concentration {
  const found = concentration(ion);
  if (found !== undefined) return found;
  throw NML_REFERENCE({
    place: placeOf(element),
    what: `The current depends on the concentration of ${ion}, which the cell does not define`,
    expected: `a species "${ion}" in the cell`,
    got: "none",
  });
}

function nernst(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & { readonly id: string; readonly open: string },
  ion: string,
): string {
  const potential = nernstPotential(parts, element, { ...reading, ion });
  return `${conductance(parts, element, reading.id)} * ${reading.open} * (${potential} - v)`;
}

function nernstPotential(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & { readonly id: string; readonly ion: string },
): string {
  const { inside, outside } = concentrationOf(element, reading, reading.ion);
  const thermal = (gas * kelvinOf(parts, element) * 1000) / (2 * faraday);
  return addExpression(parts, variableName("e_rev", reading.id), {
    value: `${thermal} * mV * log(${outside} / ${inside})`,
    unit: "mV",
    about: `reversal potential of ${reading.id}`,
  });
}

function goldman(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & { readonly id: string; readonly open: string },
): string {
  const { inside, outside } = concentrationOf(element, reading, "ca");
  const permeability = addParameter(parts, variableName("perm", reading.id), {
    element,
    attribute: "permeability",
    unit: "m/s",
    about: `permeability of ${reading.id}`,
  });
  const x = `v / (${(gas * kelvinOf(parts, element) * 1000) / (2 * faraday)} * mV)`;
  // x / (1 - exp(-x)) is 1 / exprel(-x), which is defined at zero.
  const driven = `(${outside} * exp(-${x}) - ${inside}) / exprel(-${x})`;
  return `${reading.open} * ${permeability} * 2 * ${faraday} * coulomb / mole * ${driven}`;
}

function jaffe(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & { readonly id: string; readonly open: string },
): string {
  const { inside, outside } = concentrationOf(element, reading, "ca");
  const scale = (25 * kelvinOf(parts, element)) / (293.15 * 2);
  const x = `v / (${scale} * mV)`;
  const potential = `${scale} * mV * (1 - ${inside} / ${outside} * exp(${x})) / exprel(${x})`;
  return `${conductance(parts, element, reading.id)} * ${reading.open} * ${potential}`;
}

/** A channel current and its ion. */
export interface ChannelCurrent {
  readonly ion: string | undefined;
  /** Name of an expression for the whole cell, positive inwards. */
  readonly current: string;
}

/** Read channels of one kind: a density over the membrane, or a number of channels; undefined for other elements. */
export function readChannels(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading,
): ChannelCurrent | undefined {
  if (!/^channel(Density|Population)/.test(element.name)) return undefined;
  const id = attributeOf(element, "id");
  const at = { element, attribute: "ionChannel" };
  const channel = componentBy(reading.document, attributeOf(element, "ionChannel"), at);
  const hasShift = element.name === "channelDensityVShift";
  parts.shift = hasShift ? literal(element, "vShift", "mV") : noShift;
  const open = openShare(parts, channel, id);
  const full = { ...reading, id, open };
  const value = element.name.startsWith("channelPopulation")
    ? populationCurrent(parts, element, { ...full, channel })
    : densityCurrent(parts, element, full);
  const about = `current of ${id}`;
  const current = addExpression(parts, variableName("i", id), { value, unit: "nA", about });
  return { ion: element.attributes.get("ion"), current };
}

function densityCurrent(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & { readonly id: string; readonly open: string },
): string {
  const density = densities.get(element.name);
  if (density === undefined || reading.area === undefined) {
    return unknownPart(element, "channel density");
  }
  return `${density(parts, element, reading)} * area`;
}

function populationCurrent(
  parts: Parts,
  element: XmlElement,
  reading: ChannelReading & {
    readonly id: string;
    readonly open: string;
    readonly channel: XmlElement;
  },
): string {
  const { id, open, channel } = reading;
  const single = addParameter(parts, variableName("g", id), {
    element: channel,
    attribute: "conductance",
    unit: "nS",
    about: `conductance of a single channel of ${id}`,
  });
  const total = `${literal(element, "number", "1")} * ${single} * ${open}`;
  if (element.name === "channelPopulation") {
    return `${total} * (${reversal(parts, element, id)} - v)`;
  }
  if (element.name !== "channelPopulationNernst") return unknownPart(element, "channels");
  return `${total} * (${nernstPotential(parts, element, { ...reading, ion: "ca" })} - v)`;
}
