import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Workplace, workplace } from "../spikeloom.ts";

/** A neuron that needs no input, as a record in JSON. */
export const neuron = (name: string): string =>
  JSON.stringify({
    kind: "neuron",
    contract: 1,
    name,
    about: "Fires by itself.",
    parameters: { tau: { default: "20 ms", about: "membrane time constant" } },
    receptors: { jump: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
    state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
    dynamics: { v: "(20*mV - v) / tau" },
    spike: { when: "v >= 10*mV", reset: { v: "0*mV" } },
  });

/** A network of three neurons of a model, as the text of a file. */
export const networkOf = (model: string): string =>
  JSON.stringify({
    format: "spikeloom-network",
    version: 1,
    duration: "50 ms",
    populations: { E: { model, size: 3 } },
    record: [{ population: "E", variables: ["spikes"] }],
  });

/** A network of a hundred neurons that are connected by a connector "ring". */
export const ringNetwork = (model: string): string =>
  JSON.stringify({
    format: "spikeloom-network",
    version: 1,
    duration: "50 ms",
    populations: { E: { model, size: 100, initial: { v: { formula: "rand() * 10*mV" } } } },
    projections: [
      { from: "E", to: "E", connector: { kind: "ring" }, weight: "1 mV", delay: "1 ms" },
    ],
    record: [{ population: "E", variables: ["spikes"] }],
  });

/** A third-party project: files by their path, with our packages installed. */
export function project(files: Readonly<Record<string, string>>): Workplace {
  const place = workplace();
  const ours = { spikeloom: "cli", "@spikeloom/kernel": "kernel", "@spikeloom/network": "network" };
  for (const [name, folder] of Object.entries(ours)) {
    const path = place.path(`node_modules/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(fileURLToPath(new URL(`../../../${folder}`, import.meta.url)), path);
  }
  for (const [name, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(place.path(name)), { recursive: true });
    writeFileSync(place.path(name), text);
  }
  return place;
}

/** A package with one file, as files of a project. */
export const installed = (name: string, text: string): Readonly<Record<string, string>> => ({
  [`node_modules/${name}/package.json`]: `{ "type": "module", "exports": { "import": "./index.js" } }`,
  [`node_modules/${name}/index.js`]: text,
});
