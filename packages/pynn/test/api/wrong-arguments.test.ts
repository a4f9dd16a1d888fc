import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { onClock } from "./on-clock.ts";

type Call = (...given: readonly unknown[]) => unknown;

const junk: readonly unknown[] = [
  ...[undefined, null, true, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300],
  ...["", "v", "nothing", "1/0"],
  ...[[], [1], ["v", 3], [[1, 2], [3]], Float64Array.of(1, 2), new Map()],
  ...[{}, { a: 1 }, { name: 3 }, { kind: "junk" }, () => Number.NaN, () => "x"],
];

/** Values that are valid elsewhere. */
function strangers(): readonly unknown[] {
  const sim = onClock();
  const group = sim.Population(2, sim.IF_curr_exp());
  const connector = sim.AllToAllConnector();
  return [group, connector, sim.IF_cond_exp(), sim.StaticSynapse(), sim.DCSource(), sim.Space()];
}

/** Every function of a simulation, of a group, a projection, a current and a segment, by its name. */
function callsOf(): ReadonlyMap<string, Call> {
  const sim = onClock({ timestep: 0.1 });
  const group = sim.Population(2, sim.IF_curr_exp(), { label: "group" });
  group.record(["v", "spikes"]);
  const projection = sim.Projection(group, group, sim.AllToAllConnector());
  const current = sim.DCSource();
  const drawn = sim.RandomDistribution("uniform", [0, 1]);
  const ofThings = { sim, group, assembly: group.plus(group), projection, current, drawn };
  const named = Object.entries(ofThings).flatMap(([thing, record]) =>
    Object.entries(Object.getOwnPropertyDescriptors(record))
      .filter(([, { value }]) => typeof value === "function")
      .map(([name, { value }]): [string, Call] => [
        `${thing}.${name}`,
        (...given) => (value as Call).apply(record, [...given]),
      ]),
  );
  const calls = new Map<string, Call>(named);
  const setup: Call = (options) => onClock(options as object);
  calls.set("setup", setup);
  const { Population, Projection } = sim as unknown as Readonly<Record<string, Call>>;
  // The first arguments are valid, so that the later ones are checked.
  calls.set("Population, options", (one) => Population?.(2, sim.IF_curr_exp(), one));
  calls.set("Population, initialValues", (one) =>
    Population?.(2, sim.IF_curr_exp(), { initialValues: one }),
  );
  calls.set("Population, structure", (one) =>
    Population?.(2, sim.IF_curr_exp(), { structure: one }),
  );
  calls.set("Projection, connector", (one) => Projection?.(group, group, one));
  calls.set("Projection, options", (one) =>
    Projection?.(group, group, sim.AllToAllConnector(), one),
  );
  for (const option of ["synapseType", "receptorType", "space", "label"]) {
    calls.set(`Projection, ${option}`, (one) =>
      Projection?.(group, group, sim.AllToAllConnector(), { [option]: one }),
    );
  }
  for (const option of ["timestep", "minDelay", "maxDelay", "convention", "seed", "workers"]) {
    calls.set(`setup, ${option}`, (one) => setup({ [option]: one }));
  }
  calls.set("set tau_m", (one) => group.set({ tau_m: one as number }));
  calls.set("initialize v", (one) => group.initialize({ v: one as number }));
  calls.set("set weight", (one) => projection.set({ weight: one as number }));
  calls.set("record, options", (one) => group.record("v", one as object));
  calls.set("getData, options", (one) => group.getData("v", one as object));
  calls.set("run, options", (one) => sim.run(0, one as object));
  calls.set("segment.filter", (one) => group.getData().segments[0]?.filter(one as { name: "v" }));
  return calls;
}

/** Call, and return an error without a code. */
async function rawError(call: Call, given: readonly unknown[]): Promise<unknown> {
  try {
    await call(...given);
    return undefined;
  } catch (error) {
    return error instanceof SpikeLoomError ? undefined : error;
  }
}

// Functions that end a simulation are called elsewhere.
// `drawFrom` is for connectors, which pass it their own draws.
const passedOver = new Set(["sim.end", "drawn.drawFrom"]);

describe("wrong arguments", () => {
  it("give coded errors, whichever function receives them", async () => {
    const values = [...junk, ...strangers()];
    const raw: string[] = [];
    for (const name of callsOf().keys()) {
      if (passedOver.has(name)) continue;
      const call = callsOf().get(name) as Call;
      const given = values.flatMap((one) => [[one], [one, one], [one, one, one], [2, one]]);
      for (const list of [[], ...given]) {
        const error = await rawError(call, list);
        if (error !== undefined) raw.push(`${name}(${list.map(brief).join()}): ${String(error)}`);
      }
    }
    expect(raw).toEqual([]);
  });

  it.each([0, 1.5, 4097])("refuse %o workers before a network is built", (workers) => {
    expect(() => onClock({ workers })).toThrow("SL_OPTION");
  });

  it("propose the intended option", () => {
    const sim = onClock();
    const group = sim.Population(2, sim.IF_curr_exp());
    const all = sim.AllToAllConnector();
    const refused: readonly (readonly [call: () => unknown, meant: string])[] = [
      [() => onClock({ min_delay: 0.1 } as object), "minDelay"],
      [
        () => sim.Population(1, sim.IF_curr_exp(), { initial_values: {} } as object),
        "initialValues",
      ],
      [() => sim.Projection(group, group, all, { receptor_type: "x" } as object), "receptorType"],
      [() => sim.Projection(group, group, all, { synapse_type: 1 } as object), "synapseType"],
      [() => group.record("v", { sampling_interval: 1 } as object), "samplingInterval"],
      [
        () => sim.AllToAllConnector({ allow_self_connections: false } as object),
        "allowSelfConnections",
      ],
      [() => sim.STDPMechanism({ timing_dependence: 1 } as never), "timingDependence"],
      [() => sim.Space({ periodic_boundaries: null } as object), "periodicBoundaries"],
      [() => sim.Grid2D({ aspect_ratio: 2 } as object), "aspectRatio"],
      [() => group.getData("all", { claer: true } as object), "clear"],
      [() => group.findUnits("tau_n" as "tau_m"), "tau_m"],
    ];
    for (const [call, meant] of refused) expect(call).toThrow(`Did you mean "${meant}"?`);
  });

  it("are a mixture of currents and conductances as targets, and groups of another simulation", () => {
    const sim = onClock();
    const [a, b] = [sim.Population(2, sim.IF_curr_exp()), sim.Population(2, sim.IF_cond_exp())];
    const connect = (post: typeof a | ReturnType<typeof a.plus>) => () =>
      sim.Projection(a, post, sim.AllToAllConnector());
    expect(connect(a.plus(b))).toThrow(/SL_PYNN_CONNECTION.*currents for some.*conductances/);
    expect(connect(onClock().Population(2, sim.IF_curr_exp()))).toThrow(/another simulation/);
  });
});

function brief(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return "kind" in value ? String(value.kind) : (JSON.stringify(value) ?? "?");
}
