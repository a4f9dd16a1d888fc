import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/default-stack.ts";
import { trainingSchema } from "../src/generated/training-schema.ts";
import { checkTraining } from "../src/train/check-training.ts";
import { digitsTask } from "./first-classifier.ts";

vi.setConfig({ testTimeout: 60_000 });

const makePipe = "mkfifo";
const folder = mkdtempSync(join(tmpdir(), "cli-check-names-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Json = Readonly<Record<string, unknown>>;

/** A training that uses every part of the schema that contains a name. */
const whole: Json = {
  ...digitsTask,
  data: { ...digitsTask.data, train: 20, test: 10, validation: 0.1 },
  trainable: [
    { projection: "input->hidden", variable: "weight" },
    { population: "hidden", parameter: "v_threshold" },
  ],
  learner: { name: "bptt" },
  loss: { name: "cross-entropy" },
  schedule: { name: "cosine" },
  costs: [{ population: "hidden", most: 20, weight: 0.1 }],
  dropout: [{ population: "hidden", share: 0.1 }],
};

/** Places of the schema that contain a name, and the code that refuses an unknown name. */
const named: readonly (readonly string[])[] = [
  ["data", "set"],
  ["encoder", "name"],
  ["encoder", "population"],
  ["trainable", "0", "projection"],
  ["trainable", "1", "population"],
  ["trainable", "1", "parameter"],
  ["readout", "population"],
  ["readout", "variable"],
  ["learner", "name"],
  ["loss", "name"],
  ["optimiser", "name"],
  ["surrogate", "name"],
  ["schedule", "name"],
  ["costs", "0", "population"],
  ["dropout", "0", "population"],
  ["chip", "name"],
  ["network"],
];

/** Texts that name nothing of the stack, the network or the disk, or cannot be combined with the parts above. */
const others: ReadonlySet<string> = new Set([
  "$schema",
  "name",
  "encoder.start",
  "encoder.for",
  "data.file",
  "data.folder",
  "values.input",
  "values.amplitude",
  "normalise.population",
]);

interface Node {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly then?: Node;
}

/** List the places of a schema that contain text, without the indices of lists. */
function textsOf(node: Node, path: readonly string[] = []): readonly string[] {
  const { $defs = {} } = trainingSchema as { readonly $defs?: Readonly<Record<string, Node>> };
  if (node.$ref !== undefined) return textsOf($defs[node.$ref.split("/").at(-1) ?? ""] ?? {}, path);
  const own = [node.type].flat().includes("string") && node.enum === undefined;
  const inner = Object.entries({ ...node.properties, ...node.then?.properties });
  return [
    ...(own && node.then === undefined ? [path.join(".")] : []),
    ...(node.then === undefined ? [] : textsOf(node.then, path)),
    ...(node.items === undefined ? [] : textsOf(node.items, path)),
    ...(node.then === undefined
      ? inner.flatMap(([name, one]) => textsOf(one, [...path, name]))
      : []),
  ];
}

/** Set a value at a place. */
function withValue(at: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(at))
    return at.map((one, k) => (String(k) === first ? withValue(one, rest, value) : one));
  const record = typeof at === "string" ? { name: at } : ((at ?? {}) as Json);
  return { ...record, [first]: withValue(record[first], rest, value) };
}

async function errorsOf(
  task: unknown,
): Promise<readonly { code: string; place?: string | undefined }[]> {
  const file = join(folder, "training.json");
  writeFileSync(file, JSON.stringify(task));
  return (await checkTraining(file, { stack })).errors;
}

describe("names in a training file", () => {
  it("are all covered by this test", () => {
    const places = new Set(textsOf(trainingSchema as Node));
    const tested = named.map((path) => path.filter((one) => !/^\d+$/.test(one)).join("."));
    const left = [...places].filter((one) => !others.has(one) && !tested.includes(one));
    expect(left).toEqual([]);
    expect(tested.filter((one) => !places.has(one))).toEqual([]);
  });

  it("refer to something", async () => {
    expect(await errorsOf(whole)).toEqual([]);
  });

  it.each(named.map((path) => [path.join("."), path] as const))(
    "are refused by check if %s names nothing",
    async (_, path) => {
      const errors = await errorsOf(withValue(whole, path, "no-such-name"));
      expect(errors.length).toBeGreaterThan(0);
    },
  );

  it("are refused with unknown options", async () => {
    for (const field of ["loss", "optimiser", "surrogate", "schedule", "learner"]) {
      const errors = await errorsOf(withValue(whole, [field, "no_such_option"], 1));
      expect(errors, field).not.toEqual([]);
    }
    expect(await errorsOf({ ...whole, schedule: { name: "stepped", every: 0 } })).not.toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("a pipe that nobody writes into", () => {
  const pipe = join(folder, "pipe.json");
  // As a separate argument, the name would be taken for a missing dependency.
  execFileSync(makePipe, [pipe]);

  it.each([
    ["network", { ...whole, network: "pipe.json" }],
    ["data.file", { ...whole, data: { set: "npz", file: "pipe.json" } }],
  ])("is refused as %s", async (_, task) => {
    expect(await errorsOf(task)).toMatchObject([{ code: "SL_FILE_READ" }]);
  });
});
