import type { Component, Components } from "./component.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { partsOfPath } from "./selections.ts";
import { membersOf } from "./type.ts";

/** A parameter of a component. */
export interface SelectedParameter {
  readonly component: Component;
  readonly name: string;
}

interface SelectRequest {
  readonly components: Components;
  /** Name of the derived parameter. */
  readonly place: string;
}

/**
 * Find the parameter that the `select` of a derived parameter refers to, such as
 * `//MembranePotential[species=channel/species]/reversal`.
 *
 * Both sides of a predicate are component paths, as in jLEMS: the left one starts at each component of the type, the
 * right one at the component with the derived parameter.
 */
export function selectedParameter(
  from: Component,
  select: string,
  request: SelectRequest,
): SelectedParameter {
  const parts = partsOfPath(select);
  const name = parts.at(-1) ?? "";
  const path = parts.slice(0, -1);
  const component = select.startsWith("//")
    ? componentAlong(
        oneOfType(from, { part: path[2] ?? "", select }, request),
        path.slice(3),
        request,
      )
    : componentAlong(from, path, request);
  if (component !== undefined) return { component, name };
  throw LEMS_NAME({ place: request.place, what: "component at", name: select });
}

const TYPE = /^([^[\]]+)\[([^=]+)=(.+)\]$/s;

function oneOfType(
  from: Component,
  { part, select }: { readonly part: string; readonly select: string },
  request: SelectRequest,
): Component {
  const { components, place } = request;
  const [, type = "", own = "", other = ""] = TYPE.exec(part) ?? [];
  if (type === "") {
    const expected = "//Type[path=path]/parameter";
    const message = `"${select}" does not select a known parameter.`;
    throw LEMS_SHAPE({ place, message, expected, got: select });
  }
  const wanted = componentAlong(from, partsOfPath(other.trim()), request);
  if (wanted === undefined) {
    throw LEMS_NAME({ place, what: "component at", name: other.trim() });
  }
  const found = components.ofType(type).filter((each) => {
    return componentAlong(each, partsOfPath(own.trim()), request) === wanted;
  });
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw LEMS_SHAPE({
    place,
    message: `"${select}" leads to ${found.length === 0 ? "no component" : "several components"}.`,
    expected: `a ${type} whose ${own.trim()} is "${wanted.id}"`,
    got: `${found.length} of ${components.ofType(type).length}`,
  });
}

/** Follow a path of children, references, links and `..`; undefined if it cannot be resolved. */
function componentAlong(
  from: Component,
  parts: readonly string[],
  { components, place }: SelectRequest,
): Component | undefined {
  let at: Component | undefined = from;
  for (const part of parts) {
    if (at === undefined) return undefined;
    at =
      part === "." ? at : part === ".." ? at.parent : componentIn(at, part, { components, place });
  }
  return at;
}

function componentIn(
  { type, element, children, parent }: Component,
  name: string,
  { components, place }: SelectRequest,
): Component | undefined {
  const inList = children.filter(({ list }) => list === name);
  if (inList.length === 1) return inList[0]?.component;
  const inside = children.find(({ component }) => component.id === name);
  if (inside !== undefined) return inside.component;
  const id = element.attributes.get(name) ?? type.fixed.get(name);
  if (id === undefined) return undefined;
  const withId = (of: Component["children"]) =>
    of.find(({ component }) => component.id === id)?.component;
  if (membersOf(type, "Link").has(name)) return withId(parent?.children ?? []);
  if (!membersOf(type, "ComponentReference").has(name)) return undefined;
  return withId(children) ?? components.find(id, place);
}
