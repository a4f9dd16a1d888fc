// Generated from specs/model/1/model.schema.json by tools/build-schemas.ts: change the schema instead.
/**
 * A neuron model, a synapse model or a plasticity rule as data.
 */
export type ModelRecord = {
  kind: "neuron" | "synapse" | "plasticity";
};
/**
 * Name of the model, unique within its kind, in kebab-case.
 */
export type ModelName = string;
/**
 * Where the equations come from.
 */
export type Citations = string[];
/**
 * Capabilities that the model asks of a backend beyond what its record shows.
 */
export type Requirements = string[];
/**
 * A quantity with its unit, or a plain number.
 */
export type Quantity = string | number;
/**
 * How a value is stored.
 */
export type NumberType = "float" | "integer" | "boolean";
/**
 * A unit expression; 1 where there is none.
 */
export type Unit = string;
/**
 * An expression of the equation language.
 */
export type Expression = string;
/**
 * A name as it stands in equations.
 */
export type Name = string;
/**
 * Spikes that do not depend on input.
 */
export type SourceRecord = Source;

/**
 * A neuron model.
 */
export interface NeuronRecord {
  /**
   * Where an editor finds the schema of this file; it means nothing else.
   */
  $schema?: string;
  /**
   * Which of the three kinds of model this is.
   */
  kind: "neuron";
  /**
   * Number of the contract that the record is written for.
   */
  contract: 1;
  name: ModelName;
  /**
   * One sentence.
   */
  about: string;
  cite?: Citations;
  requires?: Requirements;
  /**
   * Parameters by name.
   */
  parameters: {
    [k: string]: ParameterRecord;
  };
  /**
   * Ports for spikes, by name.
   */
  receptors?: {
    [k: string]: ReceptorRecord;
  };
  /**
   * Continuous inputs, by name.
   */
  inputs?: {
    [k: string]: InputRecord;
  };
  /**
   * Continuous outputs, by name.
   */
  outputs?: {
    [k: string]: OutputRecord;
  };
  /**
   * State variables, by name.
   */
  state?: {
    [k: string]: StateRecord;
  };
  /**
   * Named sub-expressions.
   */
  expressions?: {
    [k: string]: ExpressionRecord;
  };
  dynamics?: Assignments;
  /**
   * The update itself instead of dynamics: groups in order, each group at once.
   *
   * @minItems 1
   */
  step?: [Assignments, ...Assignments[]];
  spike?: SpikeRecord;
  /**
   * Further events, by name.
   */
  events?: {
    [k: string]: EventRecord;
  };
  /**
   * Modes, by name.
   */
  regimes?: {
    [k: string]: RegimeRecord;
  };
  source?: SourceRecord;
  integrator?: PinnedIntegrator;
}
/**
 * A parameter: its default with a unit, and its meaning.
 */
export interface ParameterRecord {
  default: Quantity;
  /**
   * What it is.
   */
  about: string;
  min?: Quantity;
  max?: Quantity;
  /**
   * The bounds themselves are refused too.
   */
  exclusive?: boolean;
  type?: NumberType;
}
/**
 * A named port for spikes.
 */
export interface ReceptorRecord {
  unit: Unit;
  /**
   * What it is.
   */
  about: string;
  on: Assignments;
  /**
   * Weights of the other sign are refused.
   */
  sign?: "positive" | "negative";
}
/**
 * Assignments that happen at once: every right-hand side reads the values from before.
 */
export interface Assignments {
  [k: string]: Expression;
}
/**
 * A continuous input: the sum of all that reaches it, held over a step.
 */
export interface InputRecord {
  unit: Unit;
  /**
   * What it is.
   */
  about: string;
}
/**
 * A continuous output that others read.
 */
export interface OutputRecord {
  value: Expression;
  unit: Unit;
  /**
   * What it is.
   */
  about: string;
}
/**
 * A state variable.
 */
