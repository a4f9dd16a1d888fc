import { type NeuronRecord, nearestName, type Stack } from "@spikeloom/kernel";
import { SONATA_MODEL } from "../errors.ts";
import { nestTemplates } from "./nest.ts";
import { neuronTemplates } from "./neuron.ts";
import { pynnTemplates } from "./pynn.ts";
import type { Template } from "./template.ts";

const schemas: Readonly<Record<string, Readonly<Record<string, Template>>>> = {
  nest: nestTemplates,
  pynn: pynnTemplates,
  nrn: neuronTemplates,
};

/** A template by its name. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: Template;
}

/** Find the template of a model of the stack; a different model of the same name has none. */
export function templateOf(model: NeuronRecord, stack: Stack): NamedTemplate | undefined {
  const found = Object.entries(nestTemplates).find(([, template]) => template.model === model.name);
  if (found === undefined) return undefined;
  const own = stack.find("neuron", model.name);
  if (own !== model && JSON.stringify(own) !== JSON.stringify(model)) return undefined;
  return { name: `nest:${found[0]}`, template: found[1] };
}

/** Find the template named by `schema:name`. */
export function findTemplate(text: string, place: string): Template {
  const at = text.indexOf(":");
  const [schema, name] = [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  const templates = Object.hasOwn(schemas, schema) ? schemas[schema] : undefined;
  if (templates !== undefined && Object.hasOwn(templates, name)) return templates[name] as Template;
  const near = templates && nearestName(name, Object.keys(templates));
  throw SONATA_MODEL({
    place,
    message: "This template has no equivalent model.",
    expected:
      near === undefined ? "a template such as nest:iaf_psc_alpha" : `such as ${schema}:${near}`,
    got: text.slice(0, 80),
  });
}
