import { type HeldFile, heldFile } from "@spikeloom/files";
import type { Loss, NetworkRecord, Stack } from "@spikeloom/kernel";
import {
  type DrawnSynapses,
  drawSynapses,
  type NetworkProgram,
  type PopulationProgram,
  type ProjectionProgram,
  programOf,
} from "@spikeloom/program";
import { type Hdf5File, hdf5File } from "../hdf5/write/hdf5-file.ts";
import type { GroupNode, TreeNode } from "../hdf5/write/tree.ts";
import { NETX_WRITE } from "./errors.ts";
import { biasExponent, stateExponent } from "./layer-neuron.ts";
import { netxLosses } from "./losses.ts";
import { largestWeight } from "./weights.ts";

/** A netx file, and what it lacks of the network. */
export interface NetxFromNetwork {
  readonly bytes: Uint8Array;
  readonly losses: readonly Loss[];
}

/** Models of synapses whose weights the file stores. */
const synapses: ReadonlySet<string> = new Set(["loihi-synapse", "loihi-graded-synapse"]);

const noRows = {
  sources: new Uint32Array(),
  targets: new Uint32Array(),
  weights: new Float64Array(),
} as const;

/** Largest number of weights of a layer. */
const mostWeights = 2 ** 26;

/**
 * Write a chain of populations in integers of the chip as the layers of a netx file.
 *
 * Each population is a dense layer, with weights to itself a recurrent one. Sources are not part of the file.
 */
export function netxFromNetwork(network: NetworkRecord, stack: Stack): NetxFromNetwork {
  const program = programOf(network, { stack });
  const disk: HeldFile = heldFile();
  const file = hdf5File(disk);
  const layers = chainOf(program, drawSynapses(program, stack)).map((link, index) => {
    return [String(index), layerGroup(file, link)] as const;
  });
  file.commit(group([["layer", group(layers)]]));
  return { bytes: disk.bytes(), losses: lossesOf(network, program) };
}

/** A population, and the projections that reach it. */
interface Link {
  readonly population: PopulationProgram;
  readonly input: Reaching | undefined;
  readonly recurrent: Reaching | undefined;
}

interface Reaching {
  /** Neurons of the source population. */
  readonly sources: number;
  readonly projection: ProjectionProgram;
  readonly drawn: DrawnSynapses;
}

/** Order populations from the input to the output. */
function chainOf(program: NetworkProgram, drawn: readonly DrawnSynapses[]): readonly Link[] {
  const reaching = program.projections.map((projection, index) => ({
    sources: program.populations.get(projection.from)?.size ?? 0,
    projection,
    drawn: drawn[index] as DrawnSynapses,
  }));
  const all = [...program.populations.values()];
  const linkOf = (population: PopulationProgram): Link => {
    const { name } = population;
    const own = reaching.filter(({ projection: { to } }) => to === name);
    const inputs = own.filter(({ projection: { from } }) => from !== name);
    const loops = own.filter(({ projection: { from } }) => from === name);
    const targets = reaching.filter(({ projection: { from, to } }) => from === name && to !== name);
    const wrong = [inputs[1], loops[1], targets[1]].find((one) => one !== undefined);
    if (wrong !== undefined) {
      throw NETX_WRITE({
        place: wrong.projection.place,
        message: "Layers form a chain.",
        expected: "one projection onto each population, and one from it",
        got: `another one, from "${wrong.projection.from}" to "${wrong.projection.to}"`,
      });
    }
    return { population, input: inputs[0], recurrent: loops[0] };
  };
  const links = all.map(linkOf);
  const firsts = links.filter(({ input }) => input === undefined);
  const [first] = firsts;
  if (first === undefined || firsts.length > 1) {
    throw NETX_WRITE({
      place: "populations",
      message: "Layers form a chain.",
      expected: "one population without input, from which all others are reached",
      got: firsts.map(({ population: { name } }) => `"${name}"`).join(", ") || "a cycle",
    });
  }
  const chain = [first];
  for (;;) {
    const from = (chain.at(-1) as Link).population.name;
    const next = links.find(({ input }) => input?.projection.from === from);
    if (next === undefined) break;
    chain.push(next);
  }
  if (chain.length !== links.length) {
    const outside = links.find((link) => !chain.includes(link))?.population.name ?? "";
    throw NETX_WRITE({
      place: `populations.${outside}`,
      message: "Layers form a chain.",
      expected: `a population that "${first.population.name}" reaches`,
      got: "one of a cycle",
    });
  }
  return first.population.source === undefined ? chain : chain.slice(1);
}

