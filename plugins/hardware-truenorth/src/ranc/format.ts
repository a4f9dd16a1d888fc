import { defineFormat, type FormatRecord, type Loss, thingOf } from "@spikeloom/kernel";

/** Input files of RANC's simulator. */
export const rancFormat: FormatRecord = defineFormat({
  name: "ranc",
  about: "Cores and input of RANC, as its simulator reads them.",
  cite: ["doi:10.1109/TCAD.2020.3038151"],
  extensions: [".json"],
  marks: [{ json: { cores: true, output_bus: true, packets: true } }],
  holds: ["network"],
  options: {
    ticks: { type: "integer", least: 1, about: "reading: ticks of a run" },
    axons: { type: "integer", least: 1, about: "axons of a core" },
    neurons: { type: "integer", least: 1, about: "neurons of a core" },
  },
  losses: {
    lost: "Spikes with a delay of 16 ticks, which RANC loses.",
    bus: "The axons of the output bus; recorded neurons are those that reach it.",
    unseen: "Recorded neurons that send spikes to other neurons, so not to the output bus.",
  },
  async read(source, { options }) {
    const [{ readRancJson }, { rancNetwork }] = await Promise.all([
      import("./read-json.ts"),
      import("./to-network.ts"),
    ]);
    const text = new TextDecoder().decode(await source.read(0, source.size));
    const { ticks, ...size } = options as { ticks?: number; axons?: number; neurons?: number };
    const { network, outputs, lost } = rancNetwork(readRancJson(text, source.name, size), {
      ...(ticks !== undefined && { ticks }),
    });
    const losses: Loss[] = lost.map((message) => ({ code: "lost", place: source.name, message }));
    if (outputs.length > 0) {
      const message = `${outputs.length} neurons reach the output bus; they are recorded.`;
      losses.push({ code: "bus", place: "output_bus", message });
    }
    return { thing: { holds: "network", network }, losses };
  },
  async write(thing, { stack, options, name = "network" }) {
    const [{ rancFromNetwork }, { rancJson, rancConfiguration }] = await Promise.all([
      import("./from-network.ts"),
      import("./write-json.ts"),
    ]);
    const { network } = thingOf(thing, "network");
    const { ticks: _, ...size } = options as { ticks?: number; axons?: number; neurons?: number };
    const { chip, unseen } = rancFromNetwork(network, { stack, ...size });
    return {
      files: (async function* () {
        yield { name: `${name}.json`, pieces: encoded(rancJson(chip)) };
        yield { name: `${name}-config.json`, pieces: encoded([rancConfiguration(chip, 1)]) };
      })(),
      losses: unseen.map((message) => ({ code: "unseen", place: "record", message })),
    };
  },
});

function* encoded(parts: Iterable<string>): Generator<Uint8Array, void> {
  const encoder = new TextEncoder();
  for (const part of parts) yield encoder.encode(part);
}
