import {
  mostErrors,
  type NetworkRecord,
  nearestName,
  type SchemaFault,
  splitPath as split,
} from "@spikeloom/kernel";
import { fieldsAt } from "./fields.ts";
import { shapeFaults } from "./shape-faults.ts";

/** A network, some parts of which are too malformed to be checked. */
export interface SoundParts {
  readonly network: NetworkRecord;
  /** Places to omit from further checks: `dt`, `populations.E`, `projections[2]`. */
  readonly faulty: ReadonlySet<string>;
}

/**
 * Find the parts of a malformed network that can still be checked.
 *
 * A misspelt field counts as the intended one, any other unknown field as absent. Returns undefined if nothing is left to check.
 */
export function soundParts(value: unknown): SoundParts | undefined {
  const copy = copyOf(value);
  const unknown = shapeFaults(copy).filter(({ keyword }) => keyword === "additionalProperties");
  // Errors beyond those listed need no analysis.
  for (const [k, fault] of unknown.entries()) repairField(copy, fault, k < mostErrors);
  const faulty = new Set<string>();
  for (const { keyword, instancePath, params } of shapeFaults(copy)) {
    if (isName(keyword)) continue;
    const path = split(instancePath);
    const [field = String(params["missingProperty"])] = path;
    if (path.length === 0 && keyword !== "required") return undefined;
    if (field === "populations" && path.length < 2) return undefined;
    const entry = entryPlaces[field]?.(path[1] ?? "");
    if (entry !== undefined && path.length > 1) faulty.add(entry);
    else {
      faulty.add(field);
      remove(copy, field);
    }
  }
  // The rest has the right shape, except at the listed places.
  return { network: copy as NetworkRecord, faulty };
}

const named = (field: string) => (name: string) => `${field}.${name}`;
const counted = (field: string) => (index: string) => `${field}[${index}]`;

/** Fields whose entries are checked one by one, and where these are. */
const entryPlaces: Readonly<Record<string, (key: string) => string>> = {
  models: named("models"),
  populations: named("populations"),
  projections: counted("projections"),
  stimuli: counted("stimuli"),
  record: counted("record"),
  recordSynapses: counted("recordSynapses"),
};

/** A bad name is reported; the part that has it can still be checked. */
function isName(keyword: string): boolean {
  return keyword === "propertyNames" || keyword === "pattern";
}

function repairField(copy: unknown, fault: SchemaFault, isListed: boolean): void {
  const path = split(fault.instancePath);
  const part = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), copy);
  if (!isRecord(part)) return;
  const field = String(fault.params["additionalProperty"]);
  const meant = isListed ? nearestName(field, fieldsAt(copy, path)) : undefined;
  if (meant !== undefined && !Object.hasOwn(part, meant)) part[meant] = part[field];
  delete part[field];
}

function remove(copy: unknown, field: string): void {
  if (isRecord(copy)) delete copy[field];
}

/** Copy lists and plain records; typed arrays and callable models stay as they are. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isRecord(value) || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
