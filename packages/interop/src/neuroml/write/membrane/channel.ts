import { affineIn, type Expression, freeNames } from "@spikeloom/equations";
import type { XmlOutput } from "../../../xml/write-xml.ts";
import { suffixOf } from "../../model-name.ts";
import { quantityOut } from "../quantity-out.ts";
import type { ChannelTerm, Factor } from "./currents.ts";
import type { CustomTypes } from "./custom-types.ts";
import type { Driving } from "./driving.ts";
import { constantOf, surroundings, tidy } from "./equations.ts";
import { gateOf, instantaneous } from "./gates.ts";
import { schemeElements, schemeOf } from "./kinetic-gate.ts";

/** A state of the model in NeuroML. */
export interface WrittenState {
  /** Its name when the file is read again. */
  readonly again: string;
  /** Its initial value in NeuroML. */
  readonly initial: Expression;
}

/** A channel and its gates. */
export interface WrittenChannel {
  /** Name of its current in the cell. */
  readonly id: string;
  readonly element: "ionChannelHH" | "ionChannelKS";
  readonly gates: readonly XmlOutput[];
  /** Per capacitance, in 1/ms, including factors of partially open states. */
  readonly conductance: number;
  readonly driving: Driving;
  /** Whether its current flows into the calcium pool. */
  readonly isCalcium: boolean;
  readonly states: ReadonlyMap<string, WrittenState>;
}

/** Inputs for writing channels. */
export interface ChannelWriting {
  readonly dynamics: ReadonlyMap<string, Expression>;
  readonly types: CustomTypes;
  /** Creates a unique id within the cell. */
  newId(wanted: string): string;
}

interface Gates {
  readonly gates: XmlOutput[];
  readonly states: Map<string, WrittenState>;
  scale: number;
}

/** Write the channel of a current; undefined if NeuroML has no gate equivalent to one of its factors. */
export function channelOf(
  { named, conductance, driving, isCalcium, factors }: ChannelTerm,
  writing: ChannelWriting,
): WrittenChannel | undefined {
  const names = factors.flatMap(({ value }) =>
    [...freeNames(value)].filter((name) => !surroundings.has(name)),
  );
  const wanted = named?.replace(/^i_/, "") ?? (names.join("") || "leak");
  const id = writing.newId(suffixOf(wanted).slice(0, 20));
  const made: Gates = { gates: [], states: new Map(), scale: 1 };
  const isScheme = factors.some(({ value }) => isPartOfScheme(value, writing));
  // Channels with kinetic schemes have no other kind of gate.
  const write = isScheme ? kinetic : gate;
  for (const [place, factor] of factors.entries()) {
    if (!write(made, factor, { ...writing, id, place })) return undefined;
  }
  return {
    id,
    element: isScheme ? "ionChannelKS" : "ionChannelHH",
    driving,
    isCalcium,
    gates: alike(made.gates),
    states: made.states,
    conductance: tidy(conductance * made.scale),
  };
}

interface GateWriting extends ChannelWriting {
  readonly id: string;
  readonly place: number;
}

function isPartOfScheme(value: Expression, { dynamics }: ChannelWriting): boolean {
  return [...freeNames(value)].some((name) => {
    const derivative = surroundings.has(name) ? undefined : dynamics.get(name);
    return (
      derivative !== undefined &&
      [...freeNames(derivative)].some((one) => !surroundings.has(one) && one !== name)
    );
  });
}

/** Ids of a gate and of a subgate, from the state names that the reader creates. */
function gateIds(state: string, id: string): readonly [gate: string, part: string] {
  const own = state.replace(/^[qp]_(?=.)/, "").replace(new RegExp(`_${id}$`), "");
  const [gate = "q", ...part] = own.split("_").map((word) => suffixOf(word));
  return /^[A-Za-z]/.test(gate) ? [gate, part.join("")] : [`q${gate}`, part.join("")];
}

function gate(made: Gates, { value, exponent }: Factor, writing: GateWriting): boolean {
  const { dynamics, types, id, place } = writing;
  if (value.kind !== "name") return compound(made, { value, exponent }, writing);
  if (surroundings.has(value.name)) return addInstant(made, { value, exponent }, writing);
  const derivative = dynamics.get(value.name);
  const found = derivative && gateOf(value.name, derivative, { types });
  if (found === undefined) return false;
  const own = freshId(made, gateIds(value.name, id)[0], place);
  made.states.set(value.name, { again: `q_${own}_${id}`, initial: found.steady });
  made.gates.push({
    name: found.kind,
    attributes: { id: own, instances: exponent },
    children: found.children,
  });
  return true;
}

