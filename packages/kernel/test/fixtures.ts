import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../specs/model/", import.meta.url);

/** A model of specs/model, read from its file. */
export interface Fixture {
  readonly file: string;
  readonly model: unknown;
}

/** What is wrong with an invalid model. */
export interface Expected {
  readonly code: string;
  readonly place: string;
}

/** All valid models. */
export const validFixtures: readonly Fixture[] = readFolder("valid/");

/** All models that violate one rule each. */
export const invalidFixtures: readonly Fixture[] = readFolder("invalid/").filter(
  ({ file }) => file !== "expected.json",
);

/** Error code and place by file name. */
export const expected: Readonly<Record<string, Expected>> = readJson("invalid/expected.json");

function readFolder(name: string): readonly Fixture[] {
  const files = readdirSync(new URL(name, folder)).filter((file) => file.endsWith(".json"));
  return files.map((file) => ({ file, model: readJson(name + file) }));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, folder), "utf8")) as T;
}
