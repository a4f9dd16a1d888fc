import type {
  Assignments,
  EventSource,
  ModulatorSource,
  PlasticityRecord,
  ProjectionRecord,
  SynapseRecord,
  Value,
} from "@spikeloom/kernel";

/** Chooses at random; a case depends only on its values. */
export interface Chooser {
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(p: number): boolean;
}

/** The names that an event may read, and how a random expression of them is written. */
function expression(choose: Chooser, names: readonly string[], depth = 2): string {
  const inner = (): string => expression(choose, names, depth - 1);
  if (depth === 0 || choose.chance(0.2)) {
    if (names.length === 0 || choose.chance(0.3)) return `${choose.int(-8, 9) / 7}`;
    const name = choose.pick(names);
    return name === "t" ? "(t / (50*ms))" : name;
  }
  const forms: readonly (() => string)[] = [
    () => `(${inner()} + ${inner()})`,
    () => `(${inner()} - ${inner()})`,
    () => `(${inner()} * ${inner()})`,
    () => `(${inner()} / (1 + abs(${inner()})))`,
    () => `exp(-abs(${inner()}))`,
    () => `max(${inner()}, ${inner()})`,
    () => `min(${inner()}, ${inner()})`,
    () => `clip(${inner()}, -1, 1)`,
    () => `(${inner()})**2`,
    () => `where(${inner()} > ${inner()}, ${inner()}, ${inner()})`,
  ];
  return choose.pick(forms)();
}

function bounded(choose: Chooser, names: readonly string[]): string {
  return `clip(${expression(choose, names)}, -2, 2)`;
}

/** A rule with the fields of its projection. */
export interface Ruled {
  readonly plasticity?: ProjectionRecord["plasticity"];
  readonly synapse?: ProjectionRecord["synapse"];
  readonly initial: Record<string, Value>;
  readonly events: Record<string, EventSource>;
  readonly modulators: Record<string, ModulatorSource>;
  readonly variables: readonly string[];
  readonly readsSources: boolean;
}

