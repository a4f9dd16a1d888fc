import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import {
  checkModel,
  createStack,
  defineBackend,
  defineConnector,
  defineNeuron,
  definePlugin,
  findExported,
  type PluginRecord,
  type Simulation,
  SpikeLoomError,
} from "../src/index.ts";

const lif = defineNeuron({
  name: "lif",
  about: "Leaky integrate-and-fire neuron.",
  parameters: { tau_m: { default: "20 ms", about: "membrane time constant" } },
  state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "-v / tau_m" },
});
const clock = defineBackend({
  name: "clock",
  about: "Steps through time.",
  provides: ["delays"],
  check: () => [],
  estimate: plainEstimate,
  prepare: async (): Promise<Simulation> => {
    throw new Error("never asked to run");
  },
});

function errorsOf(act: () => unknown): readonly SpikeLoomError[] {
  try {
    act();
  } catch (error) {
    if (error instanceof SpikeLoomError) return [error, ...error.others];
    throw error;
  }
  return [];
}

function codesOf(plugins: readonly unknown[]): readonly string[] {
  return errorsOf(() => createStack({ plugins: plugins as readonly PluginRecord[] })).map(
    ({ code }) => code,
  );
}

it("recognises errors of another copy of the kernel", () => {
  const [own] = errorsOf(() => createStack({ plugins: [lif] }).get("neuron", "none"));
  const { code, others, message } = own as SpikeLoomError;
  const foreign = Object.assign(new Error(message), { name: "SpikeLoomError", code, others });
  expect(foreign).toBeInstanceOf(SpikeLoomError);
  expect(new Error("SpikeLoomError")).not.toBeInstanceOf(SpikeLoomError);
  expect(Object.assign(new Error("x"), { code: "ENOENT" })).not.toBeInstanceOf(SpikeLoomError);
});

describe("createStack", () => {
  it("finds records by kind and name", () => {
    const stack = createStack({
      plugins: [definePlugin({ contract: 1, name: "@me/plugins", records: [lif, clock] })],
    });
    expect(stack.get("neuron", "lif")).toBe(lif);
    expect(stack.list("backend")).toEqual([clock]);
    expect(stack.list("synapse")).toEqual([]);
    expect(stack.find("synapse", "lif")).toBeUndefined();
    expect(stack.find("neuron", "constructor")).toBeUndefined();
  });

  it("checks of tested plugins the names alone", () => {
    const misshapen = { ...clock, name: "misshapen", about: 3 } as unknown as PluginRecord;
    expect(codesOf([misshapen])).toEqual(["SL_RECORD_SHAPE"]);
    const stack = createStack({ plugins: [lif], tested: [misshapen] });
    expect(stack.list("backend")).toEqual([misshapen]);
    const twice = errorsOf(() => createStack({ plugins: [clock, lif], tested: [clock] }));
    expect(twice.map(({ code }) => code)).toEqual(["SL_DUPLICATE_NAME"]);
  });

  it("checks the shape of a tested plugin that can change again", () => {
    const own = { ...lif, name: "own" };
    createStack({ plugins: [], tested: [own] });
    expect(checkModel(own, "own")).toEqual([]);
    Object.assign(own, { about: 3 });
    expect(checkModel(own, "own").map(({ code }) => code)).toEqual(["SL_RECORD_SHAPE"]);
  });

  it("accepts a stack as a part, even one of another copy of the kernel", () => {
    const base = createStack({ plugins: [lif] });
    const stack = createStack({ plugins: [base, clock] });
    expect([stack.get("neuron", "lif"), stack.get("backend", "clock")]).toEqual([lif, clock]);
    expect(stack.records).toEqual([lif, clock]);
    expect(codesOf([base, lif])).toEqual(["SL_DUPLICATE_NAME"]);
    const other = { ...base, records: [JSON.parse(JSON.stringify(lif))] };
    expect(createStack({ plugins: [other] }).get("neuron", "lif")).toMatchObject({ name: "lif" });
    expect(codesOf([{ ...base, contract: 2 }])).toEqual(["SL_CONTRACT_NUMBER"]);
    expect(codesOf([{ ...base, records: [{ ...clock, about: 3 }] }])).toEqual(["SL_RECORD_SHAPE"]);
  });

  it("gives a package the number of its contract", () => {
    expect(definePlugin({ name: "@me/plugins", records: [lif] }).contract).toBe(1);
  });

  it("gives plain records the number of their contract, and no other", () => {
    const { contract: _, ...plain } = clock;
    const given = definePlugin({ name: "@me/plugins", records: [lif, plain] });
    expect(createStack({ plugins: [given] }).records).toEqual([lif, clock]);
    const later = definePlugin({
      name: "@me/plugins",
      records: [{ ...plain, contract: 2 } as never],
    });
    expect(codesOf([later])).toEqual(["SL_CONTRACT_NUMBER"]);
    const unlisted = definePlugin({ name: "@me/plugins", records: lif as never });
    expect(codesOf([unlisted])).toEqual(["SL_RECORD_SHAPE"]);
  });

  it("preserves the order of plugins", () => {
    const named = ["b", "a", "c"].map((name) => ({ ...clock, name }));
    expect(createStack({ plugins: named }).list("backend")).toEqual(named);
  });

  it("proposes the nearest name", () => {
    const stack = createStack({ plugins: [lif] });
    const [error] = errorsOf(() => stack.get("neuron", "lift", "populations.E.model"));
    expect(error).toMatchObject({
      code: "SL_UNKNOWN_PLUGIN",
      place: "populations.E.model",
      next: 'Did you mean "lif"?',
    });
  });

  it("is frozen, and so is every model in it", () => {
    const stack = createStack({ plugins: [lif] });
    expect(Object.isFrozen(stack)).toBe(true);
    expect(() => Object.assign(stack, { find: () => lif })).toThrow(TypeError);
    expect(() => Object.assign(lif.parameters.tau_m, { default: "1 ms" })).toThrow(TypeError);
    expect(() => Object.assign(lif, { about: "changed" })).toThrow(TypeError);
    const listed = stack.list("neuron") as unknown[];
    listed.pop();
    expect(stack.list("neuron")).toHaveLength(1);
  });

  it("reports an undefined record, as in a module cycle, with its place", () => {
    const given = definePlugin({ name: "@me/plugins", records: [lif, undefined as never] });
    const [error] = errorsOf(() => createStack({ plugins: [given] }));
    expect(error?.code).toBe("SL_RECORD_SHAPE");
    expect(error?.place).toBe('package "@me/plugins"');
  });

  it("refuses two records of one kind and name, but not of two kinds", () => {
    expect(codesOf([lif, lif])).toEqual(["SL_DUPLICATE_NAME"]);
    expect(codesOf([lif, { ...clock, name: "lif" }])).toEqual([]);
  });

  it("refuses unknown contracts", () => {
    expect(codesOf([{ ...clock, contract: 2 }])).toEqual(["SL_CONTRACT_NUMBER"]);
    expect(codesOf([{ kind: "package", contract: 3, name: "new", records: [] }])).toEqual([
      "SL_CONTRACT_NUMBER",
    ]);
  });

  it("refuses capabilities that do not exist", () => {
    expect(codesOf([{ ...clock, provides: ["delays", "telepathy"] }])).toEqual([
      "SL_UNKNOWN_CAPABILITY",
    ]);
    const { kind: _, contract: __, ...definition } = { ...lif };
    expect(codesOf([defineNeuron({ ...definition, requires: ["delay"] })])).toEqual([
      "SL_UNKNOWN_CAPABILITY",
    ]);
  });

  it("suggests the capability that a misspelt name means, and lists all", () => {
    const misspelt = { ...clock, provides: ["delay" as "delays"] };
    expect(errorsOf(() => createStack({ plugins: [misspelt] }))).toMatchObject([
      { next: 'Did you mean "delays"?', got: "delay", expected: expect.stringContaining("noise") },
    ]);
  });

  it("tells all errors at once", () => {
    expect(codesOf([lif, lif, { ...clock, contract: 2 }])).toEqual([
      "SL_DUPLICATE_NAME",
      "SL_CONTRACT_NUMBER",
    ]);
  });

  it.each([
    ["a number", 1],
    ["nothing", undefined],
    ["a text", "lif"],
    ["an empty record", { contract: 1 }],
    ["a kind that is inherited", { contract: 1, kind: "constructor", name: "x", about: "x" }],
    ["a package without records", { kind: "package", contract: 1, name: "p" }],
    ["a package of numbers", { kind: "package", contract: 1, name: "p", records: [1] }],
    ["a backend that cannot run", { ...clock, prepare: undefined }],
    ["a connector without a name", defineConnector({ about: "x", options: {} } as never)],
  ])("refuses %s", (_, plugin) => {
    const codes = codesOf([plugin]);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(code).toBe("SL_RECORD_SHAPE");
  });

  it("survives capabilities that are not a list", () => {
    expect(codesOf([{ ...clock, provides: 5 }])).toEqual(["SL_UNKNOWN_CAPABILITY"]);
  });
});

