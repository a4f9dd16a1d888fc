import { backendTemplate } from "./kinds/backend.ts";
import { connectorTemplate } from "./kinds/connector.ts";
import { encoderTemplate } from "./kinds/encoder.ts";
import { formatTemplate } from "./kinds/format.ts";
import { hardwareTemplate } from "./kinds/hardware.ts";
import { integratorTemplate } from "./kinds/integrator.ts";
import { learningTemplate } from "./kinds/learning.ts";
import { neuronTemplate } from "./kinds/neuron.ts";
import { plasticityTemplate } from "./kinds/plasticity.ts";
import { synapseTemplate } from "./kinds/synapse.ts";
import type { NewKind } from "./new-kinds.ts";
import type { PluginTemplate } from "./template.ts";

/** Templates of new packages by kind. */
export const templates: Readonly<Record<NewKind, PluginTemplate>> = {
  neuron: neuronTemplate,
  synapse: synapseTemplate,
  plasticity: plasticityTemplate,
  connector: connectorTemplate,
  integrator: integratorTemplate,
  encoder: encoderTemplate,
  learning: learningTemplate,
  backend: backendTemplate,
  hardware: hardwareTemplate,
  format: formatTemplate,
};
