import { type ErrorList, errorList } from "./error-list.ts";
import type { SpikeLoomError } from "./errors.ts";
import type { SchemaFault, Subject } from "./fault.ts";
import { faultTexts } from "./fault-texts.ts";

/** Turn the faults of a schema into errors: one per mistake, sorted by place. */
export function explainFaults(
  faults: readonly SchemaFault[],
  subject: Subject,
): readonly SpikeLoomError[] {
  const list = errorList(subject.place);
  const meant = missingMeant(faults, subject);
  const ofNames = new Set(
    faults.filter(({ keyword }) => keyword === "propertyNames").map((fault) => fault.instancePath),
  );
  const said = new Set<string>();
  for (const fault of faults) {
    // The pattern of a name fails together with the rule for names, whose message is more specific.
    const isNamePattern = fault.keyword === "pattern" && ofNames.has(fault.instancePath);
    if (isNamePattern || meant.has(keyOf(fault))) continue;
    addFault(list, fault, { subject, said });
  }
  return list.all();
}

function addFault(
  list: ErrorList,
  fault: SchemaFault,
  { subject, said }: { readonly subject: Subject; readonly said: Set<string> },
): void {
  // Duplicates can only be detected among the faults reported individually.
  if (list.isFull) {
    list.skip(1);
    return;
  }
  const placed = { ...fault, path: splitPath(fault.instancePath) };
  const text = faultTexts[fault.keyword](placed, subject);
  const error = subject.error({ place: subject.placeOf(placed.path), ...text });
  if (said.has(error.message)) return;
  said.add(error.message);
  list.push(error);
}

/** Pair missing fields with misspelt ones; one error is enough for both. */
function missingMeant(faults: readonly SchemaFault[], subject: Subject): ReadonlySet<string> {
  const missing = new Map<string, Set<string>>();
  for (const { keyword, instancePath, params } of faults) {
    if (keyword !== "required") continue;
    const names = missing.get(instancePath) ?? new Set<string>();
    missing.set(instancePath, names.add(String(params["missingProperty"])));
  }
  const meant = new Set<string>();
  for (const { keyword, instancePath, params } of faults) {
    const names = missing.get(instancePath);
    if (keyword !== "additionalProperties" || names === undefined) continue;
    const fields = subject.fieldsAt(splitPath(instancePath));
    const nearest = subject.nearest(String(params["additionalProperty"]), fields);
    if (nearest !== undefined && names.has(nearest)) meant.add(`${instancePath} ${nearest}`);
  }
  return meant;
}

function keyOf({ keyword, instancePath, params }: SchemaFault): string {
  return keyword === "required" ? `${instancePath} ${String(params["missingProperty"])}` : "";
}

/** Split the pointer to a fault into its keys. */
export function splitPath(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Format the path to a part for readers: `projections[2].weight`. */
export function pathText(path: readonly string[]): string {
  return path
    .map((part, k) => (/^\d+$/.test(part) ? `[${part}]` : k === 0 ? part : `.${part}`))
    .join("");
}