/** Create a rule; a calm one reads at spikes of the target nothing that changes over time. */
export function randomRule(choose: Chooser): Ruled {
  // A plain one has only traces, states and weights, as most published rules.
  const isPlain = choose.chance(0.3);
  const isCalm = isPlain || choose.chance(0.5);
  const with_ = (p: number): boolean => choose.chance(p);
  const extra = (p: number): boolean => !isPlain && choose.chance(p);
  const about = "random";
  const parameters: Record<string, { default: string | number; about: string }> = {};
  const own: Record<string, Value> = {};
  const time = (name: string): string => {
    parameters[name] = { default: `${choose.pick([0.3, 2, 7.5, 20, 33, 180])} ms`, about };
    return name;
  };
  const many = (prefix: string, most: number): string[] =>
    Array.from({ length: choose.int(0, most) }, (_, k) => `${prefix}${k}`);
  const [pre, post] = [many("x_", 2), many("y_", 2)];
  const states = many("s_", 3);
  const global = extra(0.2) ? ["g"] : [];
  const modulators = extra(0.3) ? ["m_0"] : [];
  const reads = extra(0.3);
  const readsPre = extra(0.1);
  const filters = reads && with_(0.6) ? ["f_0"] : [];
  const isDrawing = extra(0.3);
  const isStepped = !isCalm && with_(0.3);
  const traces: Record<string, NonNullable<PlasticityRecord["traces"]>[string]> = {};
  for (const name of pre) traces[name] = { of: "pre", decay: time(`tau_${name}`) };
  for (const name of post) traces[name] = { of: "post", decay: time(`tau_${name}`) };
  for (const name of global) traces[name] = { of: "global", decay: time(`tau_${name}`) };
  for (const name of filters) {
    traces[name] = { of: "post", decay: time(`tau_${name}`), input: "u + 1", initial: 0.25 };
  }
  parameters["a"] = { default: 0.3, about };
  if (with_(0.3)) own["a"] = { draw: "uniform", low: 0.1, high: 0.5 };
  if (with_(0.3)) {
    time("tau_own");
    own["tau_own"] = { draw: "uniform", low: "2 ms", high: "50 ms" };
  }
  const kept = with_(0.3);
  const expressions: NonNullable<PlasticityRecord["expressions"]> = kept
    ? {
        k_0: {
          value: `0.5 * (${[...pre, ...post, "a"][0]} + ${isDrawing ? "rand()" : "weight"})`,
          unit: "1",
          about,
          constantOverStep: true,
        },
        k_1: { value: "k_0 * k_0", unit: "1", about },
      }
    : {};
  const synapse = ["weight", "a", ...states, ...Object.keys(expressions)];
  const all = [...synapse, ...pre, ...post, ...(isPlain ? [] : ["t"])];
  const noisy = [
    ...modulators,
    ...(reads ? ["u"] : []),
    ...(readsPre ? ["q"] : []),
    ...filters,
    ...global,
  ];
  const draws = isDrawing ? ["rand()", "randn()", "poisson(1 + abs(weight))"] : [];
  const setSome = (names: readonly string[]): Assignments => {
    const set: Record<string, string> = {};
    for (const name of ["weight", ...states]) {
      if (!with_(0.7)) continue;
      const value = bounded(choose, [...names, ...draws]);
      set[name] = with_(0.5) ? `${name} + 0.1 * ${value}` : `0.9 * ${name} + 0.05 * ${value}`;
    }
    return set;
  };
  const raise = (names: readonly string[], others: readonly string[] = []): Assignments =>
    Object.fromEntries(
      names.map((name) => [
        name,
        choose.pick([
          `${name} + 1`,
          "1",
          `${name} + 0.4 * (1 - ${name})`,
          bounded(choose, [...names, ...others]),
        ]),
      ]),
    );
  const on: Record<string, Assignments> = {
    pre: { ...setSome([...all, ...noisy]), ...raise(pre) },
    post: { ...setSome(isCalm ? all : [...all, ...noisy]), ...raise(post) },
  };
  const events: Record<string, EventSource> = {};
  if (extra(0.35) || global.length > 0) {
    on["tick"] = { ...setSome([...all, ...noisy]), ...raise(global, modulators) };
    events["tick"] = choose.pick<EventSource>([
      { every: "1.7 ms", start: "0.5 ms" },
      { every: "13 ms" },
      { from: "driver", neurons: { until: 1 } },
      { from: "driver", neurons: { until: 1 }, delay: "2.5 ms" },
    ]);
  }
  for (const event of Object.keys(on)) {
    if (Object.keys(on[event] ?? {}).length === 0) delete on[event];
  }
  if (on["tick"] === undefined) delete events["tick"];
  // A rule without an effect on its synapses is invalid.
  const does = Object.values(on).some((sets) => "weight" in sets || states.some((s) => s in sets));
  if (!does) on["pre"] = { ...on["pre"], weight: "0.9 * weight" };
  const dynamics: Record<string, { derivative: string; when: "event" | "step" }> = {};
  const [first, second, third] = states;
  const tau = (): string => time(`tau_s_${Object.keys(parameters).length}`);
  if (first !== undefined && extra(0.7)) {
    const other = second ?? "0.3";
    const form = choose.pick([
      `-${first} / ${tau()}`,
      `(a - ${first}) / ${tau()}`,
      `(0.5 * ${other} - ${first}) / ${tau()}`,
      "tau_own" in own ? `-${first} / tau_own` : `(1 - ${first}) / ${tau()}`,
    ]);
    // Coefficients that differ between synapses are solved for one variable at a time.
    const isOwn = (form.includes("a -") && "a" in own) || form.includes("tau_own");
    dynamics[first] = { derivative: form, when: "event" };
    if (second !== undefined && with_(0.7)) {
      dynamics[second] = {
        derivative: isOwn ? `-${second} / ${tau()}` : `-(${second} + 2 * ${first}) / ${tau()}`,
        when: "event",
      };
    }
  }
  if (third !== undefined && isStepped) {
    dynamics[third] = {
      derivative: `(${bounded(choose, [...all, ...noisy])} - ${third}) / ${tau()}`,
      when: "step",
    };
  }
  if (extra(0.2)) {
    dynamics["weight"] = isStepped
      ? { derivative: `0.2 * ${bounded(choose, [...all, ...noisy])} / ${tau()}`, when: "step" }
      : { derivative: `(0.5 - weight) / ${tau()}`, when: "event" };
  }
  const noDraw = (one: { derivative: string }): boolean => !one.derivative.includes("k_");
  for (const [name, one] of Object.entries(dynamics)) if (!noDraw(one)) delete dynamics[name];
  // New synapses have a single initial value of each variable.
  const isGrowing = extra(0.15) && Object.keys(own).length === 0;
  const start = Object.fromEntries([["weight", "0.5"], ...states.map((name) => [name, "0.25"])]);
  const structure = {
    every: choose.pick(["2.3 ms", "5 ms"]),
    remove: "weight < 0.45",
    ...(with_(0.7) && { add: "replace" as const, initial: start }),
  };
  const plasticity: PlasticityRecord = {
    kind: "plasticity",
    contract: 1,
    name: "random",
    about,
    cite: ["doi:10.1000/182"],
    parameters,
    weightUnit: "1",
    traces,
    on,
    dynamics,
    expressions,
    state: Object.fromEntries(
      states.map((name) => [name, { initial: choose.pick([0, 0.5, "a"]), unit: "1", about }]),
    ),
    modulators: Object.fromEntries(modulators.map((name) => [name, { unit: "1", about }])),
    reads: {
      ...(reads && { u: { of: "post" as const, variable: "s", unit: "1" } }),
      ...(readsPre && { q: { of: "pre" as const, variable: "v", unit: "1" } }),
    },
    ...(isGrowing && { structure }),
    ...(with_(0.8) && { bounds: { weight: { min: "0", max: choose.pick(["1", "a + 1"]) } } }),
  };
  const initial: Record<string, Value> = {};
  if (first !== undefined && ("a" in own || with_(0.5))) {
    for (const name of states) initial[name] = { draw: "uniform", low: -0.5, high: 0.5 };
  } else if ("a" in own) for (const name of states) initial[name] = 0.25;
  return {
    plasticity: { model: plasticity, parameters: own },
    initial,
    events,
    modulators: Object.fromEntries(
      modulators.map((name) => [
        name,
        choose.pick<ModulatorSource>([
          0.4,
          { formula: "sin(t / (20*ms))" },
          { from: "driver", weight: 0.3, tau: "15 ms", delay: "1.5 ms" },
          { from: "pre", weight: 0.3, tau: "15 ms" },
        ]),
      ]),
    ),
    variables: ["weight", ...states, ...Object.keys(own)],
    readsSources: readsPre,
  };
}

