import {
  bytesSource,
  type FormatRecord,
  type NetworkRecord,
  readFormat,
  type Stack,
  thingOf,
} from "@spikeloom/kernel";
import type { Draw } from "../../../../tools/test/draws.ts";
import { type NirGraph, type NirNode, writeNir } from "../../src/nir/index.ts";
import { drawnDocument } from "../neuroml/drawn-document.ts";
import { drawNetwork } from "../sonata/draw-networks.ts";

/** Draw a network that a format can express completely, by the format's name. */
export const withinReach: Readonly<
  Record<string, (draw: Draw, stack: Stack) => Promise<NetworkRecord>>
> = {
  "spikeloom-network": async (draw) => drawNetwork(draw),
  sonata: async (draw) => drawNetwork(draw),
  neuroml: (draw, stack) => readAs("neuroml", Buffer.from(drawnDocument(draw)), stack),
  nir: (draw, stack) =>
    readAs("nir", writeNir({ version: "1.0.8", node: drawnGraph(draw) }), stack),
};

async function readAs(name: string, bytes: Uint8Array, stack: Stack): Promise<NetworkRecord> {
  const format: FormatRecord = stack.get("format", name);
  const { thing } = await readFormat(format, bytesSource("drawn", bytes), { stack });
  return thingOf(thing, "network").network;
}

const spiking = new Set<string>(["Input", "LIF", "IF", "CubaLIF", "Threshold"]);

/** Draw layers of neurons one after the other, of which some excite themselves. */
function drawnGraph(draw: Draw): NirGraph {
  const sizes = Array.from({ length: 2 + draw(3) }, () => 1 + draw(4));
  const nodes = new Map<string, NirNode>([["in", { type: "Input", shape: [sizes[0] ?? 1] }]]);
  const edges: (readonly [string, string])[] = [];
  let from = "in";
  const weight = (rows: number, columns: number) => ({
    shape: [rows, columns],
    values: Float64Array.from({ length: rows * columns }, () => (2 * draw(200) - 199) / 64),
  });
  for (const [k, size] of sizes.slice(1).entries()) {
    const [own, before] = [`n${k}`, sizes[k] ?? 1];
    const bias = { shape: [size], values: Float64Array.from({ length: size }, () => draw(9) / 8) };
    nodes.set(
      `w${k}`,
      draw(2) === 0
        ? { type: "Linear", weight: weight(size, before) }
        : { type: "Affine", weight: weight(size, before), bias },
    );
    nodes.set(own, drawnNeuron(draw, size));
    // Spikes alone can be delayed.
    if (draw(3) === 0 && spiking.has(nodes.get(from)?.type ?? "")) {
      const delay = {
        shape: [before],
        values: new Float64Array(before).fill((1 + draw(5)) / 1000),
      };
      nodes.set(`d${k}`, { type: "Delay", delay });
      edges.push([from, `d${k}`], [`d${k}`, `w${k}`]);
    } else edges.push([from, `w${k}`]);
    edges.push([`w${k}`, own]);
    if (draw(3) === 0) {
      nodes.set(`r${k}`, { type: "Linear", weight: weight(size, size) });
      edges.push([own, `r${k}`], [`r${k}`, own]);
    }
    from = own;
  }
  nodes.set("out", { type: "Output", shape: [sizes.at(-1) ?? 1] });
  edges.push([from, "out"]);
  return { type: "NIRGraph", nodes, edges };
}

function drawnNeuron(draw: Draw, size: number): NirNode {
  const list = (least: number) => ({
    shape: [size],
    values: Float64Array.from({ length: size }, () => least + draw(64) / 64),
  });
  const time = () => ({
    shape: [size],
    values: Float64Array.from({ length: size }, () => (1 + draw(30)) / 512),
  });
  const both = { v_threshold: list(1), v_reset: list(-1) };
  const makers: readonly (() => NirNode)[] = [
    () => ({ type: "LIF", tau: time(), r: list(1), v_leak: list(0), ...both }),
    () => ({ type: "IF", r: list(1), ...both }),
    () => ({ type: "LI", tau: time(), r: list(1), v_leak: list(0) }),
    () => ({ type: "I", r: list(1) }),
    () => ({ type: "Threshold", threshold: list(1) }),
    () => ({
      type: "CubaLIF",
      tau_mem: time(),
      tau_syn: time(),
      w_in: list(1),
      r: list(1),
      v_leak: list(0),
      ...both,
    }),
    () => ({
      type: "CubaLI",
      tau_mem: time(),
      tau_syn: time(),
      w_in: list(1),
      r: list(1),
      v_leak: list(0),
    }),
  ];
  return makers[draw(makers.length)]?.() as NirNode;
}
