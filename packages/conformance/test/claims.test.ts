import {
  type BackendRecord,
  defineConnector,
  defineFormat,
  defineIntegrator,
  type PluginRecord,
  type Simulation,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { conventions } from "@spikeloom/network";
import { clock, createStack, defaultStack, neurons } from "spikeloom";
import { describe, expect, it } from "vitest";
import { type NetworkProgram, programOf } from "../../../tools/test/prepare-job.ts";
import {
  backendSuite,
  type Claim,
  connectorSuite,
  conventionSuite,
  formatSuite,
  integratorSuite,
  modelSuite,
} from "../src/index.ts";

const backend = clock();

/** The default stack with one plugin more. */
function stackWith(plugin: PluginRecord): Stack {
  const kinds = ["neuron", "synapse", "plasticity", "connector", "integrator"] as const;
  return createStack({ plugins: [plugin, ...kinds.flatMap((kind) => defaultStack.list(kind))] });
}

/** A backend that runs another network than requested, with another seed. */
function running(change: (program: NetworkProgram) => NetworkProgram): BackendRecord {
  return {
    ...backend,
    name: "odd",
    prepare(program: NetworkProgram, job) {
      return backend.prepare({ ...change(program), seed: 1 }, job);
    },
  };
}

/** The claims that a plugin does not keep. */
async function broken(claims: readonly Claim[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, run } of claims) {
    await run().catch(() => void found.push(name));
  }
  return found;
}

