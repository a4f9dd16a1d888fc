import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DUPLICATE_NAME, faultReason } from "@spikeloom/kernel";
import { defaultStack } from "../default-stack.ts";
import { FILE_WRITE, NEW_TAKEN } from "../errors.ts";
import type { NewKind } from "./new-kinds.ts";
import { namesOf, packageFiles } from "./package-files.ts";

/** Options of a new package. */
export interface NewPluginRequest {
  readonly kind: NewKind;
  /** Name of the plugin, in kebab-case. */
  readonly name: string;
  readonly about: string;
  readonly cite?: string | undefined;
  /** Folder of the package; by default one of its name in the working directory. */
  readonly out?: string | undefined;
}

/** A new package on disk. */
export interface WrittenPackage {
  readonly folder: string;
  readonly package: string;
  readonly files: readonly string[];
}

/** Write a package with a new plugin into an empty folder. */
export function writePackage({ out, ...given }: NewPluginRequest): WrittenPackage {
  const { kind, name } = given;
  if (defaultStack.find(kind, name) !== undefined) throw DUPLICATE_NAME({ kind, name });
  const names = namesOf(kind, name);
  const folder = out ?? names.package;
  if (existsSync(folder) && readdirSync(folder).some((one) => one !== ".git")) {
    throw NEW_TAKEN({ folder });
  }
  const files = packageFiles({ ...given, version: ownVersion(), ...names });
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  return { folder, package: names.package, files: Object.keys(files) };
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (fault) {
    throw FILE_WRITE({ file, reason: faultReason(fault) });
  }
}

function ownVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
