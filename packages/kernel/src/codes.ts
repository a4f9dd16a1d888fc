import { capabilities } from "./capabilities.ts";
import { defineError, type ErrorFactory } from "./errors.ts";
import { nearestName } from "./nearest.ts";

/** Node lacks features that these packages use. */
export const NEED_NODE: ErrorFactory<{ least: number; version: string }> = defineError(
  "SL_NEED_NODE",
  ({ least, version }) => ({
    message: `SpikeLoom needs Node ${least} or later, its command 22.18 or later; this is Node ${version}.`,
  }),
);

/** A plugin does not have the shape of its contract. */
export const RECORD_SHAPE: ErrorFactory<{
  place: string;
  message: string;
  expected?: string | undefined;
  got?: string | undefined;
  next?: string | undefined;
}> = defineError("SL_RECORD_SHAPE", ({ place, message, expected, got, next }) => ({
  message,
  place,
  expected,
  got,
  next: next ?? "Compare with the valid examples in specs/model.",
}));

/** Options are not a record, or contain an unknown name. */
export const OPTION: ErrorFactory<{
  place: string;
  message: string;
  expected: string;
  got: string;
  next: string;
}> = defineError("SL_OPTION", (fault) => fault);

/** A format was asked for something it does not support. */
export const FORMAT_USE: ErrorFactory<{
  place: string;
  format: string;
  /** The unsupported operation: `be read`. */
  what: string;
  expected: string;
}> = defineError("SL_FORMAT_USE", ({ place, format, what, expected }) => ({
  message: `The format "${format}" cannot ${what}.`,
  place,
  expected,
  next: 'Choose another format from "spikeloom list formats".',
}));

/** A file refers to another file outside its folder. */
export const FORMAT_OUTSIDE: ErrorFactory<{ place: string; name: unknown }> = defineError(
  "SL_FORMAT_OUTSIDE",
  ({ place, name }) => ({
    message: "The file refers to another file outside its folder, which is not opened.",
    place,
    expected: "a path below the folder of the file",
    got: typeof name === "string" ? JSON.stringify(name.slice(0, 200)) : typeof name,
    next: "Move both into one folder, or pass --allow-outside (allowOutside: true) if you trust the file.",
  }),
);

/** A file refers to another file that cannot be read. */
export const FORMAT_MISSING: ErrorFactory<{ place: string; name: string; reason: string }> =
  defineError("SL_FORMAT_MISSING", ({ place, name, reason }) => ({
    message: `The file refers to "${name}", which cannot be read: ${reason}.`,
    place,
    next: "Provide it: its path is relative to the file that refers to it.",
  }));

/** A plugin was written for a contract version that this kernel does not accept. */
export const CONTRACT_NUMBER: ErrorFactory<{ place: string; got: unknown }> = defineError(
  "SL_CONTRACT_NUMBER",
  ({ place, got }) => ({
    message: "This kernel does not support that contract number.",
    place,
    expected: "1",
    got: String(got),
    next: "Install a version of the plugin that matches this kernel.",
  }),
);

/** Two plugins of one kind have the same name. */
export const DUPLICATE_NAME: ErrorFactory<{ kind: string; name: string }> = defineError(
  "SL_DUPLICATE_NAME",
  ({ kind, name }) => ({
    message: `The stack contains two plugins of kind ${kind} with the name "${name}".`,
    place: `${kind} "${name}"`,
    next: "Remove one of them from the stack.",
  }),
);

/** No plugin of the stack has the name used. */
export const UNKNOWN_PLUGIN: ErrorFactory<{
  kind: string;
  name: string;
  place?: string | undefined;
  nearest?: string | undefined;
}> = defineError("SL_UNKNOWN_PLUGIN", ({ kind, name, place, nearest }) => ({
  message: `The stack has no ${kind} with the name "${name}".`,
  place,
  next: nearest
    ? `Did you mean "${nearest}"?`
    : `Add a plugin that provides it, or choose one from "spikeloom list".`,
}));

/** A model requires or a backend provides an unknown capability. */
export const UNKNOWN_CAPABILITY: ErrorFactory<{ place: string; name: string }> = defineError(
  "SL_UNKNOWN_CAPABILITY",
  ({ place, name }) => {
    const nearest = nearestName(name, Object.keys(capabilities));
    return {
      message: `"${name}" is not a capability.`,
      place,
      expected: Object.keys(capabilities).join(", "),
      got: name,
      next:
        nearest === undefined
          ? 'Choose one from the table "Capabilities" of specs/plugins.md.'
          : `Did you mean "${nearest}"?`,
    };
  },
);

/** A backend lacks a capability that a model requires; detected before the run. */
export const MISSING_CAPABILITY: ErrorFactory<{
  place: string;
  backend: string;
  capability: string;
  meaning: string;
}> = defineError("SL_MISSING_CAPABILITY", ({ place, backend, capability, meaning }) => ({
  message: `The backend "${backend}" does not support a required capability: ${meaning}.`,
  place,
  expected: `the capability "${capability}"`,
  next: "Choose another backend or another model.",
}));
