import { readdirSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { nearestName } from "@spikeloom/kernel";
import { MODULE_LOAD, PLUGIN_MISSING } from "../errors.ts";
import { reasonOf } from "../load/module-fault.ts";

/** Base name for resolving from a folder of the user, not from the location of this module. */
const scheme = "spikeloom-plugin:";

/** Find the address of an installed package as a module in one of these folders would. */
export function findPackage(name: string, folders: readonly string[]): string {
  for (const folder of folders) {
    const found = resolveFrom(folder, name);
    if (found !== undefined) return found;
  }
  const installed = folders.flatMap(packagesFor);
  throw PLUGIN_MISSING({ name, folders, nearest: nearestName(name, installed) });
}

function resolveFrom(folder: string, name: string): string | undefined {
  const parentURL = pathToFileURL(join(folder, "noname.js")).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith(scheme)
        ? next(specifier.slice(scheme.length), { ...context, parentURL })
        : next(specifier, context),
  });
  try {
    return import.meta.resolve(scheme + name);
  } catch (fault) {
    const code = fault instanceof Error && "code" in fault ? fault.code : undefined;
    if (code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw MODULE_LOAD({ place: name, reason: reasonOf(fault) });
  } finally {
    hooks.deregister();
  }
}

/** List the packages that are installed for a folder, in it and above. */
function packagesFor(folder: string): readonly string[] {
  const above = dirname(folder);
  const modules = join(resolve(folder), "node_modules");
  const own = namesIn(modules).flatMap((name) =>
    name.startsWith("@") ? namesIn(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return above === folder ? own : [...own, ...packagesFor(above)];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    // Most folders have no packages of their own.
    return [];
  }
}