export interface StateRecord {
  initial: Quantity;
  unit: Unit;
  /**
   * What it is.
   */
  about: string;
  type?: NumberType;
  /**
   * Width of an integer state, sign included.
   */
  bits?: number;
  /**
   * Whether an integer state has a sign; it has where this is not given.
   */
  signed?: boolean;
  /**
   * What an integer state does beyond its range.
   */
  overflow?: "saturate" | "wrap";
  /**
   * One value for the whole population.
   */
  shared?: boolean;
}
/**
 * A named sub-expression.
 */
export interface ExpressionRecord {
  value: Expression;
  unit: Unit;
  /**
   * What it is.
   */
  about: string;
  /**
   * Evaluated once and kept: at the start of each step in a neuron, at each event in a synapse.
   */
  constantOverStep?: boolean;
  type?: NumberType;
  /**
   * One value for the whole population.
   */
  shared?: boolean;
}
/**
 * When a neuron spikes, and what that does.
 */
export interface SpikeRecord {
  /**
   * A condition, tested after integration.
   */
  when?: string;
  /**
   * Whether the condition counts at each step or only when it becomes true.
   */
  edge?: "level" | "rising";
  /**
   * Whether the condition is tested, and the reset done, after each sub-step of the integrator.
   */
  within?: boolean;
  /**
   * An escape rate.
   */
  rate?: string;
  /**
   * A number of spikes in this step.
   */
  count?: string;
  /**
   * Where in the step the spike fell.
   */
  offset?: string;
  reset?: Assignments;
  refractory?: RefractoryRecord;
}
/**
 * What is held after a spike, and for how long.
 */
export interface RefractoryRecord {
  /**
   * A duration.
   */
  for?: string;
  /**
   * A number of steps.
   */
  steps?: string;
  /**
   * A condition.
   */
  while?: string;
  /**
   * When the duration is evaluated.
   */
  evaluate?: "at-spike" | "each-step";
  /**
   * Variables that neither dynamics nor arriving spikes change meanwhile.
   */
  hold?: Name[];
  clamp?: Assignments;
  /**
   * The period ends inside a step.
   */
  subStep?: boolean;
}
/**
 * A further event that a neuron sends.
 */
export interface EventRecord {
  /**
   * A condition, tested after integration.
   */
  when?: string;
  do?: Assignments;
  /**
   * What it is.
   */
  about: string;
}
/**
 * A named mode with dynamics of its own.
 */
export interface RegimeRecord {
  /**
   * The regime that neurons start in.
   */
  initial?: boolean;
  dynamics?: Assignments;
  onEntry?: Assignments;
  /**
   * Tested in order; the first that holds is taken.
   */
  transitions: TransitionRecord[];
}
/**
 * What ends a regime or happens within it.
 */
export interface TransitionRecord {
  /**
   * A condition, tested after integration.
   */
  when?: string;
  on?: Name;
  to?: Name;
  do?: Assignments;
  /**
   * The events sent; spike is the spike.
   */
  emit?: Name[];
}
export interface Source {
  process: "times" | "renewal" | "poisson";
}
/**
 * The scheme that a model is defined by.
 */
export interface PinnedIntegrator {
  /**
   * An integrator.
   */
  name?: string;
  /**
   * Equal sub-steps within a step.
   */
  subSteps?: number;
  /**
   * The step that the published numbers were made with.
   */
  dt?: string;
}
/**
 * A synapse model.
 */
export interface SynapseRecord {
  /**
   * Where an editor finds the schema of this file; it means nothing else.
   */
  $schema?: string;
  /**
   * Which of the three kinds of model this is.
   */
  kind: "synapse";
  /**
   * Number of the contract that the record is written for.
   */
  contract: 1;
  name: ModelName;
  /**
   * One sentence.
   */
  about: string;
  cite?: Citations;
  requires?: Requirements;
  /**
   * Parameters by name.
   */
  parameters: {
    [k: string]: ParameterRecord;
  };
  weightUnit?: Unit;
  /**
   * Variables of both ends, by the names they have here.
   */
  reads?: {
    [k: string]: ReadRecord;
  };
  /**
   * State of each synapse, by name.
   */
  state?: {
    [k: string]: StateRecord;
  };
  /**
   * Named sub-expressions.
   */
  expressions?: {
    [k: string]: ExpressionRecord;
  };
  /**
   * Derivatives of the state.
   */
  dynamics?: {
    [k: string]: SynapseDynamics;
  };
  /**
   * What pre, post and named events do.
   */
  on?: {
    [k: string]: Assignments;
  };
  deliver?: Expression;
  /**
   * Whose the state is.
   */
  per?: "synapse" | "source";
  /**
   * Continuous couplings.
   */
  coupling?: CouplingRecord[];
}
/**
 * A variable of the neuron at either end of a synapse.
 */
