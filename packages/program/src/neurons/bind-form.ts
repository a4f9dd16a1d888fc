import { constants, type Expression, substitute } from "@spikeloom/equations";
import { NOT_COMPILED } from "../errors.ts";
import { expandPowers } from "./expand-powers.ts";
import type {
  Assignments,
  Emission,
  Flow,
  NeuronForm,
  Refractory,
  SpikeTest,
} from "./neuron-form.ts";

const constantValues: ReadonlyMap<string, Expression> = new Map(
  Object.entries(constants).map(([name, value]) => [name, { kind: "number", value }]),
);

/**
 * Create a function that substitutes values into expressions of a form.
 *
 * Sub-expressions are inlined, constants become numbers like units, powers are expanded. Expressions that are constant
 * over a step remain names, because they are evaluated only once per step.
 */
export function binding(
  { expressions }: Pick<NeuronForm, "expressions">,
  values: ReadonlyMap<string, Expression>,
): (value: Expression) => Expression {
  const known = new Map([...constantValues, ...values]);
  for (const [name, { value, constantOverStep }] of expressions) {
    if (!constantOverStep && !values.has(name)) known.set(name, substitute(value, known));
  }
  // Sub-expressions read by others are parts of them, too.
  const done = new Map<Expression, Expression>();
  return (value) => expandPowers(substitute(value, known), done);
}

/**
 * Substitute values into the equations of a form.
 *
 * Parameters with one value for all neurons become numbers, sub-expressions are inlined: see `binding`.
 */
export function bindForm(form: NeuronForm, values: ReadonlyMap<string, Expression>): NeuronForm {
  checkCount(form);
  const bind = binding(form, values);
  const bindAll = (assignments: Assignments): Assignments =>
    mapped(assignments, (value) => bind(value));
  return {
    ...form,
    expressions: mapped(form.expressions, (one) => ({ ...one, value: bind(one.value) })),
    outputs: mapped(form.outputs, (one) => ({ ...one, value: bind(one.value) })),
    flow: boundFlow(form.flow, bindAll),
    receptors: mapped(form.receptors, (one) => ({ ...one, jumps: bindAll(one.jumps) })),
    emission: form.emission && boundEmission(form.emission, bind, bindAll),
    events: mapped(form.events, (one) => ({
      ...one,
      when: one.when && bind(one.when),
      do: bindAll(one.do),
    })),
    regimes: mapped(form.regimes, (one) => ({
      ...one,
      sides: bindAll(one.sides),
      onEntry: bindAll(one.onEntry),
      transitions: one.transitions.map((transition) => ({
        ...transition,
        when: transition.when && bind(transition.when),
        do: bindAll(transition.do),
      })),
    })),
  };
}

/** Maximum number of variables; a step with more has more numbers than a compiled function can name. */
const mostVariables = 1000;

function checkCount({ model, flow }: NeuronForm): void {
  const got = flow.kind === "equations" ? flow.sides.size : 0;
  if (got <= mostVariables) return;
  throw NOT_COMPILED({
    place: `neuron "${model}" dynamics`,
    message: "The model has too many equations to compile a step.",
    expected: `at most ${mostVariables}`,
    got: String(got),
    next: "Split it into several coupled populations.",
  });
}

type Bind<T> = (value: T) => T;

function boundFlow(flow: Flow, bindAll: Bind<Assignments>): Flow {
  if (flow.kind === "equations") return { ...flow, sides: bindAll(flow.sides) };
  return { ...flow, groups: flow.groups.map(bindAll) };
}

function boundEmission(
  emission: Emission,
  bind: Bind<Expression>,
  bindAll: Bind<Assignments>,
): Emission {
  const { when, offset, reset, refractory } = emission;
  return {
    ...emission,
    when: boundTest(when, bind),
    offset: offset && bind(offset),
    reset: bindAll(reset),
    refractory: refractory && {
      ...refractory,
      lasts: boundDuration(refractory.lasts, bind),
      clamp: bindAll(refractory.clamp),
    },
  };
}

function boundTest(when: SpikeTest, bind: Bind<Expression>): SpikeTest {
  if (when.kind === "threshold") return { ...when, condition: bind(when.condition) };
  if (when.kind === "rate") return { ...when, rate: bind(when.rate) };
  return { ...when, count: bind(when.count) };
}

function boundDuration(lasts: Refractory["lasts"], bind: Bind<Expression>): Refractory["lasts"] {
  if (lasts.kind === "time") return { ...lasts, duration: bind(lasts.duration) };
  if (lasts.kind === "steps") return { ...lasts, steps: bind(lasts.steps) };
  return { ...lasts, condition: bind(lasts.condition) };
}

function mapped<T>(values: ReadonlyMap<string, T>, change: Bind<T>): ReadonlyMap<string, T> {
  return new Map([...values].map(([key, value]) => [key, change(value)]));
}
