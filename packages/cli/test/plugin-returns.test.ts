import { clock } from "@spikeloom/backend-clock";
import {
  type BackendRecord,
  type ConnectorPlan,
  createStack,
  defineBackend,
  defineConnector,
  defineIntegrator,
  type IndexList,
  type IntegratorRecord,
  type JobEstimate,
  type NetworkRecord,
  type ProgramRecord,
  type Simulation,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { checkRun, run, type Simulated, simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { defaultStack } from "../src/default-stack.ts";

const kinds = ["neuron", "synapse", "plasticity", "integrator", "connector"] as const;
const plugins = kinds.flatMap((kind) => [...defaultStack.list(kind)]);

const network = (kind: string): NetworkRecord => ({
  format: "spikeloom-network",
  version: 1,
  populations: { A: { model: "lif-curr-exp", size: 4 }, B: { model: "lif-curr-exp", size: 3 } },
  projections: [
    { from: "A", to: "B", receptor: "excitatory", connector: { kind }, weight: "1 pA" },
  ],
  record: [{ population: "B", variables: ["spikes"] }],
});

/** Run with a third-party connector. */
async function connected(plan: () => unknown): Promise<unknown> {
  const stranger = defineConnector({
    name: "stranger",
    about: "Connects as it likes.",
    options: {},
    plan: plan as () => ConnectorPlan,
  });
  const stack = createStack({ plugins: [...plugins, stranger] });
  return await run(network("stranger"), { stack, backend: clock(), for: "1 ms" });
}

const rows = (by: "target" | "source", partners: (out: IndexList) => void) => () => ({
  expected: 1,
  by,
  partners: (_: number, out: IndexList) => partners(out),
});

describe("return values of a connector", () => {
  it("is accepted if it follows the rules", async () => {
    await connected(rows("source", (out) => out.push(2)));
    await connected(rows("target", (out) => out.extend(2).set([0, 3])));
  });

  it.each<[string, () => unknown]>([
    ["a target past the end", rows("source", (out) => out.push(3))],
    ["a source past the end", rows("target", (out) => out.push(4))],
    ["one far past the end", rows("source", (out) => out.push(1e9))],
    ["one past the end in a block", rows("source", (out) => out.extend(2).set([0, 3]))],
    ["one below the first", rows("source", (out) => out.push(-1))],
    ["a fraction", rows("source", (out) => out.push(0.5))],
    ["NaN", rows("source", (out) => out.push(Number.NaN))],
    ["a text", rows("source", (out) => out.push("1" as never))],
    ["a block of no length", rows("source", (out) => out.extend(Number.NaN))],
    ["a block of a negative length", rows("source", (out) => out.extend(-1))],
    ["no plan", () => undefined],
    ["a promise", () => Promise.resolve({})],
    ["a plan without expected", () => ({ by: "source", partners: () => undefined })],
    ["NaN expected", () => ({ expected: Number.NaN, by: "source", partners: () => undefined })],
    ["draws of an unknown kind", () => ({ ...rows("source", () => undefined)(), draws: {} })],
    ["no side", () => ({ expected: 1, partners: () => undefined })],
    ["no rows", () => ({ expected: 1, by: "source" })],
    ["a list without length", () => ({ ...rows("source", () => undefined)(), listed: {} })],
  ])("is refused with its name: %s", async (_, plan) => {
    await expect(connected(plan)).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      summary: expect.stringContaining('connector "stranger"') as string,
      place: "projections[0].connector",
      expected: expect.any(String) as string,
      got: expect.any(String) as string,
    });
  });

  it("is a coded error if its code fails", async () => {
    for (const plan of [fails, rows("source", fails)]) {
      await expect(connected(plan)).rejects.toMatchObject({
        code: "SL_PLUGIN_FAILED",
        got: "TypeError: x is undefined",
        next: expect.stringMatching(/thrown at \S*plugin-returns\.test\.ts\S*:\d+:\d+\)/) as string,
      });
    }
  });
});

const simulation: Simulation = {
  step: 0,
  dt: 0.1,
  summary: { neurons: 7, synapses: 0, bytes: 0, notes: [] },
  advance: () => undefined,
  state: async (name) => new Float64Array(name === "A" ? 4 : 3),
  spikeHash: async () => "0".repeat(16),
  spikeCount: async () => 0,
  close: () => undefined,
};

