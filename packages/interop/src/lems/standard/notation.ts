import type { XmlElement } from "../../xml/xml-element.ts";

/** Create an element that is not in a file. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlElement[] = [],
): XmlElement {
  const place = { file: "", line: 1, column: 1 };
  return {
    name,
    namespace: "",
    attributes: new Map(Object.entries(attributes)),
    children,
    text: "",
    ...place,
  };
}

/** Declaration of a line `name:dimension ...`, by its first letter. */
const members: Readonly<Record<string, readonly [tag: string, second: string]>> = {
  P: ["Parameter", "dimension"],
  W: ["Property", "dimension"],
  E: ["Exposure", "dimension"],
  R: ["Requirement", "dimension"],
  C: ["Child", "type"],
  L: ["Children", "type"],
  F: ["ComponentReference", "type"],
  A: ["Attachments", "type"],
  X: ["Path", "type"],
  T: ["Text", "type"],
  N: ["IndexParameter", "type"],
  I: ["EventPort", "direction"],
  O: ["EventPort", "direction"],
};

/**
 * Read types in the compact notation, one line per declaration:
 *
 * `= type < base`; `P name:dimension ...` and similar; `K name:dimension=value`; `V name=value` a fixed parameter; `k
 * states transitions` a kinetic scheme; `s name:dimension` a state variable; derived variables `d name = expression`,
 * `d name < path`, `d name ~ path` (0 if unresolved), `d name + path`, `d name * path`; `c name = condition ? value |
 * value`; `' name = rate`; `0 name = start`; `? condition > actions`; `! port > actions`; `r name` and `i name`,
 * regimes whose lines follow until `e`; `: name attribute=value ...` for the structure.
 * Actions are `name = value`, `^port` and `@regime`, separated by `;`.
 */
export function typesIn(text: string): readonly XmlElement[] {
  const types: XmlElement[] = [];
  for (const block of text.split(/^= /m).slice(1)) types.push(typeIn(block.split("\n")));
  return types;
}

function typeIn([head = "", ...lines]: readonly string[]): XmlElement {
  const [name = "", base] = head.split("<").map((part) => part.trim());
  const declared: XmlElement[] = [];
  const dynamics: XmlElement[] = [];
  const structure: XmlElement[] = [];
  let regime: XmlElement[] | undefined;
  for (const line of lines.map((each) => each.trim()).filter((each) => each !== "")) {
    const [, letter = "", rest = ""] = /^(\S)\s*(.*)$/.exec(line) ?? [];
    if (letter in members) declared.push(...declaredIn(letter, rest));
    if (letter === "K") declared.push(constant(rest));
    else if (letter === "V") declared.push(fixed(rest));
    else if (letter === "k") dynamics.push(scheme(rest));
    else if (letter === ":") structure.push(structured(rest));
    else if (letter === "r" || letter === "i") {
      regime = [];
      const initial = letter === "i" ? { initial: "true" } : {};
      dynamics.push(element("Regime", { name: rest, ...initial }, regime));
    } else if (letter === "e") regime = undefined;
    else (regime ?? dynamics).push(...dynamic(letter, rest));
  }
  const parts = [
    ...declared,
    ...(dynamics.length > 0 ? [element("Dynamics", {}, dynamics)] : []),
    ...(structure.length > 0 ? [element("Structure", {}, structure)] : []),
  ];
  return element("ComponentType", { name, ...(base !== undefined && { extends: base }) }, parts);
}

function declaredIn(letter: string, rest: string): readonly XmlElement[] {
  const [tag = "", second = ""] = members[letter] ?? [];
  return rest.split(/\s+/).map((part) => {
    const [name = "", kind = ""] = part.split(":");
    const more = letter === "W" ? { defaultValue: "1" } : {};
    return element(tag, { name, ...(kind !== "" && { [second]: kind }), ...more });
  });
}

function constant(rest: string): XmlElement {
  const [, name = "", dimension = "", value = ""] = /^(\w+):(\w+)=(.*)$/.exec(rest) ?? [];
  return element("Constant", { name, dimension, value });
}

function fixed(rest: string): XmlElement {
  const [parameter, value] = split(rest, "=");
  return element("Fixed", { parameter, value });
}

/** A kinetic scheme, with the names common to all of NeuroML's. */
function scheme(rest: string): XmlElement {
  const [nodes = "", edges = ""] = rest.split(" ");
  const ends = { edgeSource: "from", edgeTarget: "to", forwardRate: "rf", reverseRate: "rr" };
  return element("KineticScheme", {
    name: "ks",
    nodes,
    stateVariable: "occupancy",
    edges,
    ...ends,
  });
}

function structured(rest: string): XmlElement {
  const [tag = "", ...parts] = rest.split(/\s+/);
  const assigned = parts.includes("weighted");
  const pairs = parts.filter((part) => part.includes("=")).map((part) => part.split("="));
  const weight = element("Assign", { property: "weight", value: "weight" });
  return element(tag, Object.fromEntries(pairs), assigned ? [weight] : []);
}

/** A variable given as `name` or `name:dimension`; in all of these types, every variable is exposed. */
function named(text: string): Readonly<Record<string, string>> {
  const [name = "", dimension] = text.split(":");
  return { name, exposure: name, ...(dimension !== undefined && { dimension }) };
}

const split = (text: string, by: string): [string, string] => {
  const at = text.indexOf(by);
  return [text.slice(0, at).trim(), text.slice(at + by.length).trim()];
};

function dynamic(letter: string, rest: string): readonly XmlElement[] {
  if (letter === "s") {
    const parts = rest.split(/\s+/);
    return parts.map((part) => element("StateVariable", { dimension: "none", ...named(part) }));
  }
  if (letter === "d") return [derived(rest)];
  if (letter === "c") {
    const [head, cases] = split(rest, "=");
    const said = named(head);
    return [element("ConditionalDerivedVariable", said, cases.split("|").map(caseIn))];
  }
  if (letter === "'") {
    const [variable, value] = split(rest, "=");
    return [element("TimeDerivative", { variable, value })];
  }
  if (letter === "0") return [element("OnStart", {}, actionsIn(rest))];
  if (letter === ">") return [element("OnEntry", {}, actionsIn(rest))];
  const [test, actions] = split(rest, ">");
  if (letter === "?") return [element("OnCondition", { test }, actionsIn(actions))];
  return letter === "!" ? [element("OnEvent", { port: test }, actionsIn(actions))] : [];
}

function derived(rest: string): XmlElement {
  const [, head = "", kind = "", what = ""] = /^([\w:]+)\s*([=<~+*])\s*(.*)$/.exec(rest) ?? [];
  const said = named(head);
  if (kind === "=") return element("DerivedVariable", { ...said, value: what });
  const reduce = kind === "+" ? "add" : "multiply";
  return element("DerivedVariable", {
    ...said,
    select: what,
    ...(kind === "~" && { required: "false" }),
    ...((kind === "+" || kind === "*") && { reduce }),
  });
}

function caseIn(text: string): XmlElement {
  if (!text.includes("?")) return element("Case", { value: text.trim() });
  const [condition, value] = split(text, "?");
  return element("Case", { condition, value });
}

function actionsIn(text: string): readonly XmlElement[] {
  const parts = text.split(";").map((part) => part.trim());
  return parts.flatMap((part) => {
    if (part === "") return [];
    if (part.startsWith("^")) return [element("EventOut", { port: part.slice(1) })];
    if (part.startsWith("@")) return [element("Transition", { regime: part.slice(1) })];
    const [variable, value] = split(part, "=");
    return [element("StateAssignment", { variable, value })];
  });
}