/** A synapse model in addition to the rule. */
export function randomSynapse(choose: Chooser): Pick<Ruled, "synapse" | "variables"> {
  const isOfSource = choose.chance(0.5);
  const about = "random";
  // A name that the rule may have, too.
  const u = isOfSource ? "u_r" : choose.pick(["u_r", "s_0"]);
  const atPost = !isOfSource && choose.chance(0.3);
  const model: SynapseRecord = {
    kind: "synapse",
    contract: 1,
    name: "short-term",
    about,
    cite: ["doi:10.1000/182"],
    weightUnit: "1",
    parameters: {
      u_0: { default: 0.4, about },
      tau_rec: { default: "30 ms", about },
      tau_facil: { default: "12 ms", about },
    },
    state: {
      [u]: { initial: 0, unit: "1", about },
      x_r: { initial: 1, unit: "1", about },
    },
    expressions: {
      used: {
        value: `${u} + u_0 * (1 - ${u})`,
        unit: "1",
        about,
        constantOverStep: choose.chance(0.4),
      },
    },
    dynamics: {
      [u]: { derivative: `-${u} / tau_facil`, when: "event" },
      x_r: { derivative: "(1 - x_r) / tau_rec", when: "event" },
    },
    on: {
      pre: { [u]: "used", x_r: "x_r - used * x_r" },
      ...(atPost && { post: { x_r: "0.5 * x_r + 0.1 * weight" } }),
    },
    deliver: choose.chance(0.8) ? "weight * used * x_r" : "weight * (1 + x_r)",
    ...(isOfSource ? { per: "source" as const } : {}),
    ...(choose.chance(0.25) && {
      reads: { s_post: { of: "post" as const, variable: "s", unit: "1" } },
      coupling: [{ into: "c", value: "0.1 * weight * (1 - s_post)", unit: "1" }],
    }),
  };
  return { synapse: model, variables: isOfSource ? [] : [u, "x_r"] };
}