describe("the module of a plugin", () => {
  const plan = (): never => {
    throw new Error("never asked to plan");
  };
  const connector = (name: string, module?: string) =>
    defineConnector({
      name,
      about: "Connects.",
      options: {},
      plan,
      ...(module !== undefined && { module }),
    });
  const [own, loaded, packed] = [
    connector("own", "file:///own.js"),
    connector("a"),
    connector("b"),
  ];

  it("is its own, or the one that it was loaded from, also in a stack of that stack", () => {
    const mine = definePlugin({ name: "mine", records: [packed] });
    const inner = createStack({ plugins: [own, loaded, mine], from: "file:///mine.ts" });
    const outer = createStack({ plugins: [inner, connector("last"), lif], from: "file:///x.ts" });
    const modules = ["own", "a", "b", "last", "none"].map((name) =>
      outer.moduleOf("connector", name),
    );
    const from = "file:///mine.ts";
    expect(modules).toEqual(["file:///own.js", from, from, "file:///x.ts", undefined]);
    expect(outer.moduleOf("neuron", "lif")).toBe("file:///x.ts");
    expect(createStack({ plugins: [loaded] }).moduleOf("connector", "a")).toBeUndefined();
  });

  it("exports it within lists, packages, stacks and configurations", () => {
    const wanted = { kind: "connector", name: "a" } as const;
    const stack = createStack({ plugins: [lif, loaded] });
    const nested = { default: { plugins: ["by-name", [{ kind: "package", records: [stack] }]] } };
    for (const exported of [{ loaded }, { default: [[own], [[loaded]]] }, nested]) {
      expect(findExported(exported, wanted)).toBe(loaded);
    }
    const circle: unknown[] = [];
    circle.push(circle);
    expect(findExported({ circle, own, nothing: null }, wanted)).toBeUndefined();
  });
});
