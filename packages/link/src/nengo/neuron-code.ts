import type { Builder, Value } from "@spikeloom/code";
import { applyBuiltIn } from "@spikeloom/equations/functions";
import type { NeuronModel } from "./definition.ts";

/** A neuron in code: its input current, and where its output and its state are. */
export interface NeuronCode {
  readonly b: Builder;
  readonly input: Value;
  readonly dt: number;
  parameter(name: string): number;
  load(state: string): Value;
  store(state: string, value: Value): void;
  output(value: Value): void;
}

/** Write a step of a neuron, each operation in the order in which Nengo applies it to arrays. */
export function writeNeuron(model: NeuronModel, code: NeuronCode): void {
  table[model](code);
}

const table: Readonly<Record<NeuronModel, (code: NeuronCode) => void>> = {
  "rectified-linear": ({ b, input, parameter, output }) => {
    output(mul(b, b.f64(parameter("amplitude")), b.apply("greater", input, b.f64(0))));
  },
  "spiking-rectified-linear": (code) => {
    const { b, input, dt } = code;
    integrate(code, mul(b, b.apply("greater", input, b.f64(0)), b.f64(dt)));
  },
  "regular-spiking": (code) => {
    const { b, input, dt } = code;
    integrate(code, mul(b, b.f64(dt), input));
  },
  sigmoid: ({ b, input, parameter, output }) => {
    const below = add(b, b.f64(1), call(b, "exp", b.apply("neg", input)));
    output(b.apply("div", b.f64(1 / parameter("tau_ref")), below));
  },
  tanh: ({ b, input, parameter, output }) => {
    output(mul(b, b.f64(1 / parameter("tau_ref")), call(b, "tanh", input)));
  },
  "lif-rate": (code) => {
    code.output(rate(code, code.input));
  },
  "adaptive-lif-rate": (code) => {
    const { b, input, load, output } = code;
    const before = load("adaptation");
    const rates = b.keep("rate", rate(code, sub(b, input, before)));
    output(rates);
    adapt(code, before, rates);
  },
  lif: (code) => {
    code.output(fire(code, code.input));
  },
  "adaptive-lif": (code) => {
    const { b, input, load, output } = code;
    const before = load("adaptation");
    const spikes = b.keep("spikes", fire(code, b.keep("current", sub(b, input, before))));
    output(spikes);
    adapt(code, before, spikes);
  },
  izhikevich: ({ b, input, dt, parameter, load, store, output }) => {
    const current = b.apply("greater", input, b.f64(-30));
    const [v, u] = [load("voltage"), load("recovery")];
    const squared = mul(b, b.f64(0.04), mul(b, v, v));
    const linear = add(b, add(b, squared, mul(b, b.f64(5), v)), b.f64(140));
    const dv = mul(b, add(b, sub(b, linear, u), current), b.f64(1000));
    const next = b.keep("voltage", add(b, v, mul(b, dv, b.f64(dt))));
    const fires = b.keep("fires", b.apply("ge", next, b.f64(30)));
    output(b.apply("select", fires, b.f64(1 / dt), b.f64(0)));
    const after = b.keep(
      "after",
      b.apply("select", fires, b.f64(parameter("reset_voltage")), next),
    );
    store("voltage", after);
    const towards = sub(b, mul(b, b.f64(parameter("coupling")), after), u);
    const du = mul(b, mul(b, b.f64(parameter("tau_recovery")), towards), b.f64(1000));
    const recovered = b.keep("recovery", add(b, u, mul(b, du, b.f64(dt))));
    const raised = add(b, recovered, b.f64(parameter("reset_recovery")));
    store("recovery", b.apply("select", fires, raised, recovered));
  },
};

/** Integrate an input, and emit the whole part as spikes. */
function integrate({ b, dt, parameter, load, store, output }: NeuronCode, input: Value): void {
  const voltage = add(b, load("voltage"), input);
  const spikes = b.keep("spikes", b.apply("floor", voltage));
  output(mul(b, b.f64(parameter("amplitude") / dt), spikes));
  store("voltage", sub(b, voltage, spikes));
}

function rate({ b, parameter }: NeuronCode, input: Value): Value {
  const above = b.keep("above", sub(b, input, b.f64(1)));
  const rates = b.variable("rates", b.f64(0));
  b.if(b.apply("gt", above, b.f64(0)), () => {
    const log = call(b, "log1p", b.apply("div", b.f64(1), above));
    const period = add(b, b.f64(parameter("tau_ref")), mul(b, b.f64(parameter("tau_rc")), log));
    b.set(rates, b.apply("div", b.f64(parameter("amplitude")), period));
  });
  return b.get(rates);
}

function adapt({ b, dt, parameter, store }: NeuronCode, before: Value, output: Value): void {
  const towards = sub(b, mul(b, b.f64(parameter("inc_n")), output), before);
  store("adaptation", add(b, before, mul(b, b.f64(dt / parameter("tau_n")), towards)));
}

/** Step a neuron with a refractory time that may end within the step. */
function fire({ b, dt, parameter, load, store }: NeuronCode, input: Value): Value {
  const tau = b.f64(parameter("tau_rc"));
  const step = b.f64(dt);
  const left = b.keep("left", sub(b, load("refractory_time"), step));
  // `min(max(x, 0), dt)`.
  const awake = b.apply("lesser", b.apply("greater", sub(b, step, left), b.f64(0)), step);
  const active = b.keep("active", awake);
  const decay = b.variable("decay", b.f64(parameter("full_decay")));
  // Most neurons are active for the whole step or refractory for all of it.
  b.if(b.apply("ne", active, step), () => {
    b.set(decay, b.f64(-0));
    b.if(b.apply("gt", active, b.f64(0)), () => {
      b.set(decay, call(b, "expm1", b.apply("div", b.apply("neg", active), tau)));
    });
  });
  const before = load("voltage");
  const voltage = sub(b, before, mul(b, sub(b, input, before), b.get(decay)));
  const v = b.keep("voltage", voltage);
  const spikes = b.variable("spikes", b.f64(0));
  const next = b.variable("next", b.apply("greater", v, b.f64(parameter("min_voltage"))));
  const refractory = b.variable("refractory", left);
  b.if(b.apply("gt", v, b.f64(1)), () => {
    const above = b.apply("neg", sub(b, v, b.f64(1)));
    const log = call(b, "log1p", b.apply("div", above, sub(b, input, b.f64(1))));
    const at = add(b, step, mul(b, tau, log));
    b.set(refractory, add(b, b.f64(parameter("tau_ref")), at));
    b.set(spikes, b.f64(parameter("amplitude") / dt));
    b.set(next, b.f64(0));
  });
  store("voltage", b.get(next));
  store("refractory_time", b.get(refractory));
  return b.get(spikes);
}

function add(b: Builder, x: Value, y: Value): Value {
  return b.apply("add", x, y);
}

function sub(b: Builder, x: Value, y: Value): Value {
  return b.apply("sub", x, y);
}

function mul(b: Builder, x: Value, y: Value): Value {
  return b.apply("mul", x, y);
}

function call(b: Builder, name: "exp" | "expm1" | "log1p" | "tanh", x: Value): Value {
  return applyBuiltIn(b.floats("f64"), name, [x]);
}