describe("a plugin that violates a claim is found", () => {
  it("a model without a source and with a default outside its bounds", async () => {
    const { lif } = neurons;
    const tau = { default: "-20 ms", about: "", min: "0 ms" };
    const odd = { ...lif, cite: [], parameters: { ...lif.parameters, tau_m: tau } };
    const claims = modelSuite(odd, { stack: defaultStack, backends: [backend] });
    expect(await broken(claims)).toEqual([
      "is data: its JSON is the same model",
      "passes every check of the equation language",
      "describes itself and each of its names, and cites its source",
      "has defaults within their bounds",
      "runs with finite values on clock under nest",
    ]);
  });

  it("a backend whose estimate contradicts its check, and that answers late", async () => {
    const LIMIT = new SpikeLoomError("SL_OWN", {
      message: "It is too large.",
      place: "populations",
    });
    const odd: BackendRecord = {
      ...backend,
      name: "odd",
      estimate(...asked) {
        const estimate = backend.estimate(...asked);
        return { ...estimate, bytes: 2 * estimate.bytes, faults: [LIMIT] };
      },
      async prepare(program, job) {
        const simulation = await backend.prepare(program, job);
        const state: Simulation["state"] = async (...asked) => {
          await new Promise((resolve) => setTimeout(resolve, 2));
          return await simulation.state(...asked);
        };
        return { ...simulation, state };
      },
    };
    const claims = backendSuite(odd, { stack: defaultStack }).filter(({ name }) =>
      /^(estimates memory|reports no limit|executes calls)/.test(name),
    );
    expect(await broken(claims)).toEqual([
      "estimates memory whose parts add up to the total",
      "reports no limit in its estimate that its check omits",
      "executes calls in order, even if not awaited",
    ]);
  });

  it("a backend that accepts non-finite values as finite", async () => {
    const odd: BackendRecord = {
      ...backend,
      name: "odd",
      async prepare(program, job) {
        const simulation = await backend.prepare(program, job);
        return Object.create(simulation, { areFinite: { value: async () => true } }) as Simulation;
      },
    };
    const claims = backendSuite(odd, { stack: defaultStack });
    const few = claims.filter(({ name }) => /finite|has it in the state/.test(name));
    expect(few).toHaveLength(4);
    expect(await broken(few)).toEqual([
      "stops with a code when a value becomes non-finite, but not for an initial one",
      "detects a non-finite weight",
    ]);
  });

  it("a connector that draws in sequence, and miscounts", async () => {
    let calls = 0;
    const odd = defineConnector({
      name: "odd",
      about: "Draws in the order of calls.",
      options: {},
      plan: () => ({
        expected: 300,
        by: "target",
        partners: (_, out) => out.push(calls++ % 20),
      }),
    });
    const stack = stackWith(odd);
    const found = await broken(connectorSuite(odd, { stack, examples: [{}], backends: [backend] }));
    expect(found).toContain("gives each neuron the same partners, in any order of requests");
    expect(found).toContain("estimates the number of connections");
  });

  it("an integrator that states a wrong order", async () => {
    const odd = defineIntegrator({
      name: "odd",
      about: "Euler, said to be better.",
      handles: "any",
      noise: "none",
      order: 2,
      update: "x + dt * f(x, t)",
    });
    expect(await broken(integratorSuite(odd, { stack: stackWith(odd), backend }))).toHaveLength(2);
  });

  it("a backend with its own seed, delays and convention", async () => {
    const other = { format: "spikeloom-network", version: 1, populations: {} } as const;
    const lowered = programOf({ ...other, convention: "brian2" }, { stack: defaultStack });
    const { convention, schedule } = lowered;
    const known = new Map<string, NetworkProgram["populations"]>();
    const odd = running((program) => {
      const soon = { kind: "number", value: 0.1 } as const;
      const projections = program.projections.map((one) => ({
        ...one,
        delay: { ...one.delay, source: soon },
      }));
      // Values drawn when the network was first lowered stay, whatever the seed.
      const shape = [...program.populations].map(([name, { size }]) => `${name} ${size}`).join();
      const populations = known.get(shape) ?? program.populations;
      known.set(shape, populations);
      return { ...program, convention, schedule, projections, populations };
    });
    const claims = backendSuite(odd, { stack: defaultStack });
    const few = claims.filter(({ name }) =>
      /only on the seed: a network of|after its delay|spikes of random|adex/.test(name),
    );
    expect(few).toHaveLength(5);
    expect(await broken(few)).toEqual(few.map(({ name }) => name));
    const [nest] = conventions.filter(({ name }) => name === "nest");
    if (nest === undefined) throw new Error("no convention");
    const stamps = conventionSuite(nest, { stack: defaultStack, backend: odd });
    expect(await broken(stamps)).toEqual([
      "determines the stamp of a spike, in the step given by its order of phases",
      "determines whether samples are taken at the start or end of a step",
    ]);
  });

  it("a backend that claims to compute in continuous time, and rounds to the grid", async () => {
    const odd: BackendRecord = { ...clock(), time: "continuous" };
    const inSteps = new Set(backendSuite(clock(), { stack: defaultStack }).map(({ name }) => name));
    const claims = backendSuite(odd, { stack: defaultStack });
    const added = claims.filter(({ name }) => !inSteps.has(name) && !/reproduces/.test(name));
    const found = await broken(added);
    // The clock is not affected by reads either.
    expect([...found, "is not affected by reads"].sort()).toEqual(
      added.map(({ name }) => name).sort(),
    );
    const changed = claims.filter(({ name }) => /several spikes|under nest, if/.test(name));
    expect(await broken(changed)).toEqual([
      "sends several spikes of a source in one step",
      "treats spikes sent by code like given ones, under nest, if supported",
    ]);
  });

  it("a backend whose reads change the state", async () => {
    const odd: BackendRecord = {
      ...clock(),
      time: "continuous",
      async prepare(program, job) {
        const simulation = await backend.prepare(program, job);
        const state: Simulation["state"] = async (population, variable) => {
          const values = await simulation.state(population, variable);
          const rounded = values.map((value) => value * (1 + Number.EPSILON));
          await simulation.setState?.(population, variable, rounded);
          return values;
        };
        return Object.create(simulation, { state: { value: state } }) as Simulation;
      },
    };
    const claims = backendSuite(odd, { stack: defaultStack });
    const [reads] = claims.filter(({ name }) => name === "is not affected by reads");
    expect(await broken(reads === undefined ? [] : [reads])).toHaveLength(1);
  });

  it("a format that loses without a report, and fails without a code", async () => {
    const odd = defineFormat({
      name: "odd",
      about: "Forgets.",
      extensions: [".odd"],
      holds: ["network"],
      options: {},
      losses: {},
      read: async (source) => {
        const text = new TextDecoder().decode(await source.read(0, source.size));
        return { thing: { holds: "network", network: JSON.parse(text) }, losses: [] };
      },
      write: async () => ({
        files: (async function* () {
          const bytes = new TextEncoder().encode(JSON.stringify({ populations: {} }));
          yield { name: "a.odd", pieces: [bytes] };
        })(),
        losses: [],
      }),
    });
    const network = { format: "spikeloom-network", version: 1, populations: {} } as const;
    const things = [{ holds: "network", network }] as const;
    expect(await broken(formatSuite(odd, { stack: defaultStack, things }))).toEqual([
      "reads back what it has written, or reports losses",
      "gives an error with a code for damaged files",
      "gives an error with a code for files of other formats",
    ]);
  });
});
