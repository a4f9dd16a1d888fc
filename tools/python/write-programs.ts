// Writes the programs of the networks of the conformance suite, with their connections drawn, for `spike_times.py`:
// `node --conditions=@spikeloom/source tools/python/write-programs.ts FILE`.
import { writeFileSync } from "node:fs";
import { defaultStack as stack } from "../../packages/cli/src/index.ts";
import { drivenNetwork, fixtureDuration, shownBy } from "../../packages/conformance/src/fixture.ts";
import { fixtures } from "../../packages/conformance/src/generated/fixtures.ts";
import { busyNetwork } from "../../packages/conformance/src/try-networks.ts";
import { type NetworkRecord, SpikeLoomError } from "../../packages/kernel/src/index.ts";
import { indexBuffer, type SynapseValue } from "../../packages/network/src/index.ts";
import {
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  programOf,
  writeProgram,
} from "../../packages/program/src/index.ts";

/** Weights, delays and further values of all synapses, with their ends, in the order of creation. */
function synapsesOf(projection: OpenProjection): object {
  const { plan, sources, targets, weight, delay, values } = projection;
  const columns = new Map<string, SynapseValue>([["weight", weight], ["delay", delay], ...values]);
  const found: Record<string, number[]> = { sources: [], targets: [] };
  for (const name of columns.keys()) found[name] = [];
  const partners = indexBuffer();
  const rows = plan.by === "target" ? targets.size : sources.size;
  for (let index = 0; index < rows; index++) {
    partners.clear();
    plan.partners(index, partners);
    const row = { index, partners: partners.view() };
    const [own, other] = plan.by === "target" ? [targets, sources] : [sources, targets];
    for (const partner of row.partners) {
      const ends = [own.neuron(index), other.neuron(partner)];
      if (plan.by === "target") ends.reverse();
      found["sources"]?.push(ends[0] ?? -1);
      found["targets"]?.push(ends[1] ?? -1);
    }
    for (const [name, value] of columns) {
      const out = new Float64Array(row.partners.length).fill(value.constant ?? 0);
      if (value.constant === undefined) value.fill(row, out);
      found[name]?.push(...out);
    }
  }
  return found;
}

function described(program: NetworkProgram): object {
  const rows = openProjections(program, { stack }).map(synapsesOf);
  return { program: JSON.parse(writeProgram(program)), rows };
}

const networks: Record<string, object> = {};
const add = (name: string, network: NetworkRecord, more: object, seed: number): void => {
  try {
    networks[name] = { ...described(programOf(network, { stack, seed })), ...more };
  } catch (fault) {
    // Some models of the specification cannot be lowered.
    if (!(fault instanceof SpikeLoomError)) throw fault;
  }
};
for (const { name, model } of fixtures) {
  const duration = Number.parseFloat(fixtureDuration);
  add(name, drivenNetwork(model), { duration, shown: shownBy(model) }, 1);
}
add("busy", busyNetwork, { duration: 30 }, 5);
const [file = "programs.json"] = process.argv.slice(2);
writeFileSync(file, JSON.stringify(networks));
