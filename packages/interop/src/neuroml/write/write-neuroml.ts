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
  /**
   * The network file; with a duration, a simulation that includes it.
   *
   * With custom component types the simulation comes first, as the network alone lacks them.
   */
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
 * With a duration, a LEMS simulation file runs it in jNeuroML and writes what the network records. Models without a
 * NeuroML component become LEMS component types in a separate file, which the simulation includes.
 * All losses are known in advance; connections are drawn while they are written, as in a run with the same seed.
 */
export function writeNeuroml(network: NetworkRecord, options: WriteNeuromlOptions): NeuromlFiles {
  const { stack } = options;
  throwAll(checkNetwork(network, { stack }));
  const losses: Loss[] = [];
  const reported = new Set<string>();
  const duration = options.for ?? network.duration;
  const writing = newWriting(network, {
    stack,
    steps: duration === undefined ? undefined : stepsOf(network, duration),
    lose(code, place, message) {
      // A cell and its synapses may need the same parameter, whose loss is reported once.
      const key = JSON.stringify([code, place, message]);
      if (!reported.has(key)) losses.push({ code, place, message });
      reported.add(key);
    },
  });
  const wanted = options.name?.replace(/\.net$/, "") ?? network.name;
  const base = wanted?.replace(/[^A-Za-z0-9_-]/g, "_") || "network";
  const name = options.name === undefined ? `${base}.net.nml` : `${options.name}.nml`;
  const root = rootOf(writing);
  const file = { name, pieces: xmlPieces(root.element) };
  const types = typesFile(writing, order);
  const typesName = `${base}.types.xml`;
  const others = types === undefined ? [] : [pieced(typesName, types)];
  if (writing.steps === undefined) {
    saySettings(writing, undefined);
    if (types !== undefined) {
      const message = `No duration is given, so no simulation is written; the network is complete only in one that includes ${typesName}. Give a duration, or --for.`;
      writing.lose("settings", "duration", message);
    }
    return { files: [file, ...others], losses };
  }
  const includes = [...others.map((one) => one.name), name];
  const simulationName = `LEMS_${base.replaceAll("-", "_")}.xml`;
  const simulation = pieced(simulationName, simulationFile(writing, { target: root.id, includes }));
  // With types, the simulation is the file to read again: the network alone lacks them.
  if (types !== undefined) {
    saySettings(writing, { file: simulationName, isRead: true });
    return { files: [simulation, ...others, file], losses };
  }
  saySettings(writing, { file: simulationName, isRead: false });
  return { files: [file, simulation], losses };
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

/** The written simulation, and whether it is the file to read again. */
interface Simulated {
  readonly file: string;
  readonly isRead: boolean;
}

/** Settings that a simulation stores. */
const simulated: ReadonlySet<string> = new Set(["dt", "duration", "seed"]);

/** Report run settings that NeuroML cannot store, except those of the simulation if it is read again. */
function saySettings(writing: Writing, simulation: Simulated | undefined): void {
  const { network, lose, populations } = writing;
  const parts = [...populations.values()].flatMap((population) => population.parts);
  const cells = parts.map(({ component }) => component?.element ?? "");
  const settings = [
    ...(["dt", "duration", "seed", "trial", "precision", "tier", "space", "about"] as const),
    "cite" as const,
  ];
  for (const name of settings) {
    const isSimulated = simulation !== undefined && simulated.has(name);
    if (network[name] === undefined || (isSimulated && simulation.isRead)) continue;
    // It is restored when the file is read.
    if (name === "dt" && network.dt === stepOf(cells).dt) continue;
    const where = isSimulated
      ? `${simulation.file} stores it.`
      : simulated.has(name)
        ? "a LEMS simulation file, which needs a duration, can."
        : "it is left out.";
    lose("settings", name, `NeuroML cannot store it; ${where}`);
  }
  if (network.convention !== "neuron") {
    const message =
      "NeuroML simulators have step conventions of their own, most similar to neuron.";
    lose("settings", "convention", message);
  }
  for (const [name, { integrator, lag }] of Object.entries(network.populations)) {
    if (lag !== undefined) {
      lose("recorders", `populations.${name}.lag`, "Recorded times include the lag.");
    }
    if (integrator === undefined) continue;
    const message = "NeuroML simulators use their own integration methods.";
    lose("settings", `populations.${name}.integrator`, message);
  }
  for (const [index, { population }] of (network.record ?? []).entries()) {
    if (simulation?.isRead === true) break;
    const message =
      simulation === undefined
        ? `Recorders of "${population}" belong in a LEMS simulation file, which needs a duration.`
        : `NeuroML has no recorders; those of "${population}" are in ${simulation.file}.`;
    lose("recorders", `record[${index}]`, message);
  }
  if ((network.recordSynapses ?? []).length > 0) {
    lose("recorders", "recordSynapses", "NeuroML simulators do not record synapses.");
  }
}