function layerGroup(file: Hdf5File, { population, input, recurrent }: Link): GroupNode {
  const { size, name } = population;
  const isInput = input === undefined;
  if (isInput && recurrent !== undefined) {
    throw NETX_WRITE({
      place: recurrent.projection.place,
      message: "An input layer has no weights.",
      expected: "sources that reach the first population",
      got: `weights of "${name}" to itself`,
    });
  }
  const bias = biasOf(population);
  const type = isInput ? "input" : recurrent === undefined ? "dense" : "dense_rec";
  const links: (readonly [string, TreeNode])[] = [
    ["type", file.texts([type])],
    ["shape", integers(file, [size])],
    ["neuron", neuronGroup(file, population, isInput)],
  ];
  if (isInput) {
    if (bias !== undefined && new Set(bias).size > 1) {
      throw NETX_WRITE({
        place: `populations.${name}.parameters.bias`,
        message: "Biases of an input layer are its input, which the file does not contain.",
        expected: "one bias",
        got: "one for each neuron",
      });
    }
    links.push(["weight", integer(file, 64)], ["bias", integer(file, bias?.[0] ?? 0)]);
    return group(links);
  }
  if (bias !== undefined) links.push(["bias", file.array(bias, { shape: [size] })]);
  const delays = [input, recurrent].flatMap((one) => (one === undefined ? [] : [delayOf(one)]));
  const [delay = 0] = delays;
  if (delays.some((one) => one !== delay)) {
    throw NETX_WRITE({
      place: recurrent?.projection.place ?? "",
      message: "A recurrent layer has one delay.",
      expected: `${delay} steps`,
      got: `${delays[1]} steps`,
    });
  }
  if (delay > 0) links.push(["delay", integer(file, delay)]);
  links.push(["weight", weightArray(file, input, size)]);
  if (recurrent !== undefined) links.push(["weight_rec", weightArray(file, recurrent, size)]);
  return group(links);
}

function neuronGroup(file: Hdf5File, population: PopulationProgram, isInput: boolean): GroupNode {
  const { form, name } = population;
  const only = (parameter: string, expected: number): void => {
    const got = constantOf(population, parameter);
    if (got === expected) return;
    throw NETX_WRITE({
      place: `populations.${name}.parameters.${parameter}`,
      message: "The file has no such parameter.",
      expected: String(expected),
      got: String(got),
    });
  };
  const read = (parameter: string): TreeNode => integer(file, constantOf(population, parameter));
  if (form.model === "loihi-cuba") {
    only("refractory_steps", 1);
    only("noise_exp", 0);
    only("v_min_exp", 23);
    only("v_max_exp", 7);
    return group([
      ["type", file.texts("CUBA")],
      ["iDecay", integer(file, constantOf(population, "du") + 1)],
      ["vDecay", read("dv")],
      ["vThMant", read("v_threshold")],
      ["refDelay", integer(file, 1)],
    ]);
  }
  const wanted = isInput ? "loihi-delta" : "loihi-sigma-delta";
  if (form.model !== wanted) {
    throw NETX_WRITE({
      place: `populations.${name}.model`,
      message: "The file has no such neurons.",
      expected: `"loihi-cuba" or "${wanted}"`,
      got: `"${form.model}"`,
    });
  }
  only("state_exp", stateExponent);
  // The reader chooses the exponent; this is its default.
  only("spike_exp", stateExponent);
  only("cumulative", 0);
  if (!isInput) only("rectified", 1);
  return group([
    ["type", file.texts("SDNN")],
    ["vThMant", read("v_threshold")],
    ["activation", file.texts("relu")],
  ]);
}

/** Read a parameter that is the same for all neurons. */
function constantOf({ name, parameters }: PopulationProgram, parameter: string): number {
  const value = parameters.get(parameter)?.value ?? Number.NaN;
  const list = typeof value === "number" ? [value] : [...value];
  const [first = 0] = list;
  const other = list.find((one) => one !== first);
  if (other === undefined) return first;
  throw NETX_WRITE({
    place: `populations.${name}.parameters.${parameter}`,
    message: "Neurons of a layer share their parameters.",
    expected: String(first),
    got: String(other),
  });
}