/** Run steps on a third-party backend with such simulations. */
async function stepped(given: Partial<Simulation>): Promise<Simulated> {
  const backend = defineBackend({
    name: "stranger",
    about: "Runs.",
    provides: ["delays"],
    check: () => [],
    estimate: plainEstimate,
    prepare: async () => Object.create(simulation, Object.getOwnPropertyDescriptors(given)),
  });
  return await simulate(network("all-to-all"), { stack: defaultStack, backend });
}

/** A simulation in which an advance changes the step in this way. */
function going(next: (step: number, count: number) => unknown): Partial<Simulation> {
  let step: unknown = 0;
  return {
    get step() {
      return step as number;
    },
    advance(count) {
      step = next(step as number, count);
    },
  };
}

const fails = (): never => {
  throw new TypeError("x is undefined");
};

/** Run on a third-party backend. */
async function simulated(
  prepare: BackendRecord["prepare"],
  {
    check = () => [],
    estimate = plainEstimate,
    record = network("all-to-all").record ?? [],
  }: Partial<Pick<BackendRecord, "check" | "estimate">> & Pick<NetworkRecord, "record"> = {},
): Promise<unknown> {
  const backend = defineBackend({
    name: "stranger",
    about: "Runs.",
    provides: ["delays"],
    check,
    estimate,
    prepare,
  });
  const net = { ...network("all-to-all"), record };
  return await run(net, { stack: defaultStack, backend, for: "1 ms" });
}

