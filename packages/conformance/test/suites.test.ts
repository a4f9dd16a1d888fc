import { reference } from "@spikeloom/backend-reference";
import type { NetworkRecord } from "@spikeloom/kernel";
import { conventions } from "@spikeloom/network";
import { run } from "@spikeloom/simulate";
import { clock, createStack, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import {
  backendSuite,
  type Claim,
  connectorSuite,
  conventionSuite,
  formatSuite,
  integratorSuite,
  modelSuite,
} from "../src/index.ts";
import { examples, ownPopulation } from "./connector-examples.ts";
import { everyThird, everyThirdNetwork } from "./every-third.ts";
import { thingsOf } from "./things.ts";

const backend = clock();
const named = <T extends { readonly name: string }>(list: readonly T[]) =>
  list.map((one) => [one.name, one] as const);

function keeps(claims: readonly Claim[]): void {
  it.each(named(claims))("%s", (_, { run }) => run(), 60_000);
}

describe.each(named(stack.list("neuron")))("neuron %s", (name, model) => {
  // One in turn, all under `--long`: results of each model in each convention are recorded (`unchanged`).
  const all = ["nest", "brian2", "neuron"];
  const place = stack.list("neuron").findIndex((one) => one.name === name);
  const conventions = long ? all : [all[place % all.length] ?? "nest"];
  keeps(modelSuite(model, { stack, conventions, duration: "15 ms" }));
});

describe.each(named(stack.list("synapse")))("synapse %s", (_, model) => {
  keeps(modelSuite(model, { stack, duration: "30 ms" }));
});

describe.each(named(stack.list("plasticity")))("plasticity %s", (_, model) => {
  keeps(modelSuite(model, { stack, duration: "30 ms" }));
});

describe.each(named(stack.list("connector")))("connector %s", (name, connector) => {
  const samePopulation = ownPopulation.has(name);
  const claims = connectorSuite(connector, {
    stack,
    examples: examples[name] ?? [],
    samePopulation,
  });
  // Workers of both backends load connectors in the same way.
  keeps(claims.filter(({ name }) => long || name !== "is available to the workers of clock-js"));
});

describe("a connector of another package", () => {
  const plugins = [everyThird, ...(["integrator"] as const).flatMap((kind) => stack.list(kind))];
  const own = createStack({ plugins });
  keeps(connectorSuite(everyThird, { stack: own, examples: [{}], backends: [backend] }));

  it("that names no module, or another one, is refused on two workers", async () => {
    const { module: _, ...mute } = everyThird;
    const silent = createStack({ plugins: [mute] });
    const claims = connectorSuite(mute, { stack: silent, examples: [{}], backends: [backend] });
    for (const { run } of claims) await run();
    const named = { ...everyThird, module: new URL("connector-examples.ts", import.meta.url).href };
    for (const [connector, code] of [
      [mute, "SL_WORKER_CONNECTOR"],
      [named, "SL_PLUGIN_RETURN"],
    ] as const) {
      const withOne = createStack({ plugins: [connector] });
      const act = run(everyThirdNetwork, { stack: withOne, backend, workers: 2 });
      await expect(act).rejects.toMatchObject({ code });
    }
  });
});

describe("connectors of another copy of ours", () => {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    duration: "20 ms",
    seed: 3,
    populations: { E: { model: "lif-delta", size: 40, initial: { v: "40 mV" } } },
    projections: [
      {
        from: "E",
        to: "E",
        weight: "9 mV",
        delay: "1 ms",
        connector: { kind: "fixed-indegree", n: 5 },
      },
    ],
  };
  const copied = (changes: object) => {
    const connectors = stack.list("connector").map((one) => ({ ...one, ...changes }));
    const others = stack.records.filter(({ kind }) => kind !== "connector");
    return createStack({ plugins: [...others, ...connectors] });
  };

  it("are recognised by their address, so that they run on two workers", async () => {
    const other = copied({ module: "spikeloom:network/1" });
    const on = (workers: number) => run(network, { stack: other, backend, workers });
    const [one, two] = [await on(1), await on(2)];
    expect(one.spikeCounts["E"]).toBeGreaterThan(0);
    expect(two.summary.notes).toContainEqual(expect.stringContaining("on 2 workers"));
    expect(two.spikeHash).toBe(one.spikeHash);
  });

  it("are no longer ours once spread, because a thread would draw with ours what another plan defines", async () => {
    const changed = copied({ plan: stack.get("connector", "all-to-all").plan });
    const act = run(network, { stack: changed, backend, workers: 2 });
    await expect(act).rejects.toMatchObject({ code: "SL_WORKER_CONNECTOR" });
  });

  it("are refused on two workers if theirs is of another version", async () => {
    const newer = copied({ module: "spikeloom:network/2" });
    const act = run(network, { stack: newer, backend, workers: 2 });
    await expect(act).rejects.toMatchObject({ code: "SL_WORKER_CONNECTOR" });
  });
});

describe.each(named(stack.list("integrator").filter(({ leading }) => leading === undefined)))(
  "integrator %s",
  (_, integrator) => keeps(integratorSuite(integrator, { stack, backend })),
);

describe.each(named(conventions))("convention %s", (_, convention) => {
  keeps(conventionSuite(convention, { stack, backend }));
});

const backends = [...stack.list("backend"), reference];

describe.each(named(backends))("backend %s", (_, one) => {
  const claims = backendSuite(one, { stack });
  const place = backends.indexOf(one);
  // All claims of the first, and of the others each fourth one: under `--long`, all. Their bits are compared elsewhere.
  keeps(claims.filter((_, k) => long || place === 0 || k % 4 === place % 4));
});

// Their networks consist of neurons of Loihi, which the default stack lacks: packages/cli/test/loihi-formats.test.ts.
const ofLoihi = ["netx", "lava"];

const written = await Promise.all(
  stack
    .list("format")
    .filter(({ name }) => !ofLoihi.includes(name))
    .map(async (format) => [format.name, format, await thingsOf(format)] as const),
);

describe.each(written)("format %s", (name, format, taken) => {
  // Files of NWB carry identities and the time at which they were written.
  const sameBytes = name !== "nwb";
  // SONATA writes spikes as results, but reads circuits.
  const onlyWrites = name === "sonata" ? (["result"] as const) : [];
  keeps(formatSuite(format, { stack, things: taken, sameBytes, onlyWrites }));
});
