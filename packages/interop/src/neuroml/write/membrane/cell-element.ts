import type { XmlOutput } from "../../../xml/write-xml.ts";
import { quantityOut } from "../quantity-out.ts";
import type { CalciumPool } from "./calcium-pool.ts";
import type { WrittenChannel } from "./channel.ts";
import { densityAt, faraday } from "./driving.ts";
import { tidy } from "./equations.ts";
import type { MembraneCell } from "./membrane-cell.ts";

/** What a cell is written with. */
export interface CellNames {
  readonly id: string;
  /** The potential that it starts at, in mV. */
  readonly initial: number;
  /** The ids of its channels. */
  readonly channelIds: readonly string[];
  /** Of the network, in kelvin, where it has one. */
  readonly temperature: number | undefined;
  readonly pool:
    | {
        /** The id of the model of its concentration. */
        readonly model: string;
        /** Inside, at the start, in mM. */
        readonly initial: number;
      }
    | undefined;
}

/** The potential above which a cell without spikes would send one, in mV: none that it reaches. */
const unreached = 1e6;

/** The concentration outside in mM where no current depends on it: that of a usual bath. */
const usualOutside = 2;

/** The order in which the schema has densities. */
const order = ["channelDensity", "channelDensityNernst", "channelDensityGHK", "channelDensityGHK2"];

/** Write a membrane as a cell with its channels, in the order of the schema. */
export function cellElement(cell: MembraneCell, names: CellNames): XmlOutput {
  const { channels, area, specificCapacitance, threshold } = cell;
  const { id, initial, channelIds, pool, temperature = 0 } = names;
  const densities = channels
    .map((channel, k) =>
      densityOf(channel, { ionChannel: channelIds[k] ?? "", specificCapacitance, temperature }),
    )
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const value = (name: string, number: number, unit: string): XmlOutput => ({
    name,
    attributes: { value: quantityOut(number, unit, name) },
  });
  const membrane = [
    ...densities,
    value("spikeThresh", threshold ?? unreached, "mV"),
    value("specificCapacitance", specificCapacitance, "uF/cm^2"),
    value("initMembPotential", initial, "mV"),
  ];
  const species = pool === undefined ? [] : [speciesOf(channels, pool)];
  const properties = [
    { name: "membraneProperties", children: membrane },
    { name: "intracellularProperties", children: species },
  ];
  return {
    name: "cell",
    attributes: { id },
    children: [
      { name: "morphology", attributes: { id: `${id}_morphology` }, children: [sphere(area)] },
      {
        name: "biophysicalProperties",
        attributes: { id: `${id}_properties` },
        children: properties,
      },
    ],
  };
}

/** What a density of channels is written with. */
interface DensityNames {
  readonly ionChannel: string;
  readonly specificCapacitance: number;
  readonly temperature: number;
}

function densityOf(
  { id, conductance, driving, isCalcium }: WrittenChannel,
  { ionChannel, specificCapacitance, temperature }: DensityNames,
): XmlOutput {
  const strength = conductance * specificCapacitance;
  const ion = isCalcium ? "ca" : "non_specific";
  const conducting = (density: number) => ({
    condDensity: quantityOut(tidy(density), "mS/cm^2", id),
  });
  if (driving.kind === "ohmic") {
    const erev = quantityOut(driving.reversal, "mV", id);
    const attributes = { id, ionChannel, ...conducting(strength), erev, ion };
    return { name: "channelDensity", attributes };
  }
  const name = densityAt(driving, temperature);
  if (name === undefined) throw new Error(`${id} has no density at ${temperature} K.`);
  const sizes = {
    channelDensityNernst: () => conducting(strength),
    channelDensityGHK: () => ({
      // Coulombs of a mole of ions with two charges, in internal units.
      permeability: quantityOut(tidy((1000 * strength) / (2 * faraday)), "m/s", id),
    }),
    channelDensityGHK2: () => conducting((strength * driving.outside) / driving.scale),
  };
  return { name, attributes: { id, ionChannel, ...sizes[name](), ion } };
}

function speciesOf(
  channels: readonly WrittenChannel[],
  { model, initial }: NonNullable<CellNames["pool"]>,
): XmlOutput {
  const outside = channels.map(({ driving }) =>
    driving.kind === "ohmic" ? undefined : driving.outside,
  );
  const found = outside.find((value) => value !== undefined) ?? usualOutside;
  return {
    name: "species",
    attributes: {
      id: "ca",
      concentrationModel: model,
      ion: "ca",
      initialConcentration: quantityOut(initial, "mM", "species"),
      initialExtConcentration: quantityOut(found, "mM", "species"),
    },
  };
}

/** Write the model of a concentration, which is one whatever the size of the cell. */
export function poolElement(
  { resting, decay, perMillivolt }: CalciumPool,
  { id, specificCapacitance }: { readonly id: string; readonly specificCapacitance: number },
): XmlOutput {
  return {
    name: "fixedFactorConcentrationModel",
    attributes: {
      id,
      ion: "ca",
      restingConc: quantityOut(resting, "mM", id),
      decayConstant: quantityOut(decay, "ms", id),
      rho: quantityOut(tidy(perMillivolt / specificCapacitance), "mol/m/A/s", id),
    },
  };
}

/** A segment that is a sphere of an area in square micrometres. */
function sphere(area: number): XmlOutput {
  const point = { x: 0, y: 0, z: 0, diameter: tidy(Math.sqrt(area / Math.PI)) };
  const ends = ["proximal", "distal"].map((name) => ({ name, attributes: point }));
  return { name: "segment", attributes: { id: 0, name: "soma" }, children: ends };
}
