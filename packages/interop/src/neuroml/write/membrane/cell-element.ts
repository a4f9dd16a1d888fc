import type { XmlOutput } from "../../../xml/write-xml.ts";
import { quantityOut } from "../quantity-out.ts";
import type { CalciumPool } from "./calcium-pool.ts";
import type { WrittenChannel } from "./channel.ts";
import { densityAt, faraday } from "./driving.ts";
import { tidy } from "./equations.ts";
import type { MembraneCell } from "./membrane-cell.ts";

/** Inputs for writing a cell. */
export interface CellNames {
  readonly id: string;
  /** Initial potential in mV. */
  readonly initial: number;
  /** Ids of its channels. */
  readonly channelIds: readonly string[];
  /** Temperature of the network in kelvin, if any. */
  readonly temperature: number | undefined;
  readonly pool:
    | {
        /** Id of its concentration model. */
        readonly model: string;
        /** Initial intracellular concentration in mM. */
        readonly initial: number;
      }
    | undefined;
}

/** Spike threshold of a cell without spikes in mV, which it never reaches. */
const unreached = 1e6;

/** Extracellular concentration in mM if no current depends on it: that of a usual bath. */
const usualOutside = 2;

/** Order of densities in the schema. */
const order = ["channelDensity", "channelDensityNernst", "channelDensityGHK", "channelDensityGHK2"];

/** Write a membrane as a cell with its channels, in schema order. */
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

/** Inputs for writing a channel density. */
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
      // Charge of a mole of divalent ions, in internal units.
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

/** Write a concentration model that is independent of the cell's size. */
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

/** A spherical segment with an area in square micrometres. */
function sphere(area: number): XmlOutput {
  const point = { x: 0, y: 0, z: 0, diameter: tidy(Math.sqrt(area / Math.PI)) };
  const ends = ["proximal", "distal"].map((name) => ({ name, attributes: point }));
  return { name: "segment", attributes: { id: 0, name: "soma" }, children: ends };
}