describe("return values of a backend", () => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["no functions", {}],
    ["a step that is not a number", { ...simulation, step: "0" }],
    ["another duration of a step", { ...simulation, dt: 1 }],
    ["no counts", { ...simulation, summary: {} }],
    ["NaN synapses", { ...simulation, summary: { ...simulation.summary, synapses: Number.NaN } }],
    ["an invalid save", { ...simulation, save: true }],
    ["an invalid areFinite", { ...simulation, areFinite: true }],
    ["areFinite without a result", { ...simulation, areFinite: async () => undefined }],
    ["an invalid hash", { ...simulation, spikeHash: async () => 0 }],
    ["half a spike", { ...simulation, spikeCount: async () => 0.5 }],
  ])("is refused with its name: %s", async (_, given) => {
    await expect(simulated(() => Promise.resolve(given as Simulation))).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      summary: expect.stringContaining('backend "stranger"') as string,
    });
  });

  it.each<[string, unknown]>([
    ["no list", undefined],
    ["a promise", Promise.resolve([])],
    ["a list of texts", ["no"]],
    ["plain errors", [new Error("no")]],
  ])("is refused in a check: %s", async (_, given) => {
    const never = (): never => expect.unreachable();
    await expect(simulated(never, { check: () => given as [] })).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      place: 'backend "stranger"',
      expected: "a list of coded errors",
    });
  });

  it.each<[string, object | undefined]>([
    ["nothing", undefined],
    ["a promise", Promise.resolve({})],
    ["no parts", { parts: undefined }],
    ["faults that are texts", { faults: ["no"] }],
    ["NaN bytes", { bytes: Number.NaN }],
    ["bytes of a part below 0", { parts: [{ name: "a", bytes: -1, reason: "b" }] }],
    ["an invalid projection", { projections: [undefined] }],
  ])("is refused in an estimate: %s", async (name, given) => {
    const never = (): never => expect.unreachable();
    const isWhole = given === undefined || name === "a promise";
    const estimate = (program: ProgramRecord): JobEstimate =>
      (isWhole ? given : { ...plainEstimate(program), ...given }) as JobEstimate;
    await expect(simulated(never, { estimate })).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      place: 'backend "stranger"',
    });
  });

  it("is the reason for which a run is refused", async () => {
    const never = (): never => expect.unreachable();
    const error = new SpikeLoomError("SL_OWN", { message: "No.", place: "populations.A" });
    await expect(simulated(never, { check: () => [error] })).rejects.toMatchObject({
      code: "SL_OWN",
    });
    await expect(simulated(never, { check: fails })).rejects.toMatchObject({
      code: "SL_PLUGIN_FAILED",
    });
  });

  it.each<[string, object]>([
    ["a recorder that is not there", { recorder: 1 }],
    ["a neuron that is not there", { neurons: Uint32Array.of(0, 3) }],
    ["arrays of two lengths", { neurons: Uint32Array.of(0) }],
    ["lists", { neurons: [0, 1] }],
    ["falling steps", { steps: Int32Array.of(2, 1) }],
    ["steps after the last one asked for", { steps: Int32Array.of(1, 11) }],
  ])("is refused in chunks: %s", async (_, wrong) => {
    const chunk = { recorder: 0, steps: Int32Array.of(1, 1), neurons: Uint32Array.of(0, 1) };
    const sends = simulated((_, { sink }) => {
      const advance = (): void => sink.spikes({ ...chunk, ...wrong });
      return Promise.resolve({ ...simulation, advance });
    });
    await expect(sends).rejects.toMatchObject({ code: "SL_PLUGIN_RETURN" });
  });

  /** Run for 1 ms on a backend that omits a sample, of which one is due every 0.2 ms. */
  async function sampled(omitted: number | undefined): Promise<unknown> {
    const prepare: BackendRecord["prepare"] = async (_, { sink }) => {
      let step = 0;
      const advance = (count: number): void => {
        for (const end = step + count; step < end; ) {
          step++;
          if (step % 2 !== 0 || step === omitted) continue;
          const steps = Int32Array.of(step);
          sink.samples({ recorder: 0, variable: "v", steps, values: new Float64Array(4) });
        }
      };
      return Object.create(simulation, { step: { get: () => step }, advance: { value: advance } });
    };
    const record = [{ population: "A", variables: ["v"], every: "0.2 ms", from: "0.1 ms" }];
    return await simulated(prepare, { record });
  }

  it("is refused without a sample that was due", async () => {
    await expect(sampled(undefined)).resolves.toBeDefined();
    await expect(sampled(4)).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      summary: expect.stringMatching(/samples of "v" of "A"/) as string,
      expected: expect.stringMatching(/or more rows$/) as string,
    });
  });

  it.each<[string, Partial<Simulation>, (sim: Simulated) => Promise<unknown>]>([
    ["state", { state: async () => new Float64Array(5) }, (sim) => sim.state("A", "v")],
    ["state", { state: async () => [0] as never }, (sim) => sim.state("A", "v")],
    ["save", { save: async () => undefined as never }, (sim) => sim.save()],
  ])("is refused between steps: %s", async (name, given, ask) => {
    const sim = await stepped(given);
    await expect(ask(sim)).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      place: 'backend "stranger"',
      summary: expect.stringContaining(`"${name}" of a simulation`) as string,
    });
  });

  it.each<[string, Partial<Simulation>]>([
    ["stays where it was", {}],
    ["does so later", { advance: async () => undefined }],
    ["goes too far", going((step) => step + 11)],
    ["reaches a fractional step", going((step, count) => step + count - 0.5)],
    ["comes to no number", going((step, count) => String(step + count))],
  ])("is refused if an advance %s", async (_, given) => {
    const sim = await stepped(given);
    await expect(sim.advance("1 ms")).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
      place: 'backend "stranger"',
      summary: expect.stringContaining('"step" after "advance"') as string,
    });
  });

  it.each<[string, Partial<Simulation>]>([
    ["advance throws", { advance: fails }],
    ["advance rejects", { advance: async () => fails() }],
    ["close throws", { close: fails }],
    ["close rejects", { close: async () => fails() }],
  ])("is a coded error where %s", async (_, parts) => {
    const sim = await stepped(
      Object.assign(
        going((step, count) => step + count),
        parts,
      ),
    );
    const act = async (): Promise<void> => {
      await sim.advance("1 ms");
      await sim.close();
    };
    await expect(act()).rejects.toMatchObject({
      code: "SL_PLUGIN_FAILED",
      place: 'backend "stranger"',
      got: "TypeError: x is undefined",
    });
  });

  it.each([false, true])("rethrows a sink's error unchanged, later: %s", async (isLate) => {
    const full = new Error("disk full");
    const chunk = { recorder: 0, steps: Int32Array.of(1), neurons: Uint32Array.of(0) };
    const backend = defineBackend({
      name: "stranger",
      about: "Runs.",
      provides: ["delays"],
      check: () => [],
      estimate: plainEstimate,
      prepare: async (_, { sink }) => {
        const sends = (): void => sink.spikes(chunk);
        return { ...simulation, advance: isLate ? async () => sends() : sends };
      },
    });
    const spikes = (): never => {
      throw full;
    };
    const given = { stack: defaultStack, backend, for: "1 ms", sink: { spikes, samples: fails } };
    await expect(run(network("all-to-all"), given)).rejects.toBe(full);
  });

  it("is a coded error if a promise rejects", async () => {
    const sim = await stepped({ state: () => Promise.reject(new RangeError("no")) });
    await expect(sim.state("A", "v")).rejects.toMatchObject({
      code: "SL_PLUGIN_FAILED",
      got: "RangeError: no",
    });
  });

  it.each(["whole", undefined])("is refused with an option of the type %s", async (type) => {
    const backend = defineBackend({
      name: "stranger",
      about: "Runs.",
      provides: ["delays"],
      check: () => [],
      estimate: plainEstimate,
      options: { grain: { about: "how fine it is", type: type as "integer", default: 1 } },
      prepare: async () => simulation,
    });
    const shape = expect.objectContaining({ place: 'backend "stranger" options' }) as Error;
    expect(() => createStack({ plugins: [backend] })).toThrow(shape);
    const given = { stack: defaultStack, backend, for: "1 ms" };
    await expect(run(network("all-to-all"), given)).rejects.toMatchObject({
      code: "SL_PLUGIN_RETURN",
    });
  });

  it("is a coded error if its code fails", async () => {
    await expect(simulated(() => Promise.reject(new RangeError("no")))).rejects.toMatchObject({
      code: "SL_PLUGIN_FAILED",
      got: "RangeError: no",
    });
  });
});