/** Biases in the file's unit; undefined if all are 0. */
function biasOf(population: PopulationProgram): Float32Array | undefined {
  const { name, size, parameters, form } = population;
  if (form.model === "loihi-delta") return undefined;
  const given = parameters.get("bias")?.value ?? 0;
  const list = typeof given === "number" ? new Float64Array(size).fill(given) : given;
  if (list.every((value) => value === 0)) return undefined;
  const exponent = form.model === "loihi-cuba" ? constantOf(population, "bias_exp") : biasExponent;
  const bias = Float32Array.from(list, (value) => value * 2 ** (exponent - biasExponent));
  const wrong = bias.find((value) => !Number.isInteger(value));
  if (wrong === undefined) return bias;
  throw NETX_WRITE({
    place: `populations.${name}.parameters.bias`,
    message: "Biases are multiples of 64 units of the voltage.",
    expected: "a whole number",
    got: String(wrong),
  });
}

function delayOf({ projection: { place }, drawn }: Reaching): number {
  const { longestDelay, hasOneDelay } = drawn;
  if (hasOneDelay || longestDelay === 0) return longestDelay;
  throw NETX_WRITE({
    place: `${place}.delay`,
    message: "Synapses of a layer have one delay here.",
    expected: "one delay",
    got: `delays of up to ${longestDelay} steps`,
  });
}

/** Write the weights of a projection with a row for each target. */
function weightArray(
  file: Hdf5File,
  { projection, drawn, sources }: Reaching,
  targets: number,
): TreeNode {
  const { place, dynamic } = projection;
  const fault = (message: string, expected: string, got: string): Error =>
    NETX_WRITE({ place: `${place}.weight`, message, expected, got });
  if (sources * targets > mostWeights) {
    throw fault(
      "The layer has too many weights.",
      `at most ${mostWeights}`,
      `${sources} × ${targets}`,
    );
  }
  const [model] = dynamic?.models ?? [];
  const format = (parameter: string, usual: number): number => {
    const source = model?.parameters.get(parameter)?.source;
    return source?.kind === "number" ? source.value : usual;
  };
  if (model !== undefined && !synapses.has(model.name)) {
    throw NETX_WRITE({
      place: `${place}.synapse`,
      message: "The file has no such synapses.",
      expected: [...synapses].map((name) => `"${name}"`).join(" or "),
      got: `"${model.name}"`,
    });
  }
  const [bits, exponent, mixed] = [format("bits", 8), format("exponent", 0), format("mixed", 0)];
  const cut = model === undefined ? 1 : 2 ** (8 - bits + mixed);
  const values = new Float32Array(sources * targets);
  const seen = new Uint8Array(sources * targets);
  const { sources: from, targets: to, weights } = drawn.rows ?? noRows;
  let [least, greatest, isEven] = [0, 0, true];
  for (let k = 0; k < from.length; k++) {
    const at = (to[k] as number) * sources + (from[k] as number);
    const mantissa = weights[k] as number;
    const weight = mantissa * 2 ** exponent;
    if (!Number.isInteger(weight) || mantissa % cut !== 0) {
      throw fault(
        "The file stores whole weights.",
        `multiples of ${cut}, whole with the exponent`,
        String(mantissa),
      );
    }
    if (seen[at] === 1) throw fault("The file stores one weight of a pair.", "one synapse", "two");
    seen[at] = 1;
    values[at] = weight;
    least = Math.min(least, weight);
    greatest = Math.max(greatest, weight);
    isEven &&= weight % 2 === 0;
  }
  const isMixed = least < 0 && greatest > 0;
  const most = largestWeight({ isMixed, isEven });
  const lowest = -most - Number(isMixed);
  if (greatest > most || least < lowest) {
    const got = String(greatest > most ? greatest : least);
    throw fault("Readers cut such weights.", `${lowest} to ${most}`, got);
  }
  return file.array(values, { shape: [targets, sources], gzip: 4 });
}

function group(links: readonly (readonly [string, TreeNode])[]): GroupNode {
  return { kind: "group", attributes: new Map(), links: new Map(links) };
}

function integer(file: Hdf5File, value: number): TreeNode {
  return file.array(BigInt64Array.of(BigInt(value)), { shape: [] });
}

function integers(file: Hdf5File, values: readonly number[]): TreeNode {
  return file.array(BigInt64Array.from(values, BigInt), { shape: [values.length] });
}

function lossesOf(network: NetworkRecord, { populations }: NetworkProgram): readonly Loss[] {
  const losses: Loss[] = [];
  const lose = (code: keyof typeof netxLosses, place: string): void => {
    losses.push({ code, place, message: netxLosses[code] });
  };
  lose("name", "populations");
  for (const { name, source } of populations.values()) {
    if (source !== undefined) lose("input", `populations.${name}`);
  }
  if ((network.record ?? []).length > 0) lose("recorder", "record");
  if (network.duration !== undefined) lose("setting", "duration");
  return losses;
}
