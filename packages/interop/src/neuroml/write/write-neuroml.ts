import {
  type FormatFile,
  type Loss,
  type NetworkRecord,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { type XmlOutput, xmlNumber, xmlPieces } from "../../xml/write-xml.ts";
import { stepOf } from "../channel-step.ts";
import { NML_WRITE } from "../errors.ts";
import { celsius } from "./membrane/driving.ts";
import { writeClamps } from "./write-clamps.ts";
import { writeInputs } from "./write-inputs.ts";
import { writePopulations } from "./write-populations.ts";
import { writeProjections } from "./write-projections.ts";
import { newId, newWriting, type Writing } from "./writing.ts";

/** A network in NeuroML. */
export interface NeuromlFile {
  readonly file: FormatFile;
  readonly losses: readonly Loss[];
}

/** The order in which the schema has components before the network. */
const order = [
  ...["ionChannelHH", "ionChannelKS"],
  ...["decayingPoolConcentrationModel", "fixedFactorConcentrationModel"],
  ...["alphaCurrentSynapse", "alphaSynapse", "expOneSynapse", "expTwoSynapse", "expThreeSynapse"],
  ...["blockingPlasticSynapse", "gapJunction", "silentSynapse", "linearGradedSynapse"],
  ...["gradedSynapse", "cell", "iafTauCell", "iafTauRefCell", "iafCell", "iafRefCell"],
  ...["izhikevichCell", "izhikevich2007Cell", "adExIaFCell", "fitzHughNagumoCell"],
  ...["fitzHughNagumo1969Cell", "pinskyRinzelCA3Cell", "hindmarshRose1984Cell"],
  ...["pulseGenerator", "pulseGeneratorDL", "sineGenerator", "sineGeneratorDL", "rampGenerator"],
  ...["rampGeneratorDL", "compoundInput", "compoundInputDL", "voltageClamp", "voltageClampTriple"],
  ...["spikeArray", "spikeGenerator"],
  ...["spikeGeneratorRandom", "spikeGeneratorPoisson", "spikeGeneratorRefPoisson"],
  ...["poissonFiringSynapse", "transientPoissonFiringSynapse"],
  ...["IF_curr_alpha", "IF_curr_exp", "IF_cond_alpha", "IF_cond_exp", "EIF_cond_exp_isfa_ista"],
  ...["EIF_cond_alpha_isfa_ista", "HH_cond_exp"],
  ...["expCondSynapse", "alphaCondSynapse", "expCurrSynapse", "alphaCurrSynapse"],
  "SpikeSourcePoisson",
];

/** The order in which the schema has projections. */
const networkOrder = ["projection", "electricalProjection", "continuousProjection"];

function inOrder(elements: readonly XmlOutput[]): readonly XmlOutput[] {
  return networkOrder.flatMap((name) => elements.filter((element) => element.name === name));
}

/**
 * Write a network as a NeuroML file that the schema of 2.3.1 takes.
 *
 * All that is lost is known before; connections are drawn as they are written, as a run with the same seed
 * draws them.
 */
export function writeNeuroml(network: NetworkRecord, stack: Stack): NeuromlFile {
  throwAll(checkNetwork(network, { stack }));
  const losses: Loss[] = [];
  const told = new Set<string>();
  const writing = newWriting(network, {
    stack,
    lose(code, place, message) {
      // A cell and its synapses may ask for the same parameter: what is lost of it is told once.
      const key = JSON.stringify([code, place, message]);
      if (!told.has(key)) losses.push({ code, place, message });
      told.add(key);
    },
  });
  const root = rootOf(writing);
  saySettings(writing);
  const name = `${writing.network.name?.replace(/[^A-Za-z0-9_-]/g, "_") || "network"}.net.nml`;
  return { file: { name, pieces: xmlPieces(root) }, losses };
}

function rootOf(writing: Writing): XmlOutput {
  const id = newId(writing, writing.network.name ?? "network");
  const populations = writePopulations(writing);
  const wanted = Object.keys(writing.network.populations);
  if (populations.length === 0 && wanted.length > 0) {
    throw NML_WRITE({ expected: "at least one that is", got: wanted.join(", ") });
  }
  const projections = writeProjections(writing);
  const inputs = [...writeClamps(writing), ...writeInputs(writing)];
  const network = {
    name: "network",
    attributes: { id, ...temperatureOf(writing) },
    children: [...populations, ...inOrder(projections), ...inputs],
  };
  const components = order.flatMap((name) => writing.components.get(name) ?? []);
  return {
    name: "neuroml",
    attributes: {
      xmlns: "http://www.neuroml.org/schema/neuroml2",
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      "xsi:schemaLocation":
        "http://www.neuroml.org/schema/neuroml2 https://raw.github.com/NeuroML/NeuroML2/master/Schemas/NeuroML2/NeuroML_v2.3.1.xsd",
      id: `${id}_document`,
    },
    children: [...components, network, ...(writing.components.get("ComponentType") ?? [])],
  };
}

/** The temperature of a network, where one of its cells depends on it. */
function temperatureOf({ temperature }: Writing): Readonly<Record<string, string>> {
  if (temperature === undefined) return {};
  const degrees = xmlNumber(celsius(temperature), "network");
  return { type: "networkWithTemperature", temperature: `${degrees}degC` };
}

/** Say what of a run NeuroML has no place for. */
function saySettings({ network, lose, populations }: Writing): void {
  const cells = [...populations.values()].map(({ component }) => component?.element ?? "");
  const settings = [
    ...(["dt", "duration", "seed", "trial", "precision", "tier", "space", "about"] as const),
    "cite" as const,
  ];
  for (const name of settings) {
    if (network[name] === undefined) continue;
    // It is there again when the file is read.
    if (name === "dt" && network.dt === stepOf(cells).dt) continue;
    lose("settings", name, `NeuroML has no place for it; a simulation file of LEMS has.`);
  }
  if (network.convention !== "neuron") {
    const message = "Simulators of NeuroML have rules of their own, closest to those of neuron.";
    lose("settings", "convention", message);
  }
  for (const [name, { integrator }] of Object.entries(network.populations)) {
    if (integrator === undefined) continue;
    const message = "Simulators of NeuroML integrate in their own ways.";
    lose("settings", `populations.${name}.integrator`, message);
  }
  for (const [index, { population }] of (network.record ?? []).entries()) {
    const message = `What is recorded of "${population}" belongs into a simulation file of LEMS.`;
    lose("recorders", `record[${index}]`, message);
  }
  if ((network.recordSynapses ?? []).length > 0) {
    lose("recorders", "recordSynapses", "Synapses are recorded by no simulator of NeuroML.");
  }
}
