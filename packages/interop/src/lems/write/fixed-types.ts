import type { XmlOutput } from "../../xml/write-xml.ts";

type Attributes = Readonly<Record<string, string>>;

function element(name: string, attributes: Attributes, ...children: XmlOutput[]): XmlOutput {
  return { name, attributes, children };
}

function type(name: string, description: string, ...children: XmlOutput[]): XmlOutput {
  return element("ComponentType", { name, description }, ...children);
}

const named = (kind: string, name: string, more: Attributes = {}): XmlOutput =>
  element(kind, { name, ...more });

const fileNames = [named("Text", "path"), named("Text", "fileName")];

/** Types for simulations, which core LEMS lacks. */
const simulation: readonly XmlOutput[] = [
  type(
    "Simulation",
    "Runs a component and writes files.",
    named("Parameter", "length", { dimension: "time" }),
    named("Parameter", "step", { dimension: "time" }),
    named("ComponentReference", "target", { type: "Component" }),
    named("Text", "seed"),
    named("Children", "outputs", { type: "OutputFile" }),
    named("Children", "events", { type: "EventOutputFile" }),
    element("Dynamics", {}, named("StateVariable", "t", { dimension: "time" })),
    element(
      "Simulation",
      {},
      element("Run", { component: "target", variable: "t", increment: "step", total: "length" }),
    ),
  ),
  type(
    "OutputFile",
    "A file with one row per step.",
    ...fileNames,
    named("Children", "outputColumn", { type: "OutputColumn" }),
    element("Simulation", {}, element("DataWriter", { path: "path", fileName: "fileName" })),
  ),
  type(
    "OutputColumn",
    "Contents of a column.",
    named("Path", "quantity"),
    element("Simulation", {}, element("Record", { quantity: "quantity" })),
  ),
  type(
    "EventOutputFile",
    "A file with one row per event.",
    ...fileNames,
    named("Text", "format"),
    named("Children", "eventSelection", { type: "EventSelection" }),
    element(
      "Simulation",
      {},
      element("EventWriter", { path: "path", fileName: "fileName", format: "format" }),
    ),
  ),
  type(
    "EventSelection",
    "Source of the written events, and the number written for them.",
    named("Path", "select"),
    named("Text", "eventPort"),
    element(
      "Simulation",
      {},
      element("EventRecord", { quantity: "select", eventPort: "eventPort" }),
    ),
  ),
];

/** Networks: populations of one or several components, and connections. */
const network: readonly XmlOutput[] = [
  type(
    "Network",
    "Populations, and the connections between their neurons.",
    named("Children", "populations", { type: "AnyPopulation" }),
    named("Children", "connections", { type: "Connection" }),
  ),
  type("AnyPopulation", "Neurons that stand together."),
  element(
    "ComponentType",
    { name: "Population", extends: "AnyPopulation", description: "Neurons with identical values." },
    named("Parameter", "size", { dimension: "none" }),
    named("ComponentReference", "component", { type: "Neuron" }),
    element(
      "Structure",
      {},
      element("MultiInstantiate", { number: "size", component: "component" }),
    ),
  ),
  element(
    "ComponentType",
    {
      name: "PopulationList",
      extends: "AnyPopulation",
      description: "Neurons with individual values.",
    },
    named("Children", "neurons", { type: "Neuron" }),
  ),
  type("Neuron", "Emits spikes.", named("EventPort", "spike", { direction: "out" })),
  type(
    "Connection",
    "Delivers the spikes of a neuron to a port of another.",
    named("Parameter", "delay", { dimension: "time" }),
    named("Path", "from"),
    named("Path", "to"),
    named("Text", "port"),
    named("Text", "sentBy"),
    element(
      "Structure",
      {},
      element("With", { instance: "from", as: "source" }),
      element("With", { instance: "to", as: "target" }),
      element("EventConnection", {
        from: "source",
        to: "target",
        delay: "delay",
        sourcePort: "sentBy",
        targetPort: "port",
      }),
    ),
  ),
];

const sentOnce = "(t .gt. after) .and. (isSent .lt. 0.5)";

/** Sources: given or random spikes. */
export const sourceTypes: Readonly<Record<"SpikeTimes" | "PoissonSource", readonly XmlOutput[]>> = {
  SpikeTimes: [
    element(
      "ComponentType",
      { name: "SpikeTimes", extends: "Neuron", description: "Spikes at given times." },
      named("Children", "spikes", { type: "SpikeTime" }),
      named("EventPort", "in", { direction: "in" }),
      element(
        "Dynamics",
        {},
        element("OnEvent", { port: "in" }, element("EventOut", { port: "spike" })),
      ),
    ),
    element(
      "ComponentType",
      {
        name: "SpikeTime",
        extends: "Neuron",
        description: "One spike, in the first step that ends after a time.",
      },
      named("Parameter", "after", { dimension: "time" }),
      element(
        "Dynamics",
        {},
        named("StateVariable", "isSent", { dimension: "none" }),
        element(
          "OnCondition",
          { test: sentOnce },
          element("StateAssignment", { variable: "isSent", value: "1" }),
          element("EventOut", { port: "spike" }),
        ),
      ),
      element(
        "Structure",
        {},
        element("With", { instance: "this", as: "one" }),
        element("With", { instance: "parent", as: "all" }),
        element("EventConnection", { from: "one", to: "all" }),
      ),
    ),
  ],
  PoissonSource: [
    element(
      "ComponentType",
      { name: "PoissonSource", extends: "Neuron", description: "Spikes of a Poisson process." },
      named("Parameter", "rate", { dimension: "per_time" }),
      named("Parameter", "from", { dimension: "time" }),
      named("Parameter", "until", { dimension: "time" }),
      element(
        "Dynamics",
        {},
        named("StateVariable", "next", { dimension: "time" }),
        element(
          "OnStart",
          {},
          element("StateAssignment", {
            variable: "next",
            value: "from - (ln(random(1)) / rate)",
          }),
        ),
        element(
          "OnCondition",
          { test: "(t .gt. next) .and. (t .lt. until)" },
          element("StateAssignment", {
            variable: "next",
            value: "next - (ln(random(1)) / rate)",
          }),
          element("EventOut", { port: "spike" }),
        ),
      ),
    ),
  ],
};

/** Types that every simulation needs. */
export const fixedTypes: readonly XmlOutput[] = [...simulation, ...network];