/** Create a third-party integrator, which is data; some of it does not match the types. */
function integrated(fields: object): IntegratorRecord {
  const sound = { name: "stranger", about: "Integrates.", handles: "any", noise: "none", order: 1 };
  return defineIntegrator({ ...sound, update: "x + dt * f(x, t)", ...fields } as IntegratorRecord);
}

describe("properties of an integrator", () => {
  const leading = { variables: ["v"], update: "x + dt * f(x, t)", others: "start" };

  it("is accepted if it follows the rules", () => {
    const records = [{}, { stages: { k: "f(x, t)" }, guard: "k > 1" }, { leading, strongOrder: 1 }];
    for (const fields of records) createStack({ plugins: [integrated(fields)] });
  });

  it.each<[string, object]>([
    ["handles", { handles: "all" }],
    ["noise", { noise: true }],
    ["order", { order: Number.NaN }],
    ["order", { order: "1" }],
    ["strongOrder", { strongOrder: "half" }],
    ["stages", { stages: { k: 1 } }],
    ["stages", { stages: ["f(x, t)"] }],
    ["update", { update: undefined }],
    ["update", { update: () => "x" }],
    ["guard", { guard: 0.3 }],
    ["linear", { linear: true }],
    ["leading", { leading: "v" }],
    ["leading.variables", { leading: { ...leading, variables: [] } }],
    ["leading.update", { leading: { ...leading, update: 1 } }],
    ["leading.others", { leading: { ...leading, others: "end" } }],
  ])("is refused when the stack is created: %s, %o", (field, fields) => {
    const make = (): unknown => createStack({ plugins: [integrated(fields)] });
    expect(make).toThrow(
      expect.objectContaining({
        code: "SL_RECORD_SHAPE",
        place: `integrator "stranger" ${field}`,
        got: expect.any(String) as string,
      }) as Error,
    );
  });

  it.each<[string, object]>([
    ["update", { update: "x + dt * (" }],
    ["stages.k", { stages: { k: "f(x,, t)" } }],
  ])("is refused with its name if it cannot be parsed: %s", (field, fields) => {
    const stack = createStack({
      plugins: [...plugins.filter(({ kind }) => kind !== "integrator"), integrated(fields)],
    });
    const given: NetworkRecord = {
      format: "spikeloom-network",
      version: 1,
      populations: { A: { model: "qif", size: 1, integrator: "stranger" } },
    };
    expect(checkRun(given, { stack, backend: clock() })).toMatchObject([
      {
        code: "SL_PLUGIN_RETURN",
        summary: expect.stringContaining('integrator "stranger"') as string,
        place: `integrator "stranger" ${field}`,
      },
    ]);
  });
});