function freshId({ gates }: Gates, wanted: string, place: number): string {
  return gates.some(({ attributes }) => attributes?.["id"] === wanted)
    ? `${wanted}x${place}`
    : wanted;
}

/** A factor other than a single state: a function of the potential, or subgates. */
function compound(made: Gates, factor: Factor, writing: GateWriting): boolean {
  const names = [...freeNames(factor.value)];
  if (names.every((name) => surroundings.has(name))) return addInstant(made, factor, writing);
  const form = affineIn(factor.value, new Set(names));
  if (form === undefined || constantOf(form.constant) !== 0) return false;
  const { dynamics, types, id, place } = writing;
  const own = freshId(made, gateIds(names[0] ?? "", id)[0], place);
  const parts: XmlOutput[] = [];
  for (const [name, coefficient] of form.coefficients) {
    const derivative = dynamics.get(name);
    const found = derivative && gateOf(name, derivative, { types, form: "tauInf" });
    const share = constantOf(coefficient);
    if (found === undefined || share === undefined) return false;
    const part = gateIds(name, id)[1] || name.replace(/[^A-Za-z0-9]/g, "");
    const attributes = { id: part, fractionalConductance: quantityOut(share, "1", name) };
    parts.push({ name: "subGate", attributes, children: found.children });
    made.states.set(name, { again: `q_${own}_${part}_${id}`, initial: found.steady });
  }
  const attributes = { id: own, instances: factor.exponent };
  made.gates.push({ name: "gateFractional", attributes, children: parts });
  return true;
}

function addInstant(
  made: Gates,
  { value, exponent }: Factor,
  { types, place }: GateWriting,
): boolean {
  const found = instantaneous(value, types);
  if (found === undefined) return false;
  const attributes = { id: freshId(made, "inf", place), instances: exponent };
  made.gates.push({ name: found.kind, attributes, children: found.children });
  return true;
}

function kinetic(made: Gates, { value, exponent }: Factor, writing: GateWriting): boolean {
  const { dynamics, types, id, place } = writing;
  const names = [...freeNames(value)];
  const scheme = schemeOf(names, dynamics);
  const form = affineIn(value, new Set(names));
  if (scheme === undefined || form === undefined || constantOf(form.constant) !== 0) return false;
  const shares = [...form.coefficients].map(([, share]) => constantOf(share));
  const [open] = shares;
  // In the schema, states are either open or closed.
  if (open === undefined || shares.some((share) => share !== open)) return false;
  for (let k = 0; k < exponent; k++) made.scale *= open;
  const ids = new Map(scheme.states.map((state) => [state, gateIds(state, id)] as const));
  const own = freshId(made, ids.get(scheme.states[0] ?? "")?.[0] ?? "n", place);
  const idOf = (state: string) => ids.get(state)?.[1] || suffixOf(state);
  const isOpen = (state: string) => form.coefficients.has(state);
  const children = schemeElements(scheme, { isOpen, idOf, types });
  if (children === undefined) return false;
  const first = scheme.states.find((state) => !isOpen(state));
  for (const state of scheme.states) {
    const initial = { kind: "number", value: state === first ? 1 : 0 } as const;
    made.states.set(state, {
      again: `p_${own}_${suffixOf(idOf(state)).slice(0, 20)}_${id}`,
      initial,
    });
  }
  made.gates.push({ name: "gateKS", attributes: { id: own, instances: exponent }, children });
  return true;
}

/** Gates of one kind by element name, of several kinds by type, because a schema channel has one kind. */
function alike(gates: readonly XmlOutput[]): readonly XmlOutput[] {
  if (new Set(gates.map(({ name }) => name)).size < 2) return gates;
  return gates.map(({ name, attributes = {}, children = [] }) => ({
    name: "gate",
    attributes: { ...attributes, type: name },
    children: [...children].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
  }));
}

/** Schema order in a gate with a type attribute. */
const order = ["forwardRate", "reverseRate", "timeCourse", "steadyState", "subGate"];
