import {
  type Expression,
  formatExpression,
  mapChildren,
  parseExpression,
} from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";

/** Names that Brian2 keeps for itself, beside units and functions. */
const reserved: ReadonlySet<string> = new Set(
  (
    "t dt t_in_timesteps i j N xi lastspike lastupdate refractory not_refractory refractory_until delay w " +
    "spike rate rates and or not in is if else for lambda def return print None True False int e pi inf"
  ).split(" "),
);

/** Call a name of a model what Brian2 takes: no reserved word, no ending that means an end of a synapse. */
export function brian2Name(name: string): string {
  const isTaken = reserved.has(name) || /_(pre|post)$/.test(name) || name.startsWith("_");
  return isTaken ? `x_${name}`.replace(/_(pre|post)$/, "_$1x") : name;
}

/** Call names of a neuron model what Brian2 takes, and leave units, functions and what every step has. */
export function namesOf({ parameters, state, inputs, expressions }: NeuronRecord): Naming {
  const own = new Set(
    [parameters, state, inputs, expressions].flatMap((part) => Object.keys(part ?? {})),
  );
  return (name) => (own.has(name) ? brian2Name(name) : name);
}

/** Give another name, or the same. */
export type Naming = (name: string) => string;

/** Write an expression of ours as one of Brian2, names changed. */
export function brian2Code(text: string, naming: Naming): string {
  return formatExpression(translated(parseExpression(text), naming));
}

/** Translate an expression: what Brian2 has no function for is written with those that it has. */
export function translated(e: Expression, naming: Naming): Expression {
  if (e.kind === "name") return { kind: "name", name: naming(e.name) };
  const parts = mapChildren(e, (part) => translated(part, naming));
  if (parts.kind === "select") {
    const args = [parts.condition, parts.then, parts.otherwise];
    return { kind: "call", name: "where", args };
  }
  if (parts.kind !== "call") return parts;
  const name = own[parts.name];
  return name === undefined ? parts : { ...parts, name };
}

/** What the script brings along, by our name. */
const own: Readonly<Record<string, string>> = { min: "minimum", max: "maximum" };

/** Functions that the script brings along, as far as a text calls them. */
export function broughtFunctions(text: string): readonly string[] {
  return ["where", "minimum", "maximum"].filter((name) => text.includes(`${name}(`));
}