export interface ReadRecord {
  /**
   * The end.
   */
  of: "pre" | "post";
  variable: Name;
  unit: Unit;
}
/**
 * How a state of a synapse moves between events.
 */
export interface SynapseDynamics {
  derivative: Expression;
  /**
   * In closed form from event to event, or integrated at each step.
   */
  when: "event" | "step";
}
/**
 * A value that is summed into an input of the target at each step.
 */
export interface CouplingRecord {
  into: Name;
  value: Expression;
  unit: Unit;
}
/**
 * A plasticity rule.
 */
export interface PlasticityRecord {
  /**
   * Where an editor finds the schema of this file; it means nothing else.
   */
  $schema?: string;
  /**
   * Which of the three kinds of model this is.
   */
  kind: "plasticity";
  /**
   * Number of the contract that the record is written for.
   */
  contract: 1;
  name: ModelName;
  /**
   * One sentence.
   */
  about: string;
  cite?: Citations;
  requires?: Requirements;
  /**
   * Parameters by name.
   */
  parameters: {
    [k: string]: ParameterRecord;
  };
  weightUnit?: Unit;
  /**
   * Low-pass filters, by name.
   */
  traces?: {
    [k: string]: TraceRecord;
  };
  /**
   * State of each synapse, by name.
   */
  state?: {
    [k: string]: StateRecord;
  };
  /**
   * Named sub-expressions.
   */
  expressions?: {
    [k: string]: ExpressionRecord;
  };
  /**
   * Derivatives of the state and of the weight.
   */
  dynamics?: {
    [k: string]: SynapseDynamics;
  };
  /**
   * Third factors, by name.
   */
  modulators?: {
    [k: string]: ModulatorRecord;
  };
  /**
   * Variables of both ends, by the names they have here.
   */
  reads?: {
    [k: string]: ReadRecord;
  };
  /**
   * What pre, post and named events do.
   */
  on: {
    [k: string]: Assignments;
  };
  bounds?: Bounds;
  structure?: StructureRecord;
}
/**
 * A low-pass filter.
 */
export interface TraceRecord {
  /**
   * Whose it is.
   */
  of: "pre" | "post" | "global";
  decay: Expression;
  input?: Expression;
  initial?: Quantity;
  unit?: Unit;
  /**
   * What it is.
   */
  about?: string;
}
/**
 * A third factor.
 */
export interface ModulatorRecord {
  unit: Unit;
  /**
   * What it is.
   */
  about: string;
}
/**
 * Bounds that hold after every change.
 */
export interface Bounds {
  weight?: WeightBounds;
}
/**
 * Least and greatest weight.
 */
export interface WeightBounds {
  min?: Expression;
  max?: Expression;
}
/**
 * Synapses that come and go, tested at intervals.
 */
export interface StructureRecord {
  every: Expression;
  remove?: Expression;
  add?: Expression;
  initial?: Assignments;
}
/**
 * Spikes at given times.
 */
export interface TimesSource {
  process: "times";
  times: Name;
}
/**
 * A renewal process.
 */
export interface RenewalSource {
  process: "renewal";
  interval: Expression;
  /**
   * Times at which the law of the interval changes.
   */
  changes?: string[];
  /**
   * A time.
   */
  start?: string;
  /**
   * A time.
   */
  stop?: string;
}
/**
 * A Poisson process.
 */
export interface PoissonSource {
  process: "poisson";
  rate: Expression;
  bound: Expression;
  /**
   * A time.
   */
  start?: string;
  /**
   * A time.
   */
  stop?: string;
}
