// The fields of every part of a network file, for suggestions after a misspelling; a test compares them with
// the schema. The notation `space:space` names the part that a field holds. `*` is any name or number.

/** Fields by part of a network file; `name:part` for a field that holds a part. */
export const parts: Readonly<Record<string, string>> = {
  network:
    "format version name about cite dt duration seed trial precision tier convention:conventionRecord space:space models populations:populations projections:projections stimuli:stimuli record:recorders recordSynapses:synapseRecorders $schema",
  populations: "*:population",
  projections: "*:projection",
  stimuli: "*:stimulus",
  recorders: "*:recorder",
  synapseRecorders: "*:synapseRecorder",
  values: "*:value",
  draw: "draw low high mean sd mu sigma shape scale n p min max outside round",
  formula: "formula",
  data: "file path unit size sha256",
  array: "values unit",
  configured: "model parameters:values",
  conventionRecord:
    "name order spikeStamp threshold refractory:refractory arrivals delay:delay spikeTimes:spikeTimes multiplicity inputHold sampleAt plasticity:plasticityConvention",
  plasticityConvention: "coincidence dendritic carries",
  refractory: "countOffset rounding blocksWrites",
  delay: "least rounding countOffset",
  spikeTimes: "rounding",
  space: "dimensions periodic",
  population:
    "model:configured size parameters:values initial:values times:times positions:positions integrator:integratorRecord lag",
  encodedTimes: "encoder parameters values:encodedData shape range every for start",
  encodedData: "file path size sha256 grey",
  gridPositions: "layout shape spacing origin",
  randomPositions: "layout low high",
  listPositions: "layout points",
  integratorRecord: "name subSteps",
  selection: "from until every indices",
  projection:
    "name from to fromNeurons:selection toNeurons:selection receptor connector weight:value delay:value synapse:configured plasticity:configured initial:values dendritic events:events modulators:modulators procedural",
  events: "*:eventSource",
  clockedEvents: "every start",
  spikeEvents: "from neurons:selection delay",
  modulators: "*:modulatorSource",
  formulaModulator: "formula",
  spikeModulator: "from neurons:selection weight tau delay",
  poissonStimulus:
    "kind into neurons:selection receptor rate:value count counts weight:value start stop",
  formulaStimulus: "kind into neurons:selection input value parameters start stop",
  stepsStimulus: "kind into neurons:selection input times values",
  timeArrayStimulus: "kind into neurons:selection input values:value every start",
  sineStimulus: "kind into neurons:selection input amplitude frequency offset phase start stop",
  noiseStimulus: "kind into neurons:selection input mean sd every shared start stop",
  recorder: "population variables neurons:selection every from until",
  synapseRecorder: "projection variables every from until onChange",
};

/** Parts that have several forms, distinguished by a field. */
const forms: Readonly<Record<string, (part: Readonly<Record<string, unknown>>) => string>> = {
  value: formOfValue,
  times: (part) => ("encoder" in part ? "encodedTimes" : formOfValue(part)),
  eventSource: (part) => ("from" in part ? "spikeEvents" : "clockedEvents"),
  modulatorSource: (part) => ("from" in part ? "spikeModulator" : "formulaModulator"),
  positions: ({ layout }) => `${String(layout)}Positions`,
  stimulus: ({ kind }) => `${String(kind) === "time-array" ? "timeArray" : String(kind)}Stimulus`,
};

function formOfValue(part: Readonly<Record<string, unknown>>): string {
  if ("draw" in part) return "draw";
  if ("formula" in part) return "formula";
  return "file" in part ? "data" : "array";
}

/** List the fields that the part of a network file at a path can have. */
export function fieldsAt(network: unknown, path: readonly string[]): readonly string[] {
  let part = "network";
  let value = network;
  for (const key of path) {
    const fields = entriesOf(part);
    part = fields.get(key) ?? fields.get("*") ?? "";
    value = isRecord(value) ? value[key] : undefined;
    const form = Object.hasOwn(forms, part) ? forms[part] : undefined;
    if (form !== undefined) part = isRecord(value) ? form(value) : "";
  }
  return [...entriesOf(part).keys()];
}

function entriesOf(part: string): ReadonlyMap<string, string> {
  const text = Object.hasOwn(parts, part) ? (parts[part] ?? "") : "";
  const entries = text.split(" ").filter((entry) => entry !== "");
  return new Map(entries.map((entry) => [entry.split(":")[0] ?? "", entry.split(":")[1] ?? ""]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
