import { readdirSync, readFileSync } from "node:fs";
import type { NeuronRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { neurons, pointNeuron, poissonWithRate } from "../src/index.ts";

interface Reference {
  readonly about: string;
  readonly source: string;
  readonly network: {
    readonly convention: string;
    readonly dt: string;
    readonly duration: string;
    readonly populations: Readonly<
      Record<
        string,
        {
          readonly model: string;
          readonly size: number;
          readonly parameters?: Readonly<Record<string, unknown>>;
          readonly initial?: Readonly<Record<string, unknown>>;
        }
      >
    >;
    readonly models?: Readonly<Record<string, NeuronRecord>>;
    readonly projections?: readonly {
      readonly from: string;
      readonly to: string;
      readonly receptor: string;
    }[];
    readonly stimuli?: readonly { readonly into: string; readonly input: string }[];
    readonly record: readonly { readonly variables: readonly string[] }[];
  };
  readonly expect: Readonly<
    Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>
  >;
}

const folder = new URL("references/", import.meta.url);
const byName = new Map(neurons.map((model) => [model.name, model]));
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const table = files.flatMap((file) => {
  const content = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
    readonly model: string;
    readonly references: readonly Reference[];
  };
  return content.references.map((one) => [`${content.model}: ${one.about}`, one] as const);
});

it("has references for every model", () => {
  const names = files.map((file) => file.replace(/\.json$/, "")).sort();
  const made = ["point-neuron", "poisson-with-rate"];
  expect(names).toEqual([...neurons.map((model) => model.name), ...made].sort());
});

it("has the record that poissonWithRate makes", () => {
  const rate = "20*Hz * t / (2000*ms)";
  const made = poissonWithRate({ name: "rising", rate, bound: "20*Hz" });
  const [, reference] = table.find(([name]) => name.startsWith("poisson-with-rate")) ?? [];
  expect(reference?.network.models?.["rising"]).toEqual(JSON.parse(JSON.stringify(made)));
});

it("has the record that pointNeuron makes", () => {
  const receptors = { AMPA: "cond-exp", GABA: "cond-exp" } as const;
  const made = pointNeuron({ name: "two-receptors", neuron: "lif", receptors });
  const [, reference] = table.find(([name]) => name.startsWith("point-neuron")) ?? [];
  expect(reference?.network.models?.["two-receptors"]).toEqual(JSON.parse(JSON.stringify(made)));
});

it("has no two equal references", () => {
  expect(new Set(table.map(([name]) => name)).size).toBe(table.length);
});

describe.each(table)("%s", (_, { source, network, expect: expected }) => {
  it("states the source of its numbers and has some", () => {
    expect(source.length).toBeGreaterThan(5);
    expect(Object.values(expected).flat().length).toBeGreaterThan(0);
  });

  it("uses only names of the models", () => {
    const named = (name: string): NeuronRecord | undefined =>
      network.models?.[name] ?? byName.get(name);
    for (const { model, parameters, initial } of Object.values(network.populations)) {
      const record = named(model);
      expect(record).toBeDefined();
      for (const name of Object.keys(parameters ?? {})) {
        expect(Object.keys(record?.parameters ?? {})).toContain(name);
      }
      for (const name of Object.keys(initial ?? {})) {
        expect(Object.keys(record?.state ?? {})).toContain(name);
      }
    }
    for (const { from, to, receptor } of network.projections ?? []) {
      expect(network.populations[from]).toBeDefined();
      const target = named(network.populations[to]?.model ?? "");
      expect(Object.keys(target?.receptors ?? {})).toContain(receptor);
    }
    for (const { into, input } of network.stimuli ?? []) {
      const target = named(network.populations[into]?.model ?? "");
      expect(Object.keys(target?.inputs ?? {})).toContain(input);
    }
  });

  it("expects only recorded values, within the run", () => {
    const recorded = network.record.flatMap(({ variables }) => variables);
    const end = Number.parseFloat(network.duration);
    for (const one of [...(expected["samples"] ?? []), ...(expected["extremes"] ?? [])]) {
      expect(recorded).toContain(one["variable"]);
    }
    for (const { at_ms } of expected["samples"] ?? []) expect(at_ms).toBeLessThanOrEqual(end);
    for (const spikes of expected["spikes"] ?? []) {
      expect(recorded).toContain("spikes");
      const times = [
        ...((spikes["times_ms"] as readonly number[] | undefined) ?? []),
        ...((spikes["nth_ms"] as readonly (readonly number[])[] | undefined) ?? []).map(
          ([, time]) => time ?? Number.NaN,
        ),
      ];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const time of times) expect(time).toBeLessThanOrEqual(end);
    }
  });
});
