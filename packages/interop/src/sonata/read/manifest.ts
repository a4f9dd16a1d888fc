import { SONATA_CONFIG } from "../errors.ts";
import type { Fields } from "./json-fields.ts";

/** File names as written in one configuration. */
export interface ConfigPaths {
  /** Substitute the variables of a text. */
  expand(text: string, place: string): string;
  /** Path of a file in the folder of the topmost configuration. */
  path(text: string, place: string): string;
}

const variable = /\$(?:\{(\w+)\}|(\w+))/g;
const most = { steps: 64, characters: 4096 };

/**
 * Read the manifest of a configuration, whose file is in a folder.
 *
 * Its variables may refer to each other; cycles are refused.
 */
export function configPaths(config: Fields, folder: string): ConfigPaths {
  const manifest = config.object("manifest");
  const values = new Map<string, string>();
  for (const name of manifest?.names ?? []) {
    const text = manifest?.text(name);
    if (text !== undefined) values.set(name.replace(/^\$\{?|\}$/g, ""), text);
  }
  // The Brain Modeling Toolkit knows these without a manifest.
  for (const name of ["configdir", "workingdir"]) if (!values.has(name)) values.set(name, ".");
  const expand = (text: string, place: string): string => {
    let steps = 0;
    const within = (part: string, open: readonly string[]): string =>
      part.replace(variable, (_, braced: string | undefined, plain: string | undefined) => {
        const [name, rest] = known(values, braced ?? plain ?? "", braced !== undefined);
        const value = name === undefined ? undefined : values.get(name);
        if (name === undefined || value === undefined) {
          throw refuse(place, `a variable of the manifest`, `$${braced ?? plain}`);
        }
        if (open.includes(name) || ++steps > most.steps) {
          const got = [...open, name].map((one) => `$${one}`).join(" in ");
          throw refuse(place, "variables without a cycle", got.slice(0, 200));
        }
        const inner = within(value, [...open, name]) + rest;
        if (inner.length <= most.characters) return inner;
        throw refuse(place, `at most ${most.characters} characters`, `${inner.length} and more`);
      });
    return within(text, []);
  };
  return { expand, path: (text, place) => joined(folder, expand(text, place)) };
}

/** The longest known name after a dollar sign, and the rest. */
function known(
  values: ReadonlyMap<string, string>,
  word: string,
  isWhole: boolean,
): readonly [name: string | undefined, rest: string] {
  for (let end = word.length; end > 0; end--) {
    if (values.has(word.slice(0, end))) return [word.slice(0, end), word.slice(end)];
    if (isWhole) break;
  }
  return [undefined, ""];
}

/** Join a folder and a name; a path that leaves the folder keeps its dots, and is refused when opened. */
function joined(folder: string, name: string): string {
  if (/^([\\/]|[A-Za-z]:)/.test(name)) return name;
  const steps: string[] = [];
  for (const step of `${folder}/${name}`.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(step);
  }
  return steps.join("/");
}

/** Folder of a file, as part of its name. */
export function folderOf(name: string): string {
  return name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : "";
}

function refuse(place: string, expected: string, got: string): Error {
  const message = "A name in the configuration cannot be resolved.";
  return SONATA_CONFIG({ place, message, expected, got });
}
