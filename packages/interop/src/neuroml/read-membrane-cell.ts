import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { Cell } from "./cell-model.ts";
import type { CellReading } from "./cell-reading.ts";
import { neuroml } from "./cells/cell-table.ts";
import { type ChannelCurrent, readChannels } from "./channels/channel.ts";
import { type Concentration, readSpecies } from "./channels/concentrations.ts";
import {
  addExpression,
  addParameter,
  childOf,
  childrenOf,
  newParts,
  type Parts,
  typeOf,
} from "./channels/parts.ts";
import { componentBy } from "./document.ts";
import { NML_UNSUPPORTED } from "./errors.ts";
import { quantityNumber } from "./quantities.ts";
import { attributeOf } from "./rows.ts";

/** Elements with the membrane and the intracellular properties of a cell. */
interface Membrane {
  readonly membrane: XmlElement;
  readonly inside: XmlElement | undefined;
  readonly area: number;
}

/** Cells with channels. */
export const membraneCells: ReadonlySet<string> = new Set([
  ...["cell", "cell2CaPools", "pointCellCondBased"],
]);

/** Read a single-compartment cell with channels. */
export function readMembraneCell(element: XmlElement, reading: CellReading): Cell {
  const parts = newParts(reading);
  const capacitance =
    typeOf(element) === "pointCellCondBased"
      ? pointCell(parts, element, reading)
      : shapedCell(parts, element, reading);
  const { parameters, state, expressions, dynamics } = parts;
  return {
    about: `Single-compartment neuron with ion channels (NeuroML ${element.name}).`,
    cite: ["doi:10.1113/jphysiol.1952.sp004764", ...neuroml],
    parameters,
    attached: "nA",
    state: { v: { initial: "v_init", unit: "mV", about: "membrane potential" }, ...state },
    expressions,
    dynamics: { v: `(i_channels + i_syn) / ${capacitance}`, ...dynamics },
    spike: { when: "v > v_threshold", edge: "rising" },
  };
}

function pointCell(parts: Parts, element: XmlElement, { document }: CellReading): string {
  const own = (name: string, attribute: string, unit: string, about: string) =>
    addParameter(parts, name, { element, attribute, unit, about });
  own("v_init", "v0", "mV", "initial potential");
  own("v_threshold", "thresh", "mV", "spike threshold, crossed upwards");
  const capacitance = own("c_m", "C", "pF", "membrane capacitance");
  const reading = { document, area: undefined, concentration: () => undefined };
  addTotal(
    parts,
    channelsIn(element, (child) => readChannels(parts, child, reading)),
  );
  return capacitance;
}

function shapedCell(parts: Parts, element: XmlElement, reading: CellReading): string {
  const { membrane, inside, area } = membraneOf(element, reading);
  const value = (name: string, unit: string, about: string) => ({
    element: childOf(membrane, name),
    attribute: "value",
    unit,
    about,
  });
  const about = "spike threshold, crossed upwards";
  addParameter(parts, "v_init", value("initMembPotential", "mV", "initial potential"));
  addParameter(parts, "v_threshold", value("spikeThresh", "mV", about));
  addParameter(
    parts,
    "c_area",
    value("specificCapacitance", "uF/cm^2", "specific membrane capacitance"),
  );
  parts.parameters["area"] = { default: `${area} um^2`, about: "membrane area" };
  const concentrations = new Map<string, Concentration>();
  const species = inside === undefined ? [] : childrenOf(inside, "species");
  for (const one of species) {
    const ion = one.attributes.get("ion") ?? attributeOf(one, "id");
    const current = `i_total_${ion}`;
    const { document } = reading;
    concentrations.set(ion, readSpecies(parts, one, { document, area, current }));
  }
  const currents = channelsIn(membrane, (child) =>
    readChannels(parts, child, {
      document: reading.document,
      area,
      concentration: (ion) => concentrations.get(ion),
    }),
  );
  for (const ion of concentrations.keys()) {
    const own = currents.filter((current) => current.ion === ion);
    const sum = own.map(({ current }) => current).join(" + ") || "0*nA";
    const record = { value: sum, unit: "nA", about: `current of ${ion}, positive inwards` };
    addExpression(parts, `i_total_${ion}`, record);
  }
  addTotal(parts, currents);
  return "(c_area * area)";
}

function channelsIn(
  membrane: XmlElement,
  read: (child: XmlElement) => ChannelCurrent | undefined,
): readonly ChannelCurrent[] {
  return membrane.children.map(read).filter((current) => current !== undefined);
}

function addTotal(parts: Parts, currents: readonly ChannelCurrent[]): void {
  const value = currents.map(({ current }) => current).join(" + ") || "0*nA";
  addExpression(parts, "i_channels", { value, unit: "nA", about: "sum of all channel currents" });
}

function membraneOf(element: XmlElement, { document }: CellReading): Membrane {
  const pools = typeOf(element) === "cell2CaPools" ? "2CaPools" : "";
  const part = (name: string) => {
    const id = element.attributes.get(name);
    if (id === undefined) return childOf(element, name);
    return componentBy(document, id, { element, attribute: name });
  };
  const properties = part(`biophysicalProperties${pools}`);
  return {
    membrane: childOf(properties, `membraneProperties${pools}`),
    inside: childrenOf(properties, `intracellularProperties${pools}`)[0],
    area: areaOf(part("morphology"), element),
  };
}

/** Area of a cell in square micrometres; cells with several compartments are refused. */
function areaOf(morphology: XmlElement, element: XmlElement): number {
  const [first, second] = childrenOf(morphology, "segment");
  if (second !== undefined) {
    const segment = second.attributes.get("name") ?? second.attributes.get("id");
    throw NML_UNSUPPORTED({
      place: placeOf(second),
      what: `The cell "${element.attributes.get("id")}"`,
      reason: `it has a second compartment, the segment "${segment}"`,
    });
  }
  const segment = first ?? childOf(morphology, "segment");
  const [proximal, distal] = [childOf(segment, "proximal"), childOf(segment, "distal")];
  const number = (point: XmlElement, attribute: string) =>
    quantityNumber(attributeOf(point, attribute), "1", `${placeOf(point)}: ${attribute}`);
  const squares = ["x", "y", "z"].map((axis) => {
    const difference = number(distal, axis) - number(proximal, axis);
    return difference * difference;
  });
  const length = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  const radius = number(distal, "diameter") / 2;
  // A sphere if both ends coincide, else the lateral area of a cylinder.
  return length === 0 ? 4 * Math.PI * radius * radius : 2 * Math.PI * radius * length;
}
