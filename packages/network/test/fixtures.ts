import { readdirSync, readFileSync } from "node:fs";
import type { NetworkRecord } from "@spikeloom/kernel";

const folder = new URL("../../../specs/network/", import.meta.url);

/** A network of specs/network, as text and as data. */
export interface Fixture {
  readonly file: string;
  readonly text: string;
  readonly network: NetworkRecord;
}

/** All valid networks. */
export const validFixtures: readonly Fixture[] = readFolder("valid/");

/** All networks that violate one rule each. */
export const invalidFixtures: readonly Fixture[] = readFolder("invalid/").filter(
  ({ file }) => file !== "expected.json",
);

/** Error code and place by file name. */
export const expected: Readonly<Record<string, { readonly code: string; readonly place: string }>> =
  JSON.parse(readFileSync(new URL("invalid/expected.json", folder), "utf8"));

/** The network of a valid file. */
export function valid(name: string): NetworkRecord {
  const found = validFixtures.find(({ file }) => file === `${name}.json`);
  if (found === undefined) throw new Error(name);
  return found.network;
}

function readFolder(name: string): readonly Fixture[] {
  const files = readdirSync(new URL(name, folder)).filter((file) => file.endsWith(".json"));
  return files.map((file) => {
    const text = readFileSync(new URL(name + file, folder), "utf8");
    return { file, text, network: JSON.parse(text) as NetworkRecord };
  });
}
