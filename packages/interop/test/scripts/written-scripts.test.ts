import {
  type NetworkRecord,
  type NeuronRecord,
  SpikeLoomError,
  writeFormat,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { brian2Format } from "../../src/formats/brian2-format.ts";
import { nestFormat } from "../../src/formats/nest-format.ts";

const formats = { brian2: brian2Format, nest: nestFormat } as const;

const least: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  duration: "10 ms",
  populations: {
    S: { model: "spike-array", size: 2, times: [["1 ms"], ["2 ms"]] },
    E: { model: "lif-curr-exp", size: 3 },
  },
  projections: [
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      weight: "1 nA",
      delay: "1 ms",
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"] }],
};

async function scriptOf(to: keyof typeof formats, network: NetworkRecord): Promise<string> {
  const thing = { holds: "network", network } as const;
  const { files } = await writeFormat(formats[to], thing, { stack: defaultStack, options: {} });
  for await (const { name, pieces } of files) {
    if (name !== "network.py") continue;
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    return new TextDecoder().decode(Buffer.concat(parts));
  }
  throw new Error("There is no script.");
}

async function refusals(to: keyof typeof formats, network: NetworkRecord) {
  try {
    await scriptOf(to, network);
    return [];
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    return [fault, ...(fault.others ?? [])].map(({ code, place }) => [code, place]);
  }
}

describe("scripts of NEST and Brian2", () => {
  it("name models, parameters and receptors of NEST", async () => {
    const script = await scriptOf("nest", least);
    expect(script).toContain('nodes["E"] = nest.Create(\n        "iaf_psc_exp",');
    expect(script).toContain('"C_m": 250.0');
    expect(script).toContain('{"weight": 1000.0, "delay": 1.0}');
  });

  it("name NEST's model of a neuron that is never refractory there either", async () => {
    const populations = { E: { model: "izhikevich", size: 3 } };
    const network = { ...least, populations, projections: [], record: [] };
    expect(await scriptOf("nest", { ...network, convention: "nest" })).toContain('"izhikevich"');
  });

  it("write equations for Brian2, and set its order of phases", async () => {
    const script = await scriptOf("brian2", least);
    expect(script).toContain(": volt (unless refractory)");
    expect(script).toContain(
      'SCHEDULE = ["start", "groups", "synapses", "thresholds", "resets", "end"]',
    );
    // Held for 20 steps after the one of the spike, as NEST counts; a step more than Brian2 does.
    expect(script).toContain("refractory=2.1*ms");
    // A delay of 10 steps, of which Brian2 adds one under this order.
    expect(script).toContain("delay=0.9*ms");
  });

  it("write composite units as base units, and crossings by the condition of the previous step", async () => {
    const populations = { E: { model: "hodgkin-huxley", size: 2 } };
    const record = [{ population: "E", variables: ["spikes"] }];
    const script = await scriptOf("brian2", { ...least, populations, projections: [], record });
    // Of siemens and amperes on a square metre: by hand.
    expect(script).toContain('"g_na": 1200.0*(kilogram**-1*metre**-4*second**3*amp**2)');
    expect(script).toContain("i_na = g_na * m**3 * h * (v - e_rev_na) : metre**-2*amp");
    expect(script).toContain("was_above : boolean");
    expect(script).toContain('threshold="(v >= v_threshold) and not was_above"');
    expect(script).toContain(
      '.run_regularly("was_above = v >= v_threshold", when="after_thresholds")',
    );
  });

  it("preserve for Brian2 the earlier values that sub-expressions read, and give zeros their units", async () => {
    const mine = {
      kind: "neuron",
      contract: 1,
      name: "mine",
      about: "A neuron of its own steps.",
      parameters: { tau: { default: "10 ms", about: "time constant" } },
      state: {
        g: { initial: "1 nS", unit: "nS", about: "conductance" },
        v: { initial: "1 mV", unit: "mV", about: "potential" },
      },
      expressions: {
        pull: { value: "g * v", unit: "pA", about: "current" },
        none: { value: "0", unit: "pA", about: "nothing" },
      },
      step: [{ g: "g - dt * g / tau", v: "where(v > 0, v + dt * pull / tau / nS, 0)" }, { v: "0" }],
    } as const satisfies NeuronRecord;
    const populations = { E: { model: "mine", size: 1 } };
    const network = { ...least, models: { mine }, populations, projections: [], record: [] };
    const script = await scriptOf("brian2", network);
    // The current reads the conductance as it was, so that this is set last.
    expect(script).toContain(
      String.raw`"g_new = g - dt * g / tau\nv = where(sign(v) > 0, v + dt * pull / tau / nS, 0)\ng = g_new"`,
    );
    expect(script).toContain('"v = 0*v"');
    expect(script).toContain("none = 0*amp : amp");
  });

  it("omit plain zeros from sums for Brian2, and report that equations draw", async () => {
    const lif = defaultStack.get("neuron", "lif-curr-exp", "") as NeuronRecord;
    const reset = { ...lif.spike?.reset, v: "0 - rand() * mV + 0" };
    const mine = { ...lif, name: "mine", spike: { ...lif.spike, reset } } as NeuronRecord;
    const populations = { ...least.populations, E: { model: "mine", size: 3 } };
    const thing = {
      holds: "network",
      network: { ...least, models: { mine }, populations },
    } as const;
    const written = await writeFormat(brian2Format, thing, { stack: defaultStack, options: {} });
    expect(await scriptOf("brian2", thing.network)).toContain("v = -(rand() * mV)");
    expect(written.losses).toContainEqual(
      expect.objectContaining({ code: "drawn-anew", place: "populations.E" }),
    );
  });

  it("of Brian2 have a stimulus for each neuron that starts as none for all", async () => {
    const stimuli = [
      { kind: "formula", into: "E", value: "i * nA", start: "5 ms" } as const,
      { kind: "steps", into: "E", times: ["1 ms"], values: ["1 nA"] } as const,
    ];
    expect(await scriptOf("brian2", { ...least, stimuli })).toContain("stimulus_of_i_inj(t, i)");
    const alike = { ...least, stimuli: stimuli.slice(1) };
    expect(await scriptOf("brian2", alike)).toContain("stimulus_of_i_inj(t)");
  });

  it("of Brian2 contain further events, and their effects", async () => {
    const lif = defaultStack.get("neuron", "lif-curr-exp", "") as NeuronRecord;
    const mine: NeuronRecord = {
      ...lif,
      name: "mine",
      state: { ...lif.state, high: { initial: 0, unit: "1", about: "steps above" } },
      events: {
        above: { when: "v > -52*mV", do: { high: "high + 1" }, about: "it is high" },
        never: { about: "sent by nothing" },
      },
    };
    const populations = { E: { model: "mine", size: 1 } };
    const network = { ...least, models: { mine }, populations, projections: [], record: [] };
    const script = await scriptOf("brian2", network);
    expect(script).toContain('events={"above": "v > -52 * mV"}');
    expect(script).toContain('groups["E"].run_on_event("above", "high += 1")');
    expect(script).not.toContain("never");
  });

  it("keep names of files and networks from becoming code", async () => {
    const name = '""" \\"; import os #';
    for (const to of ["nest", "brian2"] as const) {
      const script = await scriptOf(to, { ...least, name, about: name, cite: [name] });
      const text = '"\\"\\"\\" \\\\\\"; import os #"';
      for (const line of [`NAME = ${text}`, `ABOUT = ${text}`, `CITE = [${text}]`])
        expect(script).toContain(line);
    }
  });

  it.each([
    ["nest", "convention.order"],
    ["nest", "convention.spikeStamp"],
  ] as const)("of %s refuse a convention by %s", async (to, place) => {
    const found = await refusals(to, { ...least, convention: "brian2" });
    expect(found).toContainEqual(["SL_EXPORT_VALUE", place]);
  });

  it.each(["nest", "brian2"] as const)(
    "of %s refuse all unsupported features at once",
    async (to) => {
      const [projection] = least.projections ?? [];
      const network = {
        ...least,
        populations: {
          ...least.populations,
          G: { model: "gamma", size: 1 },
        },
        projections: [
          { ...projection, synapse: { model: "multi-quantal", parameters: {} } },
          {
            ...projection,
            plasticity: { model: "stdp-triplet-nearest", parameters: { w_max: "2 nA" } },
          },
        ],
        stimuli: [
          { kind: "poisson", into: "E", receptor: "excitatory", rate: "1 kHz", weight: "0.1 nA" },
        ],
      } as unknown as NetworkRecord;
      expect(await refusals(to, network)).toEqual(
        expect.arrayContaining([
          ["SL_EXPORT_NEURON", "populations.G.model"],
          ...(to === "nest" ? [["SL_EXPORT_SYNAPSE", "projections[0].synapse"]] : []),
          ["SL_EXPORT_SYNAPSE", "projections[1].plasticity"],
        ]),
      );
    },
  );

  it("of NEST refuse two time constants of one neuron, and weights beyond their bounds", async () => {
    const [projection] = least.projections ?? [];
    const learns = (values: object) => ({
      ...projection,
      plasticity: { model: "stdp-pair", parameters: { w_max: "2 nA", ...values } },
    });
    const projections = [learns({}), learns({ tau_minus: "30 ms" })];
    const network = { ...least, projections } as unknown as NetworkRecord;
    const place = "projections[1].plasticity.parameters";
    expect(await refusals("nest", network)).toEqual([["SL_EXPORT_VALUE", place]]);
    const plasticity = { model: "vogels-sprekeler", parameters: { w_max: "0.5 nA" } };
    const beyond = { ...least, projections: [{ ...projection, plasticity }] };
    expect(await refusals("nest", beyond as unknown as NetworkRecord)).toEqual([
      ["SL_EXPORT_VALUE", "projections[0].weight"],
    ]);
    await expect(scriptOf("nest", beyond as unknown as NetworkRecord)).rejects.toMatchObject({
      got: "1000 pA, with the maximum 500 pA",
    });
  });

  it("of NEST refuse spikes before its second step, by the given time", async () => {
    const populations = { S: { model: "spike-array", size: 2, times: [["9 ms"], ["100 us"]] } };
    const network = { ...least, populations, projections: [], record: [] };
    await expect(scriptOf("nest", network)).rejects.toMatchObject({
      place: "populations.S.times",
      expected: "at least 0.2 ms",
      got: "0.1 ms",
    });
  });

  it("of NEST refuse individual values per synapse, if a rule has one for all of them", async () => {
    const [projection] = least.projections ?? [];
    const mu = { draw: "uniform", low: 0.3, high: 0.5 };
    const learns = (model: object) => ({
      ...least,
      projections: [{ ...projection, plasticity: model }],
    });
    const varied = learns({ model: "stdp-power-law", parameters: { mu } });
    expect(await refusals("nest", varied as unknown as NetworkRecord)).toEqual([
      ["SL_EXPORT_VALUE", "projections[0].plasticity.parameters"],
    ]);
    const plain = learns({ model: "stdp-power-law", parameters: { w_ref: "4 pA", mu: 0.5 } });
    const script = await scriptOf("nest", plain as unknown as NetworkRecord);
    // 0.1 of the root of 4 pA, and 0.11 over it.
    expect(script).toContain('"lambda": 0.2');
    expect(script).toContain('"alpha": 0.055');
  });

  it("refuse weights that NEST would assign to the other receptor", async () => {
    const [projection] = least.projections ?? [];
    const network = {
      ...least,
      projections: [{ ...projection, weight: "-1 nA" }],
    } as NetworkRecord;
    expect(await refusals("nest", network)).toEqual([["SL_EXPORT_VALUE", "projections[0].weight"]]);
  });

  it("of Brian2 support Poisson sources of any rate", async () => {
    const source = (parameters: Readonly<Record<string, string>>): NetworkRecord => ({
      ...least,
      populations: { P: { model: "poisson", size: 2, parameters } },
      projections: [],
      record: [{ population: "P", variables: ["spikes"] }],
    });
    const script = await scriptOf("brian2", source({ rate: "30 Hz" }));
    expect(script).toContain('b.PoissonGroup(2, 0.03*kHz, name="group_0")');
    const early = source({ rate: "30 Hz", duration: "5 ms" });
    expect(await scriptOf("brian2", early)).toContain('"rates_of_source(t, i)"');
  });

  it("of Brian2 write sources with at most one spike per step as a PoissonInput", async () => {
    const drive = { kind: "poisson", into: "E", receptor: "excitatory", rate: "30 Hz" } as const;
    const driven = (more: object): NetworkRecord => ({
      ...least,
      stimuli: [{ ...drive, weight: "0.1 nA", count: 50, ...more }],
    });
    const input = await scriptOf("brian2", driven({ counts: "binomial" }));
    expect(input).toContain('b.PoissonInput(groups["E"], "i_syn_exc", 50, 30.0*Hz, 0.1*nA)');
    for (const more of [{}, { counts: "binomial", stop: "5 ms" }]) {
      const counts = await scriptOf("brian2", driven(more));
      expect(counts).toContain("arriving_of_0 = weight_of_0*poisson(expected_of_0(t, i))");
    }
  });

  it("of Brian2 report weights that a rule changes, and additional data of a recorder", async () => {
    const [projection] = least.projections ?? [];
    const learns = { ...projection, name: "learns", plasticity: "stdp-pair" };
    const network = {
      ...least,
      convention: "brian2",
      projections: [learns],
      recordSynapses: [{ projection: "learns", every: "1 ms" }],
    } as unknown as NetworkRecord;
    const thing = { holds: "network", network } as const;
    const { losses } = await writeFormat(formats.brian2, thing, { stack: defaultStack });
    expect(losses.map(({ code, place }) => [code, place])).toEqual([
      ["recording", "recordSynapses[0]"],
    ]);
    const script = await scriptOf("brian2", network);
    expect(script).toContain('learned.append(("learns", synapses["learns"], nA))');
  });

  it("of NEST record neurons in the order that it accepts", async () => {
    const record = [{ population: "E", neurons: { indices: [2, 0] }, variables: ["spikes", "v"] }];
    const script = await scriptOf("nest", { ...least, record });
    expect(script.match(/record_(?:spikes|samples)\(nodes\["E"\], \[0, 2\]/g)).toHaveLength(2);
  });
});
