// Figures of mapping networks onto chips, one JSON line for each network:
// `node --conditions=@spikeloom/source tools/bench/run-mapping.ts growth|hops|cores|large [--synapses 1e9] [--long]`.
//
// growth: CPU seconds for a sparse population of 1e5, 1e6 and 3e6 synapses on Loihi 1.
// hops: packets times links in relation to sequential cores in sequential places, and CPU seconds.
// cores: cores of fully connected networks in relation to the lower bound.
// large: 1e9 synapses between 1e6 neurons, given by rule, on SpiNNaker 1: seconds of wall and CPU time, and peak memory of the
// process. Other numbers of synapses take as many neurons less. Progress goes to standard error; SIGTERM ends it.
import { parseArgs } from "node:util";
import { startHeartbeat } from "../../packages/cli/src/print/heartbeat.ts";
import {
  hypergraphPartition,
  loihi1,
  type MappingOptions,
  mapNetwork,
  type NetworkGraph,
  spiNNaker1,
  synapsesOf,
} from "../../packages/mapping/src/index.ts";
import {
  hopNetworks,
  largeLayers,
  largePopulations,
  mixedNetwork,
  sparseNetwork,
} from "../../packages/mapping/test/measured-networks.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { synapses: { type: "string" }, long: { type: "boolean", default: false } },
});

const heartbeat = startHeartbeat(process.stderr.isTTY === true);

/** Run with progress on standard error; returns the result with the CPU seconds that it took. */
function timed<T>(task: string, run: (onStage: MappingOptions["onStage"]) => T) {
  heartbeat.tell(task);
  const began = performance.now();
  const before = process.cpuUsage();
  const result = run((stage) => heartbeat.tell(`${task}: ${stage}`));
  const { user, system } = process.cpuUsage(before);
  return {
    result,
    cpu_s: rounded((user + system) / 1e6),
    wall_s: rounded((performance.now() - began) / 1000),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function print(line: Readonly<Record<string, unknown>>): void {
  heartbeat.said();
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function synapsesIn(graph: NetworkGraph): number {
  return Math.round(graph.projections.reduce((sum, one) => sum + synapsesOf(graph, one), 0));
}

const figures: Readonly<Record<string, () => void>> = {
  growth() {
    for (const synapses of values.synapses === undefined
      ? [1e5, 1e6, 3e6]
      : [Number(values.synapses)]) {
      const graph = sparseNetwork(synapses);
      const { result, cpu_s } = timed(`growth, ${synapses} synapses`, (onStage) =>
        mapNetwork(graph, loihi1, { onStage }),
      );
      print({ synapses: synapsesIn(graph), cores: result.partition.cores, cpu_s });
    }
  },
  hops() {
    for (const { name, chip, graph } of hopNetworks(values.long)) {
      const first = mapNetwork(graph, chip, {
        partition: "sequential",
        placement: "sequential",
        refine: "none",
      });
      const { result, cpu_s } = timed(`hops, ${name}`, (onStage) =>
        mapNetwork(graph, chip, { prefer: "packets", onStage }),
      );
      const share = rounded(result.load.hops / first.load.hops);
      print({ name, chip: chip.name, share, cpu_s });
    }
  },
  cores() {
    for (let seed = 1; seed <= (values.long ? 24 : 8); seed++) {
      const { result, cpu_s } = timed(`cores, network ${seed}`, () =>
        hypergraphPartition(mixedNetwork(seed), loihi1, { prefer: "cores" }),
      );
      const { cores, bound } = result;
      const over = rounded(cores / bound.cores - 1);
      print({ network: seed, cores, bound: bound.cores, over, cpu_s });
    }
  },
  large() {
    const synapses = Number(values.synapses ?? 1e9);
    for (const [name, network] of Object.entries({ largeLayers, largePopulations })) {
      const graph = network(synapses / 1000);
      const { result, ...times } = timed(`large, ${name}`, (onStage) =>
        mapNetwork(graph, spiNNaker1, { onStage }),
      );
      const peakMib = rounded(process.resourceUsage().maxRSS / 1024);
      const { cores } = result.partition;
      print({ name, synapses: synapsesIn(graph), cores, ...times, peak_mib: peakMib });
    }
  },
};
const figure = figures[positionals[0] ?? ""];
if (figure === undefined) throw new Error(`There are ${Object.keys(figures).join(", ")}.`);
figure();
heartbeat.stop();
