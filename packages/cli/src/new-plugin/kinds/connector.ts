import { docstring, drivenNetwork, givenSource, type PluginTemplate } from "../template.ts";

/** A ring of neighbours, each connected with some probability. */
export const connectorTemplate: PluginTemplate = {
  group: "connectors",
  source: ({
    name,
    id,
    about,
    cite,
  }) => `import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";

${docstring(about)}
export const ${id}: ConnectorRecord = defineConnector({
  name: "${name}",
  about: ${JSON.stringify(about)},${givenSource(cite)}
  options: {
    reach: { type: "integer", about: "neighbours on one side", default: 1, least: 1 },
    probability: { type: "probability", about: "probability of each connection", default: 0.5 },
  },
  // Threads load the connector from here.
  module: import.meta.url,
  plan({ sources, targets, options: { reach, probability }, stream }) {
    return {
      // Expected number of connections, for memory estimates.
      expected: sources * reach * probability,
      by: "source",
      // Append the targets of one source.
      partners(source, out) {
        const random = stream(source);
        for (let k = 1; k <= reach; k++) {
          if (random.uniform() < probability) out.push((source + k) % targets);
        }
      },
    };
  },
});
`,
  suite: {
    name: "connectorSuite",
    claims: ({ id }) => `connectorSuite(${id}, { stack, examples: [{}, { reach: 3 }] })`,
  },
  command: "run",
  network: (name) => drivenNetwork({ projection: { connector: { kind: name, reach: 3 } } }),
};
