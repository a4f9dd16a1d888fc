import { readdirSync, readFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import { exerciseNeuron, exerciseSynapse } from "@spikeloom/conformance";
import { integrators } from "@spikeloom/integrators";
import {
  createStack,
  type NetworkRecord,
  type NeuronRecord,
  requirements,
  type Stack,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";
import { publishedNetworks } from "../../src/published-networks.ts";
import { shortDuration } from "../../src/short-runs.ts";

/** A network, with the duration and the precision of its run. */
export interface UnchangedCase {
  readonly network: NetworkRecord;
  readonly duration: string;
  readonly precision: "f64" | "f32";
}

/** A stack with everything that the networks name. */
export const unchangedStack: Stack = createStack({
  plugins: [...neurons, ...synapses, ...plasticity, ...integrators, ...connectors],
});

const { provides } = clock();
const isProvided = (model: Parameters<typeof requirements>[0]): boolean =>
  requirements(model).every((need) => provides.includes(need));

const precisions = ["f64", "f32"] as const;
const conventions = ["nest", "brian2", "neuron", "nengo"] as const;

type Cases = readonly (readonly [name: string, one: UnchangedCase])[];

const modelFolder = new URL("../../../../specs/model/valid/", import.meta.url);
const specified = readdirSync(modelFolder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => readJson<{ readonly kind: string }>(new URL(file, modelFolder)))
  .filter((record): record is NeuronRecord => record.kind === "neuron");

function readJson<Content>(url: URL): Content {
  return JSON.parse(readFileSync(url, "utf8")) as Content;
}

/** Every published network, for a duration in which it fires. */
const published: Cases = Object.entries(publishedNetworks).map(([name, make]) => {
  const network = make();
  return [name, { network, duration: shortDuration(network), precision: "f64" }] as const;
});

/** Every neuron model on every port, in all conventions. */
const models: Cases = [
  ...neurons.flatMap((model: NeuronRecord) =>
    precisions.flatMap((precision) =>
      conventions.map((convention) => {
        const name = `neuron ${model.name} ${convention} ${precision}`;
        return [
          name,
          { network: exerciseNeuron(model, convention), duration: "60 ms", precision },
        ] as const;
      }),
    ),
  ),
  ...specified.filter(isProvided).map((model) => {
    const name = `specified ${model.name}`;
    const network = exerciseNeuron(model, "nest");
    return [name, { network, duration: "60 ms", precision: "f64" }] as const;
  }),
];

/** Every synapse model and every rule. */
const rules: Cases = [
  ...synapses.map((synapse) => [synapse, { synapse }] as const),
  ...plasticity
    .filter(({ name }) => !name.endsWith("-cond"))
    .map((rule) => [rule, { plasticity: rule }] as const),
]
  .filter(([model]) => isProvided(model))
  .flatMap(([model, own]) =>
    precisions.map((precision) => {
      const network = exerciseSynapse(model, own);
      const name = `${model.kind} ${model.name} ${precision}`;
      return [name, { network, duration: "100 ms", precision }] as const;
    }),
  );

/** Cases of the table of results, by name. */
export const unchangedCases: ReadonlyMap<string, UnchangedCase> = new Map([
  ...published,
  ...models,
  ...rules,
]);
