import { extname } from "node:path";
import { MODULE_LOAD } from "../errors.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { settled } from "./settled.ts";

const moduleExtensions: ReadonlySet<string> = new Set([".ts", ".mts", ".js", ".mjs"]);

/** Report whether a file is a module, by its name. */
export function isModule(file: string): boolean {
  return moduleExtensions.has(extname(file));
}

/** Import a module by its address; errors state where in it something fails. */
export async function moduleAt(
  address: string,
  place: string,
): Promise<Readonly<Record<string, unknown>>> {
  return await located(address, place, async () => await import(new URL(address).href));
}

/** Run code of a module; its exceptions become errors with a code, the file, the line and the column. */
export async function located<T>(url: string, place: string, act: () => Promise<T>): Promise<T> {
  try {
    return await settled(act);
  } catch (fault) {
    const { placeOfFault, reasonOf } = await import("./module-fault.ts");
    const found = placeOfFault(fault, { url, place });
    const coded = asCoded(fault);
    throw coded === undefined
      ? MODULE_LOAD({ place: found, reason: reasonOf(fault) })
      : inFile(coded, found);
  }
}
