import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";

/** Neuron models, synapse models and plasticity rules in JSON. */
export const modelFormat: FormatRecord = defineFormat({
  name: "spikeloom-model",
  about: "A neuron model, a synapse model or a plasticity rule as JSON.",
  extensions: [".json"],
  marks: [
    { json: { kind: "neuron" } },
    { json: { kind: "synapse" } },
    { json: { kind: "plasticity" } },
  ],
  holds: ["model"],
  options: {},
  losses: {},
  async read(source) {
    const [{ readNetwork }, { wholeSource }] = await Promise.all([
      import("./network-text.ts"),
      import("./held-source.ts"),
    ]);
    // Wrapped in a network, so that the limits of a network file apply.
    const text = new TextDecoder().decode(await wholeSource(source));
    const head = '{"format":"spikeloom-network","version":1,"populations":{},"models":{"this":';
    const model = readNetwork(`${head}${text}}}`, { place: source.name }).models?.["this"];
    return { thing: { holds: "model", model: model as never }, losses: [] };
  },
  async write(thing) {
    const { model } = thingOf(thing, "model");
    return {
      files: (async function* () {
        const text = `${JSON.stringify(model, null, 2)}\n`;
        yield { name: "model.json", pieces: [new TextEncoder().encode(text)] };
      })(),
      losses: [],
    };
  },
});
