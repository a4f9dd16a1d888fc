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
 * Sources of the equations.
 */
export type Citations = string[];
/**
 * Backend capabilities required in addition to those evident from the record.
 */
export type Requirements = string[];
/**
 * A quantity with its unit, or a plain number.
 */
export type Quantity = string | number;
/**
 * Storage type of a value.
 */
export type NumberType = "float" | "integer" | "boolean";
/**
 * A unit expression; 1 for no unit.
 */
export type Unit = string;
/**
 * An expression of the equation language.
 */
export type Expression = string;
/**
 * A name in equations.
 */
export type Name = string;
/**
 * Input-independent spikes.
 */
export type SourceRecord = Source;

/**
 * A neuron model.
 */
export interface NeuronRecord {
  /**
   * Location of the JSON schema for editors; otherwise ignored.
   */
  $schema?: string;
  /**
   * Kind of model.
   */
  kind: "neuron";
  /**
   * Contract number of the record.
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
   * Parameters, by name.
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
   * The update, in place of dynamics: groups of simultaneous assignments, in order.
   *
   * @minItems 1
   */
  step?: [Assignments, ...Assignments[]];
  spike?: SpikeRecord;
  /**
   * Additional events, by name.
   */
  events?: {
    [k: string]: EventRecord;
  };
  /**
   * Named modes with their own dynamics.
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
   * Its meaning.
   */
  about: string;
  min?: Quantity;
  max?: Quantity;
  /**
   * Whether the bounds themselves are excluded.
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
   * Its meaning.
   */
  about: string;
  on: Assignments;
  /**
   * Required sign of weights.
   */
  sign?: "positive" | "negative";
}
/**
 * Simultaneous assignments: all right-hand sides read the old values.
 */
export interface Assignments {
  [k: string]: Expression;
}
/**
 * A continuous input: the sum of all contributions, held over a step.
 */
export interface InputRecord {
  unit: Unit;
  /**
   * Its meaning.
   */
  about: string;
}
/**
 * A continuous output that other neurons read.
 */
export interface OutputRecord {
  value: Expression;
  unit: Unit;
  /**
   * Its meaning.
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
   * Its meaning.
   */
  about: string;
  type?: NumberType;
  /**
   * Width of an integer state in bits, including the sign.
   */
  bits?: number;
  /**
   * Whether an integer state is signed; true by default.
   */
  signed?: boolean;
  /**
   * Overflow behaviour of an integer state.
   */
  overflow?: "saturate" | "wrap";
  /**
   * Whether the whole population shares one value.
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
   * Its meaning.
   */
  about: string;
  /**
   * Whether it is evaluated once and kept: at the start of each step in a neuron, at each event in a synapse.
   */
  constantOverStep?: boolean;
  type?: NumberType;
  /**
   * Whether the whole population shares one value.
   */
  shared?: boolean;
}
/**
 * Spike condition and reset.
 */
export interface SpikeRecord {
  /**
   * A condition, tested after integration.
   */
  when?: string;
  /**
   * Whether the condition is tested at each step (level) or only when it becomes true.
   */
  edge?: "level" | "rising";
  /**
   * Whether the condition is tested, and the reset applied, after each sub-step of the integrator.
   */
  within?: boolean;
  /**
   * An escape rate.
   */
  rate?: string;
  /**
   * Number of spikes in this step.
   */
  count?: string;
  /**
   * Time of the spike within the step.
   */
  offset?: string;
  reset?: Assignments;
  refractory?: RefractoryRecord;
}
/**
 * Refractory behaviour after a spike: duration and held variables.
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
   * Whether the duration is evaluated at the spike or at each step.
   */
  evaluate?: "at-spike" | "each-step";
  /**
   * Variables that neither dynamics nor arriving spikes change while refractory.
   */
  hold?: Name[];
  clamp?: Assignments;
  /**
   * Whether the period can end within a step.
   */
  subStep?: boolean;
}
/**
 * An additional event that a neuron sends.
 */
export interface EventRecord {
  /**
   * A condition, tested after integration.
   */
  when?: string;
  do?: Assignments;
  /**
   * Its meaning.
   */
  about: string;
}
/**
 * A named mode with its own dynamics.
 */
export interface RegimeRecord {
  /**
   * Whether neurons start in this regime.
   */
  initial?: boolean;
  dynamics?: Assignments;
  onEntry?: Assignments;
  /**
   * Tested in order; the first whose condition holds is taken.
   */
  transitions: TransitionRecord[];
}
/**
 * A transition out of or within a regime.
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
   * Events sent; spike is the neuron's spike.
   */
  emit?: Name[];
}
export interface Source {
  process: "times" | "renewal" | "poisson";
}
/**
 * Integration scheme on which the model's published numbers depend.
 */
export interface PinnedIntegrator {
  /**
   * An integrator.
   */
  name?: string;
  /**
   * Number of equal sub-steps per step.
   */
  subSteps?: number;
  /**
   * The step of the published numbers.
   */
  dt?: string;
}
/**
 * A synapse model.
 */
export interface SynapseRecord {
  /**
   * Location of the JSON schema for editors; otherwise ignored.
   */
  $schema?: string;
  /**
   * Kind of model.
   */
  kind: "synapse";
  /**
   * Contract number of the record.
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
   * Parameters, by name.
   */
  parameters: {
    [k: string]: ParameterRecord;
  };
  weightUnit?: Unit;
  /**
   * Variables of the source and target neurons, by their names in this model.
   */
  reads?: {
    [k: string]: ReadRecord;
  };
  /**
   * State variables of each synapse, by name.
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
   * Effects of pre, post and named events.
   */
  on?: {
    [k: string]: Assignments;
  };
  deliver?: Expression;
  /**
   * Whether state is kept per synapse, or shared by all synapses of a source.
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
   * Source (pre) or target (post).
   */
  of: "pre" | "post";
  variable: Name;
  unit: Unit;
}
/**
 * Evolution of a synapse's state between events.
 */
export interface SynapseDynamics {
  derivative: Expression;
  /**
   * Solved in closed form from event to event, or integrated at each step.
   */
  when: "event" | "step";
}
/**
 * A value summed into an input of the target at each step.
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
   * Location of the JSON schema for editors; otherwise ignored.
   */
  $schema?: string;
  /**
   * Kind of model.
   */
  kind: "plasticity";
  /**
   * Contract number of the record.
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
   * Parameters, by name.
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
   * State variables of each synapse, by name.
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
   * Variables of the source and target neurons, by their names in this model.
   */
  reads?: {
    [k: string]: ReadRecord;
  };
  /**
   * Effects of pre, post and named events.
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
   * Owner: source, target, or global.
   */
  of: "pre" | "post" | "global";
  decay: Expression;
  input?: Expression;
  initial?: Quantity;
  unit?: Unit;
  /**
   * Its meaning.
   */
  about?: string;
}
/**
 * A third factor.
 */
export interface ModulatorRecord {
  unit: Unit;
  /**
   * Its meaning.
   */
  about: string;
}
/**
 * Bounds enforced after every change.
 */
export interface Bounds {
  weight?: WeightBounds;
}
/**
 * Minimum and maximum weight.
 */
export interface WeightBounds {
  min?: Expression;
  max?: Expression;
}
/**
 * Structural plasticity: removes and adds synapses at intervals.
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
   * Times at which the distribution of the interval changes.
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
