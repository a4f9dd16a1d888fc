import {
  type FormatFile,
  type Loss,
  type NetworkRecord,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { runSteps } from "@spikeloom/simulate";
import { type XmlOutput, xmlNumber, xmlPieces } from "../../xml/write-xml.ts";
import { stepOf } from "../channel-step.ts";
import { NML_WRITE } from "../errors.ts";
import { celsius } from "./membrane/driving.ts";
import { simulationFile } from "./own/simulation-file.ts";
import { typesFile } from "./own/types-file.ts";
import { writeClamps } from "./write-clamps.ts";
import { writeInputs } from "./write-inputs.ts";
import { writePopulations } from "./write-populations.ts";
import { writeProjections } from "./write-projections.ts";
import { newId, newWriting, type Writing } from "./writing.ts";

/** A network in NeuroML. */
export interface NeuromlFiles {
  /** The network file; with custom component types, first a simulation that includes these and the network. */
  readonly files: readonly FormatFile[];
  readonly losses: readonly Loss[];
}

/** Options for writing a network. */
export interface WriteNeuromlOptions {
  readonly stack: Stack;
  /** Name of the first file, without extension. */
  readonly name?: string | undefined;
  /** Duration of the simulation, such as `"1 s"`, instead of the network's. */
  readonly for?: string | undefined;
}

/** Schema order of components before the network. */
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

/** Schema order of projections. */
const networkOrder = ["projection", "electricalProjection", "continuousProjection"];

function inOrder(elements: readonly XmlOutput[]): readonly XmlOutput[] {
  return networkOrder.flatMap((name) => elements.filter((element) => element.name === name));
}

/**
 * Write a network as a NeuroML file that is valid under the schema of 2.3.1.
 *
 * Models without a NeuroML component become LEMS component types in a separate file, which a simulation file includes.
 * All losses are known in advance; connections are drawn while they are written, as in a run with the same seed.
 */
export function writeNeuroml(network: NetworkRecord, options: WriteNeuromlOptions): NeuromlFiles {
  const { stack } = options;
  throwAll(checkNetwork(network, { stack }));
  const losses: Loss[] = [];
  const told = new Set<string>();
  const duration = options.for ?? network.duration;
  const writing = newWriting(network, {
    stack,
    steps: duration === undefined ? undefined : stepsOf(network, duration),
    lose(code, place, message) {
      // A cell and its synapses may need the same parameter, whose loss is reported once.
      const key = JSON.stringify([code, place, message]);
      if (!told.has(key)) losses.push({ code, place, message });
      told.add(key);
    },
  });
  const wanted = options.name?.replace(/\.net$/, "") ?? network.name;
  const base = wanted?.replace(/[^A-Za-z0-9_-]/g, "_") || "network";
  const name = options.name === undefined ? `${base}.net.nml` : `${options.name}.nml`;
  const root = rootOf(writing);
  const file = { name, pieces: xmlPieces(root.element) };
  const types = typesFile(writing, order);
  if (types === undefined || writing.steps === undefined) {
    saySettings(writing, new Set());
    if (types !== undefined) {
      const message = `No duration is given, so no simulation is written; the network is complete only in one that includes ${base}.types.xml. Give a duration, or --for.`;
      writing.lose("settings", "duration", message);
    }
    return {
      files: types === undefined ? [file] : [file, pieced(`${base}.types.xml`, types)],
      losses,
    };
  }
  const includes = [`${base}.types.xml`, name];
  const simulation = simulationFile(writing, { target: root.id, includes });
  saySettings(writing, new Set(["dt", "duration", "seed", "record"]));
  // The simulation is the file to read again: the network alone lacks its types.
  const files = [
    pieced(`LEMS_${base.replaceAll("-", "_")}.xml`, simulation),
    pieced(`${base}.types.xml`, types),
    file,
  ];
  return { files, losses };
}

function stepsOf(network: NetworkRecord, duration: string): number {
  const convention = resolveConvention(network.convention);
  return runSteps(readTime(duration, "duration"), networkStep(network), convention);
}

function pieced(name: string, root: XmlOutput): FormatFile {
  return { name, pieces: xmlPieces(root) };
}

function rootOf(writing: Writing): { readonly id: string; readonly element: XmlOutput } {
  const id = newId(writing, writing.network.name ?? "network");
  const populations = writePopulations(writing);
  const wanted = Object.keys(writing.network.populations);
  if (populations.length === 0 && wanted.length > 0) {
    throw NML_WRITE({ expected: "at least one such population", got: wanted.join(", ") });
  }
  const projections = writeProjections(writing);
  const inputs = [...writeClamps(writing), ...writeInputs(writing)];
  const network = {
    name: "network",
    attributes: { id, ...temperatureOf(writing) },
    children: [...populations, ...inOrder(projections), ...inputs],
  };
  const components = order.flatMap((name) => writing.components.get(name) ?? []);
  const element = {
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
  return { id, element };
}

/** Temperature of a network, if a cell depends on it. */
function temperatureOf({ temperature }: Writing): Readonly<Record<string, string>> {
  if (temperature === undefined) return {};
  const degrees = xmlNumber(celsius(temperature), "network");
  return { type: "networkWithTemperature", temperature: `${degrees}degC` };
}

/** Report run settings that NeuroML cannot store, except those of the simulation. */
function saySettings({ network, lose, populations }: Writing, said: ReadonlySet<string>): void {
  const cells = [...populations.values()].map(({ component }) => component?.element ?? "");
  const settings = [
    ...(["dt", "duration", "seed", "trial", "precision", "tier", "space", "about"] as const),
    "cite" as const,
  ];
  for (const name of settings) {
    if (network[name] === undefined || said.has(name)) continue;
    // It is restored when the file is read.
    if (name === "dt" && network.dt === stepOf(cells).dt) continue;
    lose("settings", name, "NeuroML cannot store it; a LEMS simulation file can.");
  }
  if (network.convention !== "neuron") {
    const message =
      "NeuroML simulators have step conventions of their own, most similar to neuron.";
    lose("settings", "convention", message);
  }
  for (const [name, { integrator }] of Object.entries(network.populations)) {
    if (integrator === undefined) continue;
    const message = "NeuroML simulators use their own integration methods.";
    lose("settings", `populations.${name}.integrator`, message);
  }
  for (const [index, { population }] of (network.record ?? []).entries()) {
    if (said.has("record")) break;
    const message = `Recorders of "${population}" belong in a LEMS simulation file.`;
    lose("recorders", `record[${index}]`, message);
  }
  if ((network.recordSynapses ?? []).length > 0) {
    lose("recorders", "recordSynapses", "NeuroML simulators do not record synapses.");
  }
}
