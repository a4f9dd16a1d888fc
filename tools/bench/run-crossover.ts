// Time of the clock and of the event-driven simulator on a grid of rates and in-degrees:
// `node tools/bench/run-crossover.ts [--quick] [--root DIR]`, with the packages built in this checkout or another.
// Prints one JSON line: for each point, CPU seconds per simulated second of both, medians in turn, and the choice of `auto`.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { NetworkRecord } from "../../packages/kernel/src/index.ts";
import { crossoverGrid, type GridPoint, pointName } from "./crossover.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    root: { type: "string", default: resolve(import.meta.dirname, "../..") },
  },
});
const built = (path: string): string => pathToFileURL(resolve(values.root, path)).href;
const { defaultStack: stack } = (await import(
  built("packages/cli/dist/index.js")
)) as typeof import("../../packages/cli/src/index.ts");
const { autoBackend, estimateNetwork, simulate } = (await import(
  built("packages/simulate/dist/index.js")
)) as typeof import("../../packages/simulate/src/index.ts");
const { completeNetwork } = (await import(
  built("packages/network/dist/index.js")
)) as typeof import("../../packages/network/src/index.ts");
const { event } = (await import(
  built("plugins/backend-event/dist/index.js")
)) as typeof import("../../plugins/backend-event/src/index.ts");
const { clock } = (await import(
  built("plugins/backend-clock/dist/index.js")
)) as typeof import("../../plugins/backend-clock/src/index.ts");

const backends = { clock: clock(), event };
const auto = autoBackend([backends.clock, backends.event]);

/** Mean depolarisation by the input, in mV; the threshold is 15 mV above rest. */
const depolarisation = 11;
/** Largest effect of a spike on the potential, in mV. */
const mostEffect = 3;

/** Neurons that receive a fixed number of synapses from Poisson sources. */
function networkOf({ rate, inDegree }: GridPoint): NetworkRecord {
  const [tau_m, tau_syn, c_m] = [10, 2, 250];
  // A current w e^(-t / tau_syn) has the integral w tau_syn, and depolarises by w tau_syn / c_m at most.
  const most = (mostEffect * c_m) / tau_syn;
  const mean = (depolarisation * c_m) / (tau_m * tau_syn * 1e-3 * rate * inDegree);
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "0.1 ms",
      duration: "1 s",
      seed: 1,
      populations: {
        sources: {
          model: "poisson",
          size: Math.max(1000, inDegree),
          parameters: { rate: `${rate} Hz` },
        },
        neurons: {
          model: "lif-curr-exp",
          size: inDegree > 1000 ? 100 : 1000,
          parameters: {
            c_m: `${c_m} pF`,
            tau_m: `${tau_m} ms`,
            tau_syn_exc: `${tau_syn} ms`,
            v_rest: "-65 mV",
            v_reset: "-65 mV",
            v_threshold: "-50 mV",
          },
        },
      },
      projections: [
        {
          from: "sources",
          to: "neurons",
          receptor: "excitatory",
          connector: { kind: "fixed-indegree", n: inDegree },
          weight: `${Math.min(most, mean)} pA`,
          delay: "1.5 ms",
        },
      ],
    },
    stack,
  );
}

/** Estimated time that each backend is given for a point, in s; at least `leastSteps` steps are simulated in each turn. */
const spent = values.quick ? 0.05 : 0.7;
const leastSteps = 50;
const mostSteps = 1_000_000;

/** Turns of both backends at a point, of which the median counts. */
const turns = values.quick ? 1 : 3;

type Times = Readonly<Record<keyof typeof backends, number>>;

/** Measure CPU seconds per simulated second of both backends, in turn. */
async function measure(network: NetworkRecord): Promise<Times> {
  const start = async (name: keyof typeof backends) => {
    const backend = backends[name];
    const workers = name === "clock" ? 1 : undefined;
    const estimated = estimateNetwork(network, { stack, backend }).seconds?.perSecond ?? 1;
    const wanted = Math.round((1e4 * spent) / turns / estimated);
    const steps = Math.max(leastSteps, Math.min(mostSteps, wanted));
    const simulation = await simulate(network, { stack, backend, workers });
    // Compilation and the start from rest do not count.
    await simulation.advance(`${leastSteps / 10} ms`);
    return { simulation, steps, times: [] as number[] };
  };
  const both = { clock: await start("clock"), event: await start("event") };
  for (let turn = 0; turn < turns; turn++) {
    for (const { simulation, steps, times } of Object.values(both)) {
      const began = process.cpuUsage();
      await simulation.advance(`${steps / 10} ms`);
      const { user, system } = process.cpuUsage(began);
      times.push((1e-6 * (user + system) * 1e4) / steps);
    }
  }
  const median = (of: readonly number[]): number =>
    of.toSorted((a, b) => a - b)[of.length >> 1] as number;
  for (const { simulation } of Object.values(both)) await simulation.close();
  return { clock: median(both.clock.times), event: median(both.event.times) };
}

const line: Record<string, number> = {};
let [slower, worst] = [0, 1];
const grid = crossoverGrid(values.quick);
// The first point would also pay for code that is not optimised yet.
await measure(networkOf(grid[0] as GridPoint));
for (const point of grid) {
  const network = networkOf(point);
  const name = pointName(point);
  const times = await measure(network);
  const { notes } = estimateNetwork(network, { stack, backend: auto });
  const reason = notes.find(([what]) => what === "backend")?.[1] ?? "";
  const chosen = reason.startsWith("event") ? "event" : "clock";
  const ratio = times[chosen] / Math.min(times.clock, times.event);
  if (ratio > 1) slower++;
  worst = Math.max(worst, ratio);
  line[`clock ${name}`] = times.clock;
  line[`event ${name}`] = times.event;
  line[`chosen ${name}`] = times[chosen];
}
console.log(JSON.stringify({ ...line, slower: slower / grid.length, worst }));
