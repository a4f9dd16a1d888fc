// Generated from specs/network/1/network.schema.json by tools/build-schemas.ts: change the schema instead.

/** A check of an unknown value; what is wrong with the last one stands in `errors`. */
interface Validate {
  (data: unknown, at?: unknown): boolean;
  errors?: any;
}

/** Add faults to those that are there, which may be none. */
function joined(faults: any, more: any): any {
  if (faults === null) return more;
  for (const fault of more) faults.push(fault);
  return faults;
}

const schema6: any = {"$id":"https://spikeloom.dev/specs/network/1/network.schema.json","type":"object","properties":{"format":{"const":"spikeloom-network"},"version":{"const":1},"name":{"type":"string"},"about":{"type":"string"},"cite":{"type":"array","items":{"type":"string"}},"dt":{"type":"string"},"duration":{"type":"string"},"seed":{"type":"integer","minimum":0,"maximum":9007199254740991},"trial":{"type":"integer","minimum":0,"maximum":9007199254740991},"precision":{"enum":["f64","f32"]},"tier":{"enum":["exact","compact","packed"]},"convention":{"$ref":"#/$defs/convention"},"space":{"$ref":"#/$defs/space"},"models":{"type":"object","propertyNames":{"$ref":"#/$defs/modelName"},"additionalProperties":{"type":"object"}},"populations":{"type":"object","propertyNames":{"$ref":"#/$defs/populationName"},"additionalProperties":{"$ref":"#/$defs/population"}},"projections":{"type":"array","items":{"$ref":"#/$defs/projection"}},"stimuli":{"type":"array","items":{"$ref":"#/$defs/stimulus"}},"record":{"type":"array","items":{"$ref":"#/$defs/recorder"}},"recordSynapses":{"type":"array","items":{"$ref":"#/$defs/synapseRecorder"}}},"required":["format","version","populations"],"additionalProperties":false,"$defs":{"populationName":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_ .+-]{0,63}$"},"modelName":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_.-]{0,63}$"},"name":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_]{0,63}$"},"scalar":{"type":["string","number"]},"scalars":{"type":"array","items":{"$ref":"#/$defs/scalar"}},"value":{"type":["string","number","array","object"],"allOf":[{"if":{"type":"array"},"then":{"$ref":"#/$defs/scalars"}},{"if":{"type":"object"},"then":{"$ref":"#/$defs/valueRecord"}}]},"valueRecord":{"type":"object","if":{"properties":{"draw":{}},"required":["draw"]},"then":{"$ref":"#/$defs/draw"},"else":{"if":{"properties":{"formula":{}},"required":["formula"]},"then":{"$ref":"#/$defs/formula"},"else":{"if":{"properties":{"file":{}},"required":["file"]},"then":{"$ref":"#/$defs/data"},"else":{"$ref":"#/$defs/array"}}}},"draw":{"type":"object","properties":{"draw":{"enum":["uniform","uniform-integer","normal","lognormal","exponential","gamma","poisson","binomial"]},"low":{"$ref":"#/$defs/scalar"},"high":{"$ref":"#/$defs/scalar"},"mean":{"$ref":"#/$defs/scalar"},"sd":{"$ref":"#/$defs/scalar"},"mu":{"type":"number"},"sigma":{"type":"number"},"shape":{"type":"number"},"scale":{"$ref":"#/$defs/scalar"},"n":{"type":"number"},"p":{"type":"number"},"min":{"$ref":"#/$defs/scalar"},"max":{"$ref":"#/$defs/scalar"},"outside":{"enum":["redraw","clip"]},"round":{"$ref":"#/$defs/scalar"}},"required":["draw"],"additionalProperties":false},"formula":{"type":"object","properties":{"formula":{"type":"string"}},"required":["formula"],"additionalProperties":false},"data":{"type":"object","properties":{"file":{"type":"string"},"path":{"type":"string"},"unit":{"type":"string"},"size":{"type":"integer","minimum":0},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"}},"required":["file","path"],"additionalProperties":false},"array":{"type":"object","properties":{"values":{"type":"array","items":{"type":"number"}},"unit":{"type":"string"}},"required":["values"],"additionalProperties":false},"values":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/value"}},"model":{"type":["string","object"],"if":{"type":"object","properties":{"model":{}},"required":["model"]},"then":{"$ref":"#/$defs/configured"}},"configured":{"type":"object","properties":{"model":{"type":["string","object"]},"parameters":{"$ref":"#/$defs/values"}},"required":["model","parameters"],"additionalProperties":false},"convention":{"type":["string","object"],"if":{"type":"object"},"then":{"$ref":"#/$defs/conventionRecord"}},"conventionRecord":{"type":"object","properties":{"name":{"type":"string"},"order":{"type":"array","items":{"enum":["arrive","integrate","threshold","reset"]}},"spikeStamp":{"enum":["start","end"]},"threshold":{"enum":["as-written","greater","greater-or-equal"]},"refractory":{"type":"object","properties":{"countOffset":{"enum":[0,-1]},"rounding":{"enum":["nearest","floor","up"]},"blocksWrites":{"type":"boolean"}},"required":["countOffset","blocksWrites"],"additionalProperties":false},"arrivals":{"enum":["apart","in-increment"]},"delay":{"type":"object","properties":{"least":{"enum":[0,1]},"rounding":{"enum":["nearest","half-up","floor","exact"]}},"required":["least","rounding"],"additionalProperties":false},"spikeTimes":{"type":"object","properties":{"rounding":{"enum":["nearest","up","floor"]}},"required":["rounding"],"additionalProperties":false},"multiplicity":{"enum":["count","one"]},"inputHold":{"enum":["start","end","previous"]},"sampleAt":{"enum":["start","end"]},"plasticity":{"$ref":"#/$defs/plasticityConvention"}},"required":["name","order","spikeStamp","threshold","refractory","delay","multiplicity","inputHold","sampleAt"],"additionalProperties":false},"space":{"type":"object","properties":{"dimensions":{"enum":[1,2,3]},"periodic":{"type":"array","items":{"type":["string","number","null"]}}},"required":["dimensions"],"additionalProperties":false},"population":{"type":"object","properties":{"model":{"$ref":"#/$defs/model"},"size":{"type":"number"},"parameters":{"$ref":"#/$defs/values"},"initial":{"$ref":"#/$defs/values"},"times":{"$ref":"#/$defs/times"},"positions":{"$ref":"#/$defs/positions"},"integrator":{"$ref":"#/$defs/integrator"}},"required":["model","size"],"additionalProperties":false},"times":{"type":["string","number","array","object"],"allOf":[{"if":{"type":"array"},"then":{"$ref":"#/$defs/timesList"}},{"if":{"type":"object"},"then":{"$ref":"#/$defs/valueRecord"}}]},"timesList":{"type":"array","items":{"$ref":"#/$defs/timesEntry"}},"timesEntry":{"type":["string","number","array"],"if":{"type":"array"},"then":{"$ref":"#/$defs/scalars"}},"positions":{"type":"object","properties":{"layout":{"enum":["grid","random","list"]}},"required":["layout"],"allOf":[{"if":{"properties":{"layout":{"const":"grid"}},"required":["layout"]},"then":{"$ref":"#/$defs/gridPositions"}},{"if":{"properties":{"layout":{"const":"random"}},"required":["layout"]},"then":{"$ref":"#/$defs/randomPositions"}},{"if":{"properties":{"layout":{"const":"list"}},"required":["layout"]},"then":{"$ref":"#/$defs/listPositions"}}]},"gridPositions":{"type":"object","properties":{"layout":{"const":"grid"},"shape":{"type":"array","items":{"type":"number"}},"spacing":{"$ref":"#/$defs/scalars"},"origin":{"$ref":"#/$defs/scalars"}},"required":["layout","shape"],"additionalProperties":false},"randomPositions":{"type":"object","properties":{"layout":{"const":"random"},"low":{"$ref":"#/$defs/scalars"},"high":{"$ref":"#/$defs/scalars"}},"required":["layout","low","high"],"additionalProperties":false},"listPositions":{"type":"object","properties":{"layout":{"const":"list"},"points":{"type":"array","items":{"$ref":"#/$defs/scalars"}}},"required":["layout","points"],"additionalProperties":false},"integrator":{"type":["string","object"],"if":{"type":"object"},"then":{"$ref":"#/$defs/integratorRecord"}},"integratorRecord":{"type":"object","properties":{"name":{"type":"string"},"subSteps":{"type":"integer","minimum":1,"maximum":10000}},"required":["name"],"additionalProperties":false},"selection":{"type":"object","properties":{"from":{"type":"number"},"until":{"type":"number"},"every":{"type":"number"},"indices":{"type":"array","items":{"type":"number"}}},"additionalProperties":false},"projection":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S"},"from":{"type":"string"},"to":{"type":"string"},"fromNeurons":{"$ref":"#/$defs/selection"},"toNeurons":{"$ref":"#/$defs/selection"},"receptor":{"type":"string"},"connector":{"$ref":"#/$defs/connector"},"weight":{"$ref":"#/$defs/value"},"delay":{"$ref":"#/$defs/value"},"synapse":{"$ref":"#/$defs/model"},"plasticity":{"$ref":"#/$defs/model"},"procedural":{"type":"boolean"},"initial":{"type":"object","additionalProperties":{"$ref":"#/$defs/value"}},"dendritic":{"type":"number","minimum":0,"maximum":1},"events":{"type":"object","additionalProperties":{"$ref":"#/$defs/eventSource"}},"modulators":{"type":"object","additionalProperties":{"$ref":"#/$defs/modulatorSource"}}},"required":["from","to","connector","weight"],"additionalProperties":false},"connector":{"type":"object","properties":{"kind":{"type":"string"}},"required":["kind"],"additionalProperties":true},"stimulus":{"type":"object","properties":{"kind":{"enum":["poisson","formula","steps","time-array","sine","noise"]}},"required":["kind"],"allOf":[{"if":{"properties":{"kind":{"const":"poisson"}},"required":["kind"]},"then":{"$ref":"#/$defs/poissonStimulus"}},{"if":{"properties":{"kind":{"const":"formula"}},"required":["kind"]},"then":{"$ref":"#/$defs/formulaStimulus"}},{"if":{"properties":{"kind":{"const":"steps"}},"required":["kind"]},"then":{"$ref":"#/$defs/stepsStimulus"}},{"if":{"properties":{"kind":{"const":"time-array"}},"required":["kind"]},"then":{"$ref":"#/$defs/timeArrayStimulus"}},{"if":{"properties":{"kind":{"const":"sine"}},"required":["kind"]},"then":{"$ref":"#/$defs/sineStimulus"}},{"if":{"properties":{"kind":{"const":"noise"}},"required":["kind"]},"then":{"$ref":"#/$defs/noiseStimulus"}}]},"poissonStimulus":{"type":"object","properties":{"kind":{"const":"poisson"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"receptor":{"type":"string"},"rate":{"$ref":"#/$defs/value"},"count":{"type":"number"},"counts":{"enum":["poisson","binomial"]},"weight":{"$ref":"#/$defs/value"},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","rate","weight"],"additionalProperties":false},"formulaStimulus":{"type":"object","properties":{"kind":{"const":"formula"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"value":{"type":"string"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/scalar"}},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","value"],"additionalProperties":false},"stepsStimulus":{"type":"object","properties":{"kind":{"const":"steps"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"times":{"$ref":"#/$defs/scalars"},"values":{"$ref":"#/$defs/scalars"}},"required":["kind","into","times","values"],"additionalProperties":false},"timeArrayStimulus":{"type":"object","properties":{"kind":{"const":"time-array"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"values":{"$ref":"#/$defs/value"},"every":{"type":"string"},"start":{"type":"string"}},"required":["kind","into","values","every"],"additionalProperties":false},"sineStimulus":{"type":"object","properties":{"kind":{"const":"sine"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"amplitude":{"$ref":"#/$defs/scalar"},"frequency":{"type":"string"},"offset":{"$ref":"#/$defs/scalar"},"phase":{"type":"number"},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","amplitude","frequency"],"additionalProperties":false},"noiseStimulus":{"type":"object","properties":{"kind":{"const":"noise"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"mean":{"$ref":"#/$defs/scalar"},"sd":{"$ref":"#/$defs/scalar"},"every":{"type":"string"},"shared":{"type":"boolean"},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","mean","sd"],"additionalProperties":false},"recorder":{"type":"object","properties":{"population":{"type":"string"},"variables":{"type":"array","items":{"type":"string"}},"neurons":{"$ref":"#/$defs/selection"},"every":{"type":"string"},"from":{"type":"string"},"until":{"type":"string"}},"required":["population","variables"],"additionalProperties":false},"eventSource":{"type":"object","if":{"properties":{"from":true},"required":["from"]},"then":{"$ref":"#/$defs/spikeEvents"},"else":{"$ref":"#/$defs/clockedEvents"}},"clockedEvents":{"type":"object","properties":{"every":{"type":"string"},"start":{"type":"string"}},"required":["every"],"additionalProperties":false},"spikeEvents":{"type":"object","properties":{"from":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"delay":{"type":"string"}},"required":["from"],"additionalProperties":false},"modulatorSource":{"type":["string","number","object"],"if":{"type":"object"},"then":{"if":{"properties":{"from":true},"required":["from"]},"then":{"$ref":"#/$defs/spikeModulator"},"else":{"$ref":"#/$defs/formulaModulator"}}},"formulaModulator":{"type":"object","properties":{"formula":{"type":"string"}},"required":["formula"],"additionalProperties":false},"spikeModulator":{"type":"object","properties":{"from":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"weight":{"$ref":"#/$defs/scalar"},"tau":{"type":"string"},"delay":{"type":"string"}},"required":["from","weight","tau"],"additionalProperties":false},"synapseRecorder":{"type":"object","properties":{"projection":{"type":"string"},"variables":{"type":"array","items":{"type":"string"}},"every":{"type":"string"},"from":{"type":"string"},"until":{"type":"string"},"onChange":{"type":"boolean"}},"required":["projection"],"additionalProperties":false},"plasticityConvention":{"type":"object","properties":{"coincidence":{"enum":["pre-first","apart"]},"dendritic":{"type":"number","minimum":0,"maximum":1},"carries":{"enum":["old","new"]}},"required":["coincidence","dendritic","carries"],"additionalProperties":false}}};
const func2 = Object.prototype.hasOwnProperty;
const schema7: any = {"type":["string","object"],"if":{"type":"object"},"then":{"$ref":"#/$defs/conventionRecord"}};
const schema8: any = {"type":"object","properties":{"name":{"type":"string"},"order":{"type":"array","items":{"enum":["arrive","integrate","threshold","reset"]}},"spikeStamp":{"enum":["start","end"]},"threshold":{"enum":["as-written","greater","greater-or-equal"]},"refractory":{"type":"object","properties":{"countOffset":{"enum":[0,-1]},"rounding":{"enum":["nearest","floor","up"]},"blocksWrites":{"type":"boolean"}},"required":["countOffset","blocksWrites"],"additionalProperties":false},"arrivals":{"enum":["apart","in-increment"]},"delay":{"type":"object","properties":{"least":{"enum":[0,1]},"rounding":{"enum":["nearest","half-up","floor","exact"]}},"required":["least","rounding"],"additionalProperties":false},"spikeTimes":{"type":"object","properties":{"rounding":{"enum":["nearest","up","floor"]}},"required":["rounding"],"additionalProperties":false},"multiplicity":{"enum":["count","one"]},"inputHold":{"enum":["start","end","previous"]},"sampleAt":{"enum":["start","end"]},"plasticity":{"$ref":"#/$defs/plasticityConvention"}},"required":["name","order","spikeStamp","threshold","refractory","delay","multiplicity","inputHold","sampleAt"],"additionalProperties":false};
const schema9: any = {"type":"object","properties":{"coincidence":{"enum":["pre-first","apart"]},"dendritic":{"type":"number","minimum":0,"maximum":1},"carries":{"enum":["old","new"]}},"required":["coincidence","dendritic","carries"],"additionalProperties":false};
const validate24: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.coincidence === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "coincidence"},message:"must have required property '"+"coincidence"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.dendritic === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dendritic"},message:"must have required property '"+"dendritic"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.carries === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "carries"},message:"must have required property '"+"carries"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((key0 === "coincidence") || (key0 === "dendritic")) || (key0 === "carries"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.coincidence !== undefined){
let data0 = data.coincidence;
if(!((data0 === "pre-first") || (data0 === "apart"))){
const err4 = {instancePath:instancePath+"/coincidence",schemaPath:"#/properties/coincidence/enum",keyword:"enum",params:{allowedValues: schema9.properties.coincidence.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.dendritic !== undefined){
let data1 = data.dendritic;
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/dendritic",schemaPath:"#/properties/dendritic/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
(vErrors ??= []).push(err5);
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/dendritic",schemaPath:"#/properties/dendritic/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
(vErrors ??= []).push(err6);
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/dendritic",schemaPath:"#/properties/dendritic/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.carries !== undefined){
let data2 = data.carries;
if(!((data2 === "old") || (data2 === "new"))){
const err8 = {instancePath:instancePath+"/carries",schemaPath:"#/properties/carries/enum",keyword:"enum",params:{allowedValues: schema9.properties.carries.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err8);
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err9);
errors++;
}
validate24.errors = vErrors;
return errors === 0;
}
const validate23: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.order === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "order"},message:"must have required property '"+"order"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.spikeStamp === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spikeStamp"},message:"must have required property '"+"spikeStamp"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.threshold === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "threshold"},message:"must have required property '"+"threshold"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
if(data.refractory === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "refractory"},message:"must have required property '"+"refractory"+"'"};
(vErrors ??= []).push(err4);
errors++;
}
if(data.delay === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "delay"},message:"must have required property '"+"delay"+"'"};
(vErrors ??= []).push(err5);
errors++;
}
if(data.multiplicity === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "multiplicity"},message:"must have required property '"+"multiplicity"+"'"};
(vErrors ??= []).push(err6);
errors++;
}
if(data.inputHold === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputHold"},message:"must have required property '"+"inputHold"+"'"};
(vErrors ??= []).push(err7);
errors++;
}
if(data.sampleAt === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sampleAt"},message:"must have required property '"+"sampleAt"+"'"};
(vErrors ??= []).push(err8);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema8.properties, key0))){
const err9 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err10 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.order !== undefined){
let data1 = data.order;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(!((((data2 === "arrive") || (data2 === "integrate")) || (data2 === "threshold")) || (data2 === "reset"))){
const err11 = {instancePath:instancePath+"/order/" + i0,schemaPath:"#/properties/order/items/enum",keyword:"enum",params:{allowedValues: schema8.properties.order.items.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/order",schemaPath:"#/properties/order/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err12);
errors++;
}
}
if(data.spikeStamp !== undefined){
let data3 = data.spikeStamp;
if(!((data3 === "start") || (data3 === "end"))){
const err13 = {instancePath:instancePath+"/spikeStamp",schemaPath:"#/properties/spikeStamp/enum",keyword:"enum",params:{allowedValues: schema8.properties.spikeStamp.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err13);
errors++;
}
}
if(data.threshold !== undefined){
let data4 = data.threshold;
if(!(((data4 === "as-written") || (data4 === "greater")) || (data4 === "greater-or-equal"))){
const err14 = {instancePath:instancePath+"/threshold",schemaPath:"#/properties/threshold/enum",keyword:"enum",params:{allowedValues: schema8.properties.threshold.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.refractory !== undefined){
let data5 = data.refractory;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.countOffset === undefined){
const err15 = {instancePath:instancePath+"/refractory",schemaPath:"#/properties/refractory/required",keyword:"required",params:{missingProperty: "countOffset"},message:"must have required property '"+"countOffset"+"'"};
(vErrors ??= []).push(err15);
errors++;
}
if(data5.blocksWrites === undefined){
const err16 = {instancePath:instancePath+"/refractory",schemaPath:"#/properties/refractory/required",keyword:"required",params:{missingProperty: "blocksWrites"},message:"must have required property '"+"blocksWrites"+"'"};
(vErrors ??= []).push(err16);
errors++;
}
for(const key1 in data5){
if(!(((key1 === "countOffset") || (key1 === "rounding")) || (key1 === "blocksWrites"))){
const err17 = {instancePath:instancePath+"/refractory",schemaPath:"#/properties/refractory/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
(vErrors ??= []).push(err17);
errors++;
}
}
if(data5.countOffset !== undefined){
let data6 = data5.countOffset;
if(!((data6 === 0) || (data6 === -1))){
const err18 = {instancePath:instancePath+"/refractory/countOffset",schemaPath:"#/properties/refractory/properties/countOffset/enum",keyword:"enum",params:{allowedValues: schema8.properties.refractory.properties.countOffset.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err18);
errors++;
}
}
if(data5.rounding !== undefined){
let data7 = data5.rounding;
if(!(((data7 === "nearest") || (data7 === "floor")) || (data7 === "up"))){
const err19 = {instancePath:instancePath+"/refractory/rounding",schemaPath:"#/properties/refractory/properties/rounding/enum",keyword:"enum",params:{allowedValues: schema8.properties.refractory.properties.rounding.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err19);
errors++;
}
}
if(data5.blocksWrites !== undefined){
if(typeof data5.blocksWrites !== "boolean"){
const err20 = {instancePath:instancePath+"/refractory/blocksWrites",schemaPath:"#/properties/refractory/properties/blocksWrites/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err20);
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/refractory",schemaPath:"#/properties/refractory/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err21);
errors++;
}
}
if(data.arrivals !== undefined){
let data9 = data.arrivals;
if(!((data9 === "apart") || (data9 === "in-increment"))){
const err22 = {instancePath:instancePath+"/arrivals",schemaPath:"#/properties/arrivals/enum",keyword:"enum",params:{allowedValues: schema8.properties.arrivals.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err22);
errors++;
}
}
if(data.delay !== undefined){
let data10 = data.delay;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.least === undefined){
const err23 = {instancePath:instancePath+"/delay",schemaPath:"#/properties/delay/required",keyword:"required",params:{missingProperty: "least"},message:"must have required property '"+"least"+"'"};
(vErrors ??= []).push(err23);
errors++;
}
if(data10.rounding === undefined){
const err24 = {instancePath:instancePath+"/delay",schemaPath:"#/properties/delay/required",keyword:"required",params:{missingProperty: "rounding"},message:"must have required property '"+"rounding"+"'"};
(vErrors ??= []).push(err24);
errors++;
}
for(const key2 in data10){
if(!((key2 === "least") || (key2 === "rounding"))){
const err25 = {instancePath:instancePath+"/delay",schemaPath:"#/properties/delay/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
(vErrors ??= []).push(err25);
errors++;
}
}
if(data10.least !== undefined){
let data11 = data10.least;
if(!((data11 === 0) || (data11 === 1))){
const err26 = {instancePath:instancePath+"/delay/least",schemaPath:"#/properties/delay/properties/least/enum",keyword:"enum",params:{allowedValues: schema8.properties.delay.properties.least.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err26);
errors++;
}
}
if(data10.rounding !== undefined){
let data12 = data10.rounding;
if(!((((data12 === "nearest") || (data12 === "half-up")) || (data12 === "floor")) || (data12 === "exact"))){
const err27 = {instancePath:instancePath+"/delay/rounding",schemaPath:"#/properties/delay/properties/rounding/enum",keyword:"enum",params:{allowedValues: schema8.properties.delay.properties.rounding.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err27);
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/delay",schemaPath:"#/properties/delay/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err28);
errors++;
}
}
if(data.spikeTimes !== undefined){
let data13 = data.spikeTimes;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.rounding === undefined){
const err29 = {instancePath:instancePath+"/spikeTimes",schemaPath:"#/properties/spikeTimes/required",keyword:"required",params:{missingProperty: "rounding"},message:"must have required property '"+"rounding"+"'"};
(vErrors ??= []).push(err29);
errors++;
}
for(const key3 in data13){
if(!(key3 === "rounding")){
const err30 = {instancePath:instancePath+"/spikeTimes",schemaPath:"#/properties/spikeTimes/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
(vErrors ??= []).push(err30);
errors++;
}
}
if(data13.rounding !== undefined){
let data14 = data13.rounding;
if(!(((data14 === "nearest") || (data14 === "up")) || (data14 === "floor"))){
const err31 = {instancePath:instancePath+"/spikeTimes/rounding",schemaPath:"#/properties/spikeTimes/properties/rounding/enum",keyword:"enum",params:{allowedValues: schema8.properties.spikeTimes.properties.rounding.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err31);
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/spikeTimes",schemaPath:"#/properties/spikeTimes/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err32);
errors++;
}
}
if(data.multiplicity !== undefined){
let data15 = data.multiplicity;
if(!((data15 === "count") || (data15 === "one"))){
const err33 = {instancePath:instancePath+"/multiplicity",schemaPath:"#/properties/multiplicity/enum",keyword:"enum",params:{allowedValues: schema8.properties.multiplicity.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err33);
errors++;
}
}
if(data.inputHold !== undefined){
let data16 = data.inputHold;
if(!(((data16 === "start") || (data16 === "end")) || (data16 === "previous"))){
const err34 = {instancePath:instancePath+"/inputHold",schemaPath:"#/properties/inputHold/enum",keyword:"enum",params:{allowedValues: schema8.properties.inputHold.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err34);
errors++;
}
}
if(data.sampleAt !== undefined){
let data17 = data.sampleAt;
if(!((data17 === "start") || (data17 === "end"))){
const err35 = {instancePath:instancePath+"/sampleAt",schemaPath:"#/properties/sampleAt/enum",keyword:"enum",params:{allowedValues: schema8.properties.sampleAt.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err35);
errors++;
}
}
if(data.plasticity !== undefined){
if(!(validate24(data.plasticity, {instancePath:instancePath+"/plasticity",parentData:data,parentDataProperty:"plasticity",rootData}))){
vErrors = joined(vErrors, validate24.errors);
errors = vErrors.length;
}
}
}
else {
const err36 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err36);
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
const validate22: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema7.type},message:"must be string,object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(!(validate23(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate23.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
const schema10: any = {"type":"object","properties":{"dimensions":{"enum":[1,2,3]},"periodic":{"type":"array","items":{"type":["string","number","null"]}}},"required":["dimensions"],"additionalProperties":false};
const validate28: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.dimensions === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dimensions"},message:"must have required property '"+"dimensions"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((key0 === "dimensions") || (key0 === "periodic"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.dimensions !== undefined){
let data0 = data.dimensions;
if(!(((data0 === 1) || (data0 === 2)) || (data0 === 3))){
const err2 = {instancePath:instancePath+"/dimensions",schemaPath:"#/properties/dimensions/enum",keyword:"enum",params:{allowedValues: schema10.properties.dimensions.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.periodic !== undefined){
let data1 = data.periodic;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))) && (data2 !== null)){
const err3 = {instancePath:instancePath+"/periodic/" + i0,schemaPath:"#/properties/periodic/items/type",keyword:"type",params:{type: schema10.properties.periodic.items.type},message:"must be string,number,null"};
(vErrors ??= []).push(err3);
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/periodic",schemaPath:"#/properties/periodic/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err5);
errors++;
}
validate28.errors = vErrors;
return errors === 0;
}
const pattern0 = new RegExp("^[A-Za-z][A-Za-z0-9_.-]{0,63}$", "u");
const validate30: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_.-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_.-]{0,63}$"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}
const pattern1 = new RegExp("^[A-Za-z][A-Za-z0-9_ .+-]{0,63}$", "u");
const validate32: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_ .+-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_ .+-]{0,63}$"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}
const schema14: any = {"type":["string","object"],"if":{"type":"object","properties":{"model":{}},"required":["model"]},"then":{"$ref":"#/$defs/configured"}};
const schema15: any = {"type":"object","properties":{"model":{"type":["string","object"]},"parameters":{"$ref":"#/$defs/values"}},"required":["model","parameters"],"additionalProperties":false};
const pattern2 = new RegExp("^[A-Za-z][A-Za-z0-9_]{0,63}$", "u");
const validate38: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern2.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9_]{0,63}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9_]{0,63}$"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
validate38.errors = vErrors;
return errors === 0;
}
const schema18: any = {"type":["string","number","array","object"],"allOf":[{"if":{"type":"array"},"then":{"$ref":"#/$defs/scalars"}},{"if":{"type":"object"},"then":{"$ref":"#/$defs/valueRecord"}}]};
const schema20: any = {"type":["string","number"]};
const validate42: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema20.type},message:"must be string,number"};
(vErrors ??= []).push(err0);
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}
const validate41: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate42(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
}
else {
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err0);
errors++;
}
validate41.errors = vErrors;
return errors === 0;
}
const schema22: any = {"type":"object","properties":{"draw":{"enum":["uniform","uniform-integer","normal","lognormal","exponential","gamma","poisson","binomial"]},"low":{"$ref":"#/$defs/scalar"},"high":{"$ref":"#/$defs/scalar"},"mean":{"$ref":"#/$defs/scalar"},"sd":{"$ref":"#/$defs/scalar"},"mu":{"type":"number"},"sigma":{"type":"number"},"shape":{"type":"number"},"scale":{"$ref":"#/$defs/scalar"},"n":{"type":"number"},"p":{"type":"number"},"min":{"$ref":"#/$defs/scalar"},"max":{"$ref":"#/$defs/scalar"},"outside":{"enum":["redraw","clip"]},"round":{"$ref":"#/$defs/scalar"}},"required":["draw"],"additionalProperties":false};
const validate46: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.draw === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "draw"},message:"must have required property '"+"draw"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema22.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.draw !== undefined){
let data0 = data.draw;
if(!((((((((data0 === "uniform") || (data0 === "uniform-integer")) || (data0 === "normal")) || (data0 === "lognormal")) || (data0 === "exponential")) || (data0 === "gamma")) || (data0 === "poisson")) || (data0 === "binomial"))){
const err2 = {instancePath:instancePath+"/draw",schemaPath:"#/properties/draw/enum",keyword:"enum",params:{allowedValues: schema22.properties.draw.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.low !== undefined){
if(!(validate42(data.low, {instancePath:instancePath+"/low",parentData:data,parentDataProperty:"low",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.high !== undefined){
if(!(validate42(data.high, {instancePath:instancePath+"/high",parentData:data,parentDataProperty:"high",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.mean !== undefined){
if(!(validate42(data.mean, {instancePath:instancePath+"/mean",parentData:data,parentDataProperty:"mean",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.sd !== undefined){
if(!(validate42(data.sd, {instancePath:instancePath+"/sd",parentData:data,parentDataProperty:"sd",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.mu !== undefined){
let data5 = data.mu;
if(!((typeof data5 == "number") && (isFinite(data5)))){
const err3 = {instancePath:instancePath+"/mu",schemaPath:"#/properties/mu/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.sigma !== undefined){
let data6 = data.sigma;
if(!((typeof data6 == "number") && (isFinite(data6)))){
const err4 = {instancePath:instancePath+"/sigma",schemaPath:"#/properties/sigma/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.shape !== undefined){
let data7 = data.shape;
if(!((typeof data7 == "number") && (isFinite(data7)))){
const err5 = {instancePath:instancePath+"/shape",schemaPath:"#/properties/shape/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.scale !== undefined){
if(!(validate42(data.scale, {instancePath:instancePath+"/scale",parentData:data,parentDataProperty:"scale",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.n !== undefined){
let data9 = data.n;
if(!((typeof data9 == "number") && (isFinite(data9)))){
const err6 = {instancePath:instancePath+"/n",schemaPath:"#/properties/n/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.p !== undefined){
let data10 = data.p;
if(!((typeof data10 == "number") && (isFinite(data10)))){
const err7 = {instancePath:instancePath+"/p",schemaPath:"#/properties/p/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.min !== undefined){
if(!(validate42(data.min, {instancePath:instancePath+"/min",parentData:data,parentDataProperty:"min",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.max !== undefined){
if(!(validate42(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.outside !== undefined){
let data13 = data.outside;
if(!((data13 === "redraw") || (data13 === "clip"))){
const err8 = {instancePath:instancePath+"/outside",schemaPath:"#/properties/outside/enum",keyword:"enum",params:{allowedValues: schema22.properties.outside.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.round !== undefined){
if(!(validate42(data.round, {instancePath:instancePath+"/round",parentData:data,parentDataProperty:"round",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err9);
errors++;
}
validate46.errors = vErrors;
return errors === 0;
}
const validate56: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.formula === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "formula"},message:"must have required property '"+"formula"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(key0 === "formula")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.formula !== undefined){
if(typeof data.formula !== "string"){
const err2 = {instancePath:instancePath+"/formula",schemaPath:"#/properties/formula/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err3);
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}
const pattern3 = new RegExp("^[0-9a-f]{64}$", "u");
const validate58: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.file === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "file"},message:"must have required property '"+"file"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "file") || (key0 === "path")) || (key0 === "unit")) || (key0 === "size")) || (key0 === "sha256"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.file !== undefined){
if(typeof data.file !== "string"){
const err3 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.path !== undefined){
if(typeof data.path !== "string"){
const err4 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.unit !== undefined){
if(typeof data.unit !== "string"){
const err5 = {instancePath:instancePath+"/unit",schemaPath:"#/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.size !== undefined){
let data3 = data.size;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err6 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
(vErrors ??= []).push(err6);
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
const err7 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
(vErrors ??= []).push(err7);
errors++;
}
}
}
if(data.sha256 !== undefined){
let data4 = data.sha256;
if(typeof data4 === "string"){
if(!pattern3.test(data4)){
const err8 = {instancePath:instancePath+"/sha256",schemaPath:"#/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\""};
(vErrors ??= []).push(err8);
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/sha256",schemaPath:"#/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err9);
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err10);
errors++;
}
validate58.errors = vErrors;
return errors === 0;
}
const validate60: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.values === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "values"},message:"must have required property '"+"values"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((key0 === "values") || (key0 === "unit"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.values !== undefined){
let data0 = data.values;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(!((typeof data1 == "number") && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/values/" + i0,schemaPath:"#/properties/values/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err2);
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.unit !== undefined){
if(typeof data.unit !== "string"){
const err4 = {instancePath:instancePath+"/unit",schemaPath:"#/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err5);
errors++;
}
validate60.errors = vErrors;
return errors === 0;
}
const validate45: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.draw === undefined) && (missing0 = "draw")){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(!(validate46(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate46.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
const _errs5 = errors;
let valid1 = true;
const _errs6 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.formula === undefined) && (missing1 = "formula")){
const err2 = {};
(vErrors ??= []).push(err2);
errors++;
}
}
var _valid1 = _errs6 === errors;
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
let ifClause1;
if(_valid1){
const _errs7 = errors;
if(!(validate56(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate56.errors);
errors = vErrors.length;
}
var _valid1 = _errs7 === errors;
valid1 = _valid1;
ifClause1 = "then";
}
else {
const _errs8 = errors;
const _errs9 = errors;
let valid2 = true;
const _errs10 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.file === undefined) && (missing2 = "file")){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
}
var _valid2 = _errs10 === errors;
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
let ifClause2;
if(_valid2){
const _errs11 = errors;
if(!(validate58(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate58.errors);
errors = vErrors.length;
}
var _valid2 = _errs11 === errors;
valid2 = _valid2;
ifClause2 = "then";
}
else {
const _errs12 = errors;
if(!(validate60(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate60.errors);
errors = vErrors.length;
}
var _valid2 = _errs12 === errors;
valid2 = _valid2;
ifClause2 = "else";
}
if(!valid2){
const err4 = {instancePath,schemaPath:"#/else/else/if",keyword:"if",params:{failingKeyword: ifClause2},message:"must match \""+ifClause2+"\" schema"};
(vErrors ??= []).push(err4);
errors++;
}
var _valid1 = _errs8 === errors;
valid1 = _valid1;
ifClause1 = "else";
}
if(!valid1){
const err5 = {instancePath,schemaPath:"#/else/if",keyword:"if",params:{failingKeyword: ifClause1},message:"must match \""+ifClause1+"\" schema"};
(vErrors ??= []).push(err5);
errors++;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err6 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema"};
(vErrors ??= []).push(err6);
errors++;
}
validate45.errors = vErrors;
return errors === 0;
}
const validate40: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(((!data || typeof data != "object") && (typeof data !== "string")) && (!((typeof data == "number") && (isFinite(data))))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema18.type},message:"must be string,number,array,object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(!(Array.isArray(data))){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs5 = errors;
if(!(validate41(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid1 = _valid0;
}
if(!valid1){
const err2 = {instancePath,schemaPath:"#/allOf/0/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
const _errs7 = errors;
let valid2 = true;
const _errs8 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
var _valid1 = _errs8 === errors;
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
if(_valid1){
const _errs10 = errors;
if(!(validate45(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
var _valid1 = _errs10 === errors;
valid2 = _valid1;
}
if(!valid2){
const err4 = {instancePath,schemaPath:"#/allOf/1/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err4);
errors++;
}
validate40.errors = vErrors;
return errors === 0;
}
const validate37: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate38(key0, {instancePath,parentData:data,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate38.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName: key0},message:"property name must be valid"};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate40(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err1);
errors++;
}
validate37.errors = vErrors;
return errors === 0;
}
const validate36: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.model === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "model"},message:"must have required property '"+"model"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.parameters === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parameters"},message:"must have required property '"+"parameters"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "model") || (key0 === "parameters"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.model !== undefined){
let data0 = data.model;
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
const err3 = {instancePath:instancePath+"/model",schemaPath:"#/properties/model/type",keyword:"type",params:{type: schema15.properties.model.type},message:"must be string,object"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.parameters !== undefined){
if(!(validate37(data.parameters, {instancePath:instancePath+"/parameters",parentData:data,parentDataProperty:"parameters",rootData}))){
vErrors = joined(vErrors, validate37.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err4);
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
const validate35: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema14.type},message:"must be string,object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.model === undefined) && (missing0 = "model")){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
else {
const err2 = {};
(vErrors ??= []).push(err2);
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(!(validate36(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate36.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err3 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err3);
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}
const schema26: any = {"type":["string","number","array","object"],"allOf":[{"if":{"type":"array"},"then":{"$ref":"#/$defs/timesList"}},{"if":{"type":"object"},"then":{"$ref":"#/$defs/valueRecord"}}]};
const schema28: any = {"type":["string","number","array"],"if":{"type":"array"},"then":{"$ref":"#/$defs/scalars"}};
const validate71: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))) && (!(Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema28.type},message:"must be string,number,array"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(!(Array.isArray(data))){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(!(validate41(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
validate71.errors = vErrors;
return errors === 0;
}
const validate70: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate71(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate71.errors);
errors = vErrors.length;
}
}
}
else {
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err0);
errors++;
}
validate70.errors = vErrors;
return errors === 0;
}
const validate69: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(((!data || typeof data != "object") && (typeof data !== "string")) && (!((typeof data == "number") && (isFinite(data))))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema26.type},message:"must be string,number,array,object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(!(Array.isArray(data))){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs5 = errors;
if(!(validate70(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate70.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid1 = _valid0;
}
if(!valid1){
const err2 = {instancePath,schemaPath:"#/allOf/0/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
const _errs7 = errors;
let valid2 = true;
const _errs8 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
var _valid1 = _errs8 === errors;
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
if(_valid1){
const _errs10 = errors;
if(!(validate45(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
var _valid1 = _errs10 === errors;
valid2 = _valid1;
}
if(!valid2){
const err4 = {instancePath,schemaPath:"#/allOf/1/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err4);
errors++;
}
validate69.errors = vErrors;
return errors === 0;
}
const schema29: any = {"type":"object","properties":{"layout":{"enum":["grid","random","list"]}},"required":["layout"],"allOf":[{"if":{"properties":{"layout":{"const":"grid"}},"required":["layout"]},"then":{"$ref":"#/$defs/gridPositions"}},{"if":{"properties":{"layout":{"const":"random"}},"required":["layout"]},"then":{"$ref":"#/$defs/randomPositions"}},{"if":{"properties":{"layout":{"const":"list"}},"required":["layout"]},"then":{"$ref":"#/$defs/listPositions"}}]};
const validate78: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.layout === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "layout"},message:"must have required property '"+"layout"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.shape === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "shape"},message:"must have required property '"+"shape"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((key0 === "layout") || (key0 === "shape")) || (key0 === "spacing")) || (key0 === "origin"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.layout !== undefined){
if("grid" !== data.layout){
const err3 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/const",keyword:"const",params:{allowedValue: "grid"},message:"must be equal to constant"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.shape !== undefined){
let data1 = data.shape;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(!((typeof data2 == "number") && (isFinite(data2)))){
const err4 = {instancePath:instancePath+"/shape/" + i0,schemaPath:"#/properties/shape/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/shape",schemaPath:"#/properties/shape/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.spacing !== undefined){
if(!(validate41(data.spacing, {instancePath:instancePath+"/spacing",parentData:data,parentDataProperty:"spacing",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.origin !== undefined){
if(!(validate41(data.origin, {instancePath:instancePath+"/origin",parentData:data,parentDataProperty:"origin",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err6);
errors++;
}
validate78.errors = vErrors;
return errors === 0;
}
const validate82: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.layout === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "layout"},message:"must have required property '"+"layout"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.low === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "low"},message:"must have required property '"+"low"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.high === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "high"},message:"must have required property '"+"high"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((key0 === "layout") || (key0 === "low")) || (key0 === "high"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.layout !== undefined){
if("random" !== data.layout){
const err4 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/const",keyword:"const",params:{allowedValue: "random"},message:"must be equal to constant"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.low !== undefined){
if(!(validate41(data.low, {instancePath:instancePath+"/low",parentData:data,parentDataProperty:"low",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.high !== undefined){
if(!(validate41(data.high, {instancePath:instancePath+"/high",parentData:data,parentDataProperty:"high",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err5);
errors++;
}
validate82.errors = vErrors;
return errors === 0;
}
const validate86: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.layout === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "layout"},message:"must have required property '"+"layout"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.points === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "points"},message:"must have required property '"+"points"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "layout") || (key0 === "points"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.layout !== undefined){
if("list" !== data.layout){
const err3 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/const",keyword:"const",params:{allowedValue: "list"},message:"must be equal to constant"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.points !== undefined){
let data1 = data.points;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate41(data1[i0], {instancePath:instancePath+"/points/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath:instancePath+"/points",schemaPath:"#/properties/points/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err5);
errors++;
}
validate86.errors = vErrors;
return errors === 0;
}
const validate77: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.layout === undefined) && (missing0 = "layout")){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
else {
if(data.layout !== undefined){
if("grid" !== data.layout){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
}
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs5 = errors;
if(!(validate78(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate78.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid1 = _valid0;
}
if(!valid1){
const err2 = {instancePath,schemaPath:"#/allOf/0/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
const _errs7 = errors;
let valid3 = true;
const _errs8 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.layout === undefined) && (missing1 = "layout")){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
else {
if(data.layout !== undefined){
if("random" !== data.layout){
const err4 = {};
(vErrors ??= []).push(err4);
errors++;
}
}
}
}
var _valid1 = _errs8 === errors;
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
if(_valid1){
const _errs10 = errors;
if(!(validate82(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate82.errors);
errors = vErrors.length;
}
var _valid1 = _errs10 === errors;
valid3 = _valid1;
}
if(!valid3){
const err5 = {instancePath,schemaPath:"#/allOf/1/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err5);
errors++;
}
const _errs12 = errors;
let valid5 = true;
const _errs13 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.layout === undefined) && (missing2 = "layout")){
const err6 = {};
(vErrors ??= []).push(err6);
errors++;
}
else {
if(data.layout !== undefined){
if("list" !== data.layout){
const err7 = {};
(vErrors ??= []).push(err7);
errors++;
}
}
}
}
var _valid2 = _errs13 === errors;
errors = _errs12;
if(vErrors !== null){
if(_errs12){
vErrors.length = _errs12;
}
else {
vErrors = null;
}
}
if(_valid2){
const _errs15 = errors;
if(!(validate86(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate86.errors);
errors = vErrors.length;
}
var _valid2 = _errs15 === errors;
valid5 = _valid2;
}
if(!valid5){
const err8 = {instancePath,schemaPath:"#/allOf/2/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err8);
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.layout === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "layout"},message:"must have required property '"+"layout"+"'"};
(vErrors ??= []).push(err9);
errors++;
}
if(data.layout !== undefined){
let data3 = data.layout;
if(!(((data3 === "grid") || (data3 === "random")) || (data3 === "list"))){
const err10 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/enum",keyword:"enum",params:{allowedValues: schema29.properties.layout.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err10);
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err11);
errors++;
}
validate77.errors = vErrors;
return errors === 0;
}
const schema33: any = {"type":["string","object"],"if":{"type":"object"},"then":{"$ref":"#/$defs/integratorRecord"}};
const validate91: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((key0 === "name") || (key0 === "subSteps"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.subSteps !== undefined){
let data1 = data.subSteps;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err3 = {instancePath:instancePath+"/subSteps",schemaPath:"#/properties/subSteps/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
(vErrors ??= []).push(err3);
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 10000 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/subSteps",schemaPath:"#/properties/subSteps/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000"};
(vErrors ??= []).push(err4);
errors++;
}
if(data1 < 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/subSteps",schemaPath:"#/properties/subSteps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
(vErrors ??= []).push(err5);
errors++;
}
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err6);
errors++;
}
validate91.errors = vErrors;
return errors === 0;
}
const validate90: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if((typeof data !== "string") && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema33.type},message:"must be string,object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(!(validate91(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate91.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
validate90.errors = vErrors;
return errors === 0;
}
const validate34: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.model === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "model"},message:"must have required property '"+"model"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.size === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "size"},message:"must have required property '"+"size"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "model") || (key0 === "size")) || (key0 === "parameters")) || (key0 === "initial")) || (key0 === "times")) || (key0 === "positions")) || (key0 === "integrator"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.model !== undefined){
if(!(validate35(data.model, {instancePath:instancePath+"/model",parentData:data,parentDataProperty:"model",rootData}))){
vErrors = joined(vErrors, validate35.errors);
errors = vErrors.length;
}
}
if(data.size !== undefined){
let data1 = data.size;
if(!((typeof data1 == "number") && (isFinite(data1)))){
const err3 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.parameters !== undefined){
if(!(validate37(data.parameters, {instancePath:instancePath+"/parameters",parentData:data,parentDataProperty:"parameters",rootData}))){
vErrors = joined(vErrors, validate37.errors);
errors = vErrors.length;
}
}
if(data.initial !== undefined){
if(!(validate37(data.initial, {instancePath:instancePath+"/initial",parentData:data,parentDataProperty:"initial",rootData}))){
vErrors = joined(vErrors, validate37.errors);
errors = vErrors.length;
}
}
if(data.times !== undefined){
if(!(validate69(data.times, {instancePath:instancePath+"/times",parentData:data,parentDataProperty:"times",rootData}))){
vErrors = joined(vErrors, validate69.errors);
errors = vErrors.length;
}
}
if(data.positions !== undefined){
if(!(validate77(data.positions, {instancePath:instancePath+"/positions",parentData:data,parentDataProperty:"positions",rootData}))){
vErrors = joined(vErrors, validate77.errors);
errors = vErrors.length;
}
}
if(data.integrator !== undefined){
if(!(validate90(data.integrator, {instancePath:instancePath+"/integrator",parentData:data,parentDataProperty:"integrator",rootData}))){
vErrors = joined(vErrors, validate90.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err4);
errors++;
}
validate34.errors = vErrors;
return errors === 0;
}
const schema35: any = {"type":"object","properties":{"name":{"type":"string","pattern":"\\S"},"from":{"type":"string"},"to":{"type":"string"},"fromNeurons":{"$ref":"#/$defs/selection"},"toNeurons":{"$ref":"#/$defs/selection"},"receptor":{"type":"string"},"connector":{"$ref":"#/$defs/connector"},"weight":{"$ref":"#/$defs/value"},"delay":{"$ref":"#/$defs/value"},"synapse":{"$ref":"#/$defs/model"},"plasticity":{"$ref":"#/$defs/model"},"procedural":{"type":"boolean"},"initial":{"type":"object","additionalProperties":{"$ref":"#/$defs/value"}},"dendritic":{"type":"number","minimum":0,"maximum":1},"events":{"type":"object","additionalProperties":{"$ref":"#/$defs/eventSource"}},"modulators":{"type":"object","additionalProperties":{"$ref":"#/$defs/modulatorSource"}}},"required":["from","to","connector","weight"],"additionalProperties":false};
const pattern4 = new RegExp("\\S", "u");
const validate96: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "from") || (key0 === "until")) || (key0 === "every")) || (key0 === "indices"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.from !== undefined){
let data0 = data.from;
if(!((typeof data0 == "number") && (isFinite(data0)))){
const err1 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.until !== undefined){
let data1 = data.until;
if(!((typeof data1 == "number") && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.every !== undefined){
let data2 = data.every;
if(!((typeof data2 == "number") && (isFinite(data2)))){
const err3 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.indices !== undefined){
let data3 = data.indices;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(!((typeof data4 == "number") && (isFinite(data4)))){
const err4 = {instancePath:instancePath+"/indices/" + i0,schemaPath:"#/properties/indices/items/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/indices",schemaPath:"#/properties/indices/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err5);
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err6);
errors++;
}
validate96.errors = vErrors;
return errors === 0;
}
const validate99: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.kind !== undefined){
if(typeof data.kind !== "string"){
const err1 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err2);
errors++;
}
validate99.errors = vErrors;
return errors === 0;
}
const validate107: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(((key0 === "from") || (key0 === "neurons")) || (key0 === "delay"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.from !== undefined){
if(typeof data.from !== "string"){
const err2 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.delay !== undefined){
if(typeof data.delay !== "string"){
const err3 = {instancePath:instancePath+"/delay",schemaPath:"#/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err3);
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err4);
errors++;
}
validate107.errors = vErrors;
return errors === 0;
}
const validate110: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.every === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((key0 === "every") || (key0 === "start"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.every !== undefined){
if(typeof data.every !== "string"){
const err2 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.start !== undefined){
if(typeof data.start !== "string"){
const err3 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err3);
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err4);
errors++;
}
validate110.errors = vErrors;
return errors === 0;
}
const validate106: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.from === undefined) && (missing0 = "from")){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(!(validate107(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate107.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
if(!(validate110(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate110.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
validate106.errors = vErrors;
return errors === 0;
}
const schema41: any = {"type":["string","number","object"],"if":{"type":"object"},"then":{"if":{"properties":{"from":true},"required":["from"]},"then":{"$ref":"#/$defs/spikeModulator"},"else":{"$ref":"#/$defs/formulaModulator"}}};
const validate114: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.weight === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "weight"},message:"must have required property '"+"weight"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.tau === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tau"},message:"must have required property '"+"tau"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "from") || (key0 === "neurons")) || (key0 === "weight")) || (key0 === "tau")) || (key0 === "delay"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.from !== undefined){
if(typeof data.from !== "string"){
const err4 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.weight !== undefined){
if(!(validate42(data.weight, {instancePath:instancePath+"/weight",parentData:data,parentDataProperty:"weight",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.tau !== undefined){
if(typeof data.tau !== "string"){
const err5 = {instancePath:instancePath+"/tau",schemaPath:"#/properties/tau/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.delay !== undefined){
if(typeof data.delay !== "string"){
const err6 = {instancePath:instancePath+"/delay",schemaPath:"#/properties/delay/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err7);
errors++;
}
validate114.errors = vErrors;
return errors === 0;
}
const validate118: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.formula === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "formula"},message:"must have required property '"+"formula"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(key0 === "formula")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.formula !== undefined){
if(typeof data.formula !== "string"){
const err2 = {instancePath:instancePath+"/formula",schemaPath:"#/properties/formula/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err3);
errors++;
}
validate118.errors = vErrors;
return errors === 0;
}
const validate113: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))) && (!(data && typeof data == "object" && !Array.isArray(data)))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema41.type},message:"must be string,number,object"};
(vErrors ??= []).push(err0);
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
const _errs5 = errors;
let valid1 = true;
const _errs6 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.from === undefined) && (missing0 = "from")){
const err2 = {};
(vErrors ??= []).push(err2);
errors++;
}
}
var _valid1 = _errs6 === errors;
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid1){
const _errs7 = errors;
if(!(validate114(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate114.errors);
errors = vErrors.length;
}
var _valid1 = _errs7 === errors;
valid1 = _valid1;
ifClause0 = "then";
}
else {
const _errs8 = errors;
if(!(validate118(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate118.errors);
errors = vErrors.length;
}
var _valid1 = _errs8 === errors;
valid1 = _valid1;
ifClause0 = "else";
}
if(!valid1){
const err3 = {instancePath,schemaPath:"#/then/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema"};
(vErrors ??= []).push(err3);
errors++;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err4 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err4);
errors++;
}
validate113.errors = vErrors;
return errors === 0;
}
const validate95: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.from === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.to === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.connector === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "connector"},message:"must have required property '"+"connector"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.weight === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "weight"},message:"must have required property '"+"weight"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema35.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err5);
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.from !== undefined){
if(typeof data.from !== "string"){
const err7 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.to !== undefined){
if(typeof data.to !== "string"){
const err8 = {instancePath:instancePath+"/to",schemaPath:"#/properties/to/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.fromNeurons !== undefined){
if(!(validate96(data.fromNeurons, {instancePath:instancePath+"/fromNeurons",parentData:data,parentDataProperty:"fromNeurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.toNeurons !== undefined){
if(!(validate96(data.toNeurons, {instancePath:instancePath+"/toNeurons",parentData:data,parentDataProperty:"toNeurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.receptor !== undefined){
if(typeof data.receptor !== "string"){
const err9 = {instancePath:instancePath+"/receptor",schemaPath:"#/properties/receptor/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.connector !== undefined){
if(!(validate99(data.connector, {instancePath:instancePath+"/connector",parentData:data,parentDataProperty:"connector",rootData}))){
vErrors = joined(vErrors, validate99.errors);
errors = vErrors.length;
}
}
if(data.weight !== undefined){
if(!(validate40(data.weight, {instancePath:instancePath+"/weight",parentData:data,parentDataProperty:"weight",rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
if(data.delay !== undefined){
if(!(validate40(data.delay, {instancePath:instancePath+"/delay",parentData:data,parentDataProperty:"delay",rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
if(data.synapse !== undefined){
if(!(validate35(data.synapse, {instancePath:instancePath+"/synapse",parentData:data,parentDataProperty:"synapse",rootData}))){
vErrors = joined(vErrors, validate35.errors);
errors = vErrors.length;
}
}
if(data.plasticity !== undefined){
if(!(validate35(data.plasticity, {instancePath:instancePath+"/plasticity",parentData:data,parentDataProperty:"plasticity",rootData}))){
vErrors = joined(vErrors, validate35.errors);
errors = vErrors.length;
}
}
if(data.procedural !== undefined){
if(typeof data.procedural !== "boolean"){
const err10 = {instancePath:instancePath+"/procedural",schemaPath:"#/properties/procedural/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.initial !== undefined){
let data12 = data.initial;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key1 in data12){
if(!(validate40(data12[key1], {instancePath:instancePath+"/initial/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key1,rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.dendritic !== undefined){
let data14 = data.dendritic;
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 1 || isNaN(data14)){
const err12 = {instancePath:instancePath+"/dendritic",schemaPath:"#/properties/dendritic/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
(vErrors ??= []).push(err12);
errors++;
}
if(data14 < 0 || isNaN(data14)){
const err13 = {instancePath:instancePath+"/dendritic",schemaPath:"#/properties/dendritic/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
(vErrors ??= []).push(err13);
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/dendritic",schemaPath:"#/properties/dendritic/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.events !== undefined){
let data15 = data.events;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key2 in data15){
if(!(validate106(data15[key2], {instancePath:instancePath+"/events/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data15,parentDataProperty:key2,rootData}))){
vErrors = joined(vErrors, validate106.errors);
errors = vErrors.length;
}
}
}
else {
const err15 = {instancePath:instancePath+"/events",schemaPath:"#/properties/events/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err15);
errors++;
}
}
if(data.modulators !== undefined){
let data17 = data.modulators;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key3 in data17){
if(!(validate113(data17[key3], {instancePath:instancePath+"/modulators/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data17,parentDataProperty:key3,rootData}))){
vErrors = joined(vErrors, validate113.errors);
errors = vErrors.length;
}
}
}
else {
const err16 = {instancePath:instancePath+"/modulators",schemaPath:"#/properties/modulators/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err16);
errors++;
}
}
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err17);
errors++;
}
validate95.errors = vErrors;
return errors === 0;
}
const schema44: any = {"type":"object","properties":{"kind":{"enum":["poisson","formula","steps","time-array","sine","noise"]}},"required":["kind"],"allOf":[{"if":{"properties":{"kind":{"const":"poisson"}},"required":["kind"]},"then":{"$ref":"#/$defs/poissonStimulus"}},{"if":{"properties":{"kind":{"const":"formula"}},"required":["kind"]},"then":{"$ref":"#/$defs/formulaStimulus"}},{"if":{"properties":{"kind":{"const":"steps"}},"required":["kind"]},"then":{"$ref":"#/$defs/stepsStimulus"}},{"if":{"properties":{"kind":{"const":"time-array"}},"required":["kind"]},"then":{"$ref":"#/$defs/timeArrayStimulus"}},{"if":{"properties":{"kind":{"const":"sine"}},"required":["kind"]},"then":{"$ref":"#/$defs/sineStimulus"}},{"if":{"properties":{"kind":{"const":"noise"}},"required":["kind"]},"then":{"$ref":"#/$defs/noiseStimulus"}}]};
const schema45: any = {"type":"object","properties":{"kind":{"const":"poisson"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"receptor":{"type":"string"},"rate":{"$ref":"#/$defs/value"},"count":{"type":"number"},"counts":{"enum":["poisson","binomial"]},"weight":{"$ref":"#/$defs/value"},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","rate","weight"],"additionalProperties":false};
const validate123: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.into === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.rate === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rate"},message:"must have required property '"+"rate"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.weight === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "weight"},message:"must have required property '"+"weight"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema45.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.kind !== undefined){
if("poisson" !== data.kind){
const err5 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "poisson"},message:"must be equal to constant"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.into !== undefined){
if(typeof data.into !== "string"){
const err6 = {instancePath:instancePath+"/into",schemaPath:"#/properties/into/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.receptor !== undefined){
if(typeof data.receptor !== "string"){
const err7 = {instancePath:instancePath+"/receptor",schemaPath:"#/properties/receptor/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.rate !== undefined){
if(!(validate40(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
if(data.count !== undefined){
let data5 = data.count;
if(!((typeof data5 == "number") && (isFinite(data5)))){
const err8 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.counts !== undefined){
let data6 = data.counts;
if(!((data6 === "poisson") || (data6 === "binomial"))){
const err9 = {instancePath:instancePath+"/counts",schemaPath:"#/properties/counts/enum",keyword:"enum",params:{allowedValues: schema45.properties.counts.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.weight !== undefined){
if(!(validate40(data.weight, {instancePath:instancePath+"/weight",parentData:data,parentDataProperty:"weight",rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
if(data.start !== undefined){
if(typeof data.start !== "string"){
const err10 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.stop !== undefined){
if(typeof data.stop !== "string"){
const err11 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err12);
errors++;
}
validate123.errors = vErrors;
return errors === 0;
}
const validate128: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.into === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.value === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "kind") || (key0 === "into")) || (key0 === "neurons")) || (key0 === "input")) || (key0 === "value")) || (key0 === "parameters")) || (key0 === "start")) || (key0 === "stop"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.kind !== undefined){
if("formula" !== data.kind){
const err4 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "formula"},message:"must be equal to constant"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.into !== undefined){
if(typeof data.into !== "string"){
const err5 = {instancePath:instancePath+"/into",schemaPath:"#/properties/into/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(typeof data.input !== "string"){
const err6 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.value !== undefined){
if(typeof data.value !== "string"){
const err7 = {instancePath:instancePath+"/value",schemaPath:"#/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.parameters !== undefined){
let data5 = data.parameters;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key1 in data5){
const _errs12 = errors;
if(!(validate38(key1, {instancePath:instancePath+"/parameters",parentData:data5,parentDataProperty:"parameters",rootData}))){
vErrors = joined(vErrors, validate38.errors);
errors = vErrors.length;
}
var valid1 = _errs12 === errors;
if(!valid1){
const err8 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid"};
(vErrors ??= []).push(err8);
errors++;
}
}
for(const key2 in data5){
if(!(validate42(data5[key2], {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data5,parentDataProperty:key2,rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.start !== undefined){
if(typeof data.start !== "string"){
const err10 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.stop !== undefined){
if(typeof data.stop !== "string"){
const err11 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err12);
errors++;
}
validate128.errors = vErrors;
return errors === 0;
}
const validate133: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.into === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.times === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "times"},message:"must have required property '"+"times"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.values === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "values"},message:"must have required property '"+"values"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "kind") || (key0 === "into")) || (key0 === "neurons")) || (key0 === "input")) || (key0 === "times")) || (key0 === "values"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.kind !== undefined){
if("steps" !== data.kind){
const err5 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "steps"},message:"must be equal to constant"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.into !== undefined){
if(typeof data.into !== "string"){
const err6 = {instancePath:instancePath+"/into",schemaPath:"#/properties/into/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(typeof data.input !== "string"){
const err7 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.times !== undefined){
if(!(validate41(data.times, {instancePath:instancePath+"/times",parentData:data,parentDataProperty:"times",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.values !== undefined){
if(!(validate41(data.values, {instancePath:instancePath+"/values",parentData:data,parentDataProperty:"values",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err8);
errors++;
}
validate133.errors = vErrors;
return errors === 0;
}
const validate138: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.into === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.values === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "values"},message:"must have required property '"+"values"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.every === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "kind") || (key0 === "into")) || (key0 === "neurons")) || (key0 === "input")) || (key0 === "values")) || (key0 === "every")) || (key0 === "start"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.kind !== undefined){
if("time-array" !== data.kind){
const err5 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "time-array"},message:"must be equal to constant"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.into !== undefined){
if(typeof data.into !== "string"){
const err6 = {instancePath:instancePath+"/into",schemaPath:"#/properties/into/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(typeof data.input !== "string"){
const err7 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.values !== undefined){
if(!(validate40(data.values, {instancePath:instancePath+"/values",parentData:data,parentDataProperty:"values",rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
if(data.every !== undefined){
if(typeof data.every !== "string"){
const err8 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.start !== undefined){
if(typeof data.start !== "string"){
const err9 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err9);
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err10);
errors++;
}
validate138.errors = vErrors;
return errors === 0;
}
const schema49: any = {"type":"object","properties":{"kind":{"const":"sine"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"amplitude":{"$ref":"#/$defs/scalar"},"frequency":{"type":"string"},"offset":{"$ref":"#/$defs/scalar"},"phase":{"type":"number"},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","amplitude","frequency"],"additionalProperties":false};
const validate142: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.into === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.amplitude === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "amplitude"},message:"must have required property '"+"amplitude"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.frequency === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "frequency"},message:"must have required property '"+"frequency"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema49.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.kind !== undefined){
if("sine" !== data.kind){
const err5 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "sine"},message:"must be equal to constant"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.into !== undefined){
if(typeof data.into !== "string"){
const err6 = {instancePath:instancePath+"/into",schemaPath:"#/properties/into/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(typeof data.input !== "string"){
const err7 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.amplitude !== undefined){
if(!(validate42(data.amplitude, {instancePath:instancePath+"/amplitude",parentData:data,parentDataProperty:"amplitude",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.frequency !== undefined){
if(typeof data.frequency !== "string"){
const err8 = {instancePath:instancePath+"/frequency",schemaPath:"#/properties/frequency/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.offset !== undefined){
if(!(validate42(data.offset, {instancePath:instancePath+"/offset",parentData:data,parentDataProperty:"offset",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.phase !== undefined){
let data7 = data.phase;
if(!((typeof data7 == "number") && (isFinite(data7)))){
const err9 = {instancePath:instancePath+"/phase",schemaPath:"#/properties/phase/type",keyword:"type",params:{type: "number"},message:"must be number"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.start !== undefined){
if(typeof data.start !== "string"){
const err10 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.stop !== undefined){
if(typeof data.stop !== "string"){
const err11 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err12);
errors++;
}
validate142.errors = vErrors;
return errors === 0;
}
const schema50: any = {"type":"object","properties":{"kind":{"const":"noise"},"into":{"type":"string"},"neurons":{"$ref":"#/$defs/selection"},"input":{"type":"string"},"mean":{"$ref":"#/$defs/scalar"},"sd":{"$ref":"#/$defs/scalar"},"every":{"type":"string"},"shared":{"type":"boolean"},"start":{"type":"string"},"stop":{"type":"string"}},"required":["kind","into","mean","sd"],"additionalProperties":false};
const validate147: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.into === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.mean === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "mean"},message:"must have required property '"+"mean"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.sd === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sd"},message:"must have required property '"+"sd"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema50.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.kind !== undefined){
if("noise" !== data.kind){
const err5 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "noise"},message:"must be equal to constant"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.into !== undefined){
if(typeof data.into !== "string"){
const err6 = {instancePath:instancePath+"/into",schemaPath:"#/properties/into/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(typeof data.input !== "string"){
const err7 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.mean !== undefined){
if(!(validate42(data.mean, {instancePath:instancePath+"/mean",parentData:data,parentDataProperty:"mean",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.sd !== undefined){
if(!(validate42(data.sd, {instancePath:instancePath+"/sd",parentData:data,parentDataProperty:"sd",rootData}))){
vErrors = joined(vErrors, validate42.errors);
errors = vErrors.length;
}
}
if(data.every !== undefined){
if(typeof data.every !== "string"){
const err8 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.shared !== undefined){
if(typeof data.shared !== "boolean"){
const err9 = {instancePath:instancePath+"/shared",schemaPath:"#/properties/shared/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.start !== undefined){
if(typeof data.start !== "string"){
const err10 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.stop !== undefined){
if(typeof data.stop !== "string"){
const err11 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err12);
errors++;
}
validate147.errors = vErrors;
return errors === 0;
}
const validate122: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.kind === undefined) && (missing0 = "kind")){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
else {
if(data.kind !== undefined){
if("poisson" !== data.kind){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
}
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs5 = errors;
if(!(validate123(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate123.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid1 = _valid0;
}
if(!valid1){
const err2 = {instancePath,schemaPath:"#/allOf/0/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err2);
errors++;
}
const _errs7 = errors;
let valid3 = true;
const _errs8 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.kind === undefined) && (missing1 = "kind")){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
else {
if(data.kind !== undefined){
if("formula" !== data.kind){
const err4 = {};
(vErrors ??= []).push(err4);
errors++;
}
}
}
}
var _valid1 = _errs8 === errors;
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
if(_valid1){
const _errs10 = errors;
if(!(validate128(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate128.errors);
errors = vErrors.length;
}
var _valid1 = _errs10 === errors;
valid3 = _valid1;
}
if(!valid3){
const err5 = {instancePath,schemaPath:"#/allOf/1/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err5);
errors++;
}
const _errs12 = errors;
let valid5 = true;
const _errs13 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.kind === undefined) && (missing2 = "kind")){
const err6 = {};
(vErrors ??= []).push(err6);
errors++;
}
else {
if(data.kind !== undefined){
if("steps" !== data.kind){
const err7 = {};
(vErrors ??= []).push(err7);
errors++;
}
}
}
}
var _valid2 = _errs13 === errors;
errors = _errs12;
if(vErrors !== null){
if(_errs12){
vErrors.length = _errs12;
}
else {
vErrors = null;
}
}
if(_valid2){
const _errs15 = errors;
if(!(validate133(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate133.errors);
errors = vErrors.length;
}
var _valid2 = _errs15 === errors;
valid5 = _valid2;
}
if(!valid5){
const err8 = {instancePath,schemaPath:"#/allOf/2/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err8);
errors++;
}
const _errs17 = errors;
let valid7 = true;
const _errs18 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing3;
if((data.kind === undefined) && (missing3 = "kind")){
const err9 = {};
(vErrors ??= []).push(err9);
errors++;
}
else {
if(data.kind !== undefined){
if("time-array" !== data.kind){
const err10 = {};
(vErrors ??= []).push(err10);
errors++;
}
}
}
}
var _valid3 = _errs18 === errors;
errors = _errs17;
if(vErrors !== null){
if(_errs17){
vErrors.length = _errs17;
}
else {
vErrors = null;
}
}
if(_valid3){
const _errs20 = errors;
if(!(validate138(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate138.errors);
errors = vErrors.length;
}
var _valid3 = _errs20 === errors;
valid7 = _valid3;
}
if(!valid7){
const err11 = {instancePath,schemaPath:"#/allOf/3/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err11);
errors++;
}
const _errs22 = errors;
let valid9 = true;
const _errs23 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing4;
if((data.kind === undefined) && (missing4 = "kind")){
const err12 = {};
(vErrors ??= []).push(err12);
errors++;
}
else {
if(data.kind !== undefined){
if("sine" !== data.kind){
const err13 = {};
(vErrors ??= []).push(err13);
errors++;
}
}
}
}
var _valid4 = _errs23 === errors;
errors = _errs22;
if(vErrors !== null){
if(_errs22){
vErrors.length = _errs22;
}
else {
vErrors = null;
}
}
if(_valid4){
const _errs25 = errors;
if(!(validate142(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate142.errors);
errors = vErrors.length;
}
var _valid4 = _errs25 === errors;
valid9 = _valid4;
}
if(!valid9){
const err14 = {instancePath,schemaPath:"#/allOf/4/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err14);
errors++;
}
const _errs27 = errors;
let valid11 = true;
const _errs28 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing5;
if((data.kind === undefined) && (missing5 = "kind")){
const err15 = {};
(vErrors ??= []).push(err15);
errors++;
}
else {
if(data.kind !== undefined){
if("noise" !== data.kind){
const err16 = {};
(vErrors ??= []).push(err16);
errors++;
}
}
}
}
var _valid5 = _errs28 === errors;
errors = _errs27;
if(vErrors !== null){
if(_errs27){
vErrors.length = _errs27;
}
else {
vErrors = null;
}
}
if(_valid5){
const _errs30 = errors;
if(!(validate147(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate147.errors);
errors = vErrors.length;
}
var _valid5 = _errs30 === errors;
valid11 = _valid5;
}
if(!valid11){
const err17 = {instancePath,schemaPath:"#/allOf/5/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
(vErrors ??= []).push(err17);
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err18 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err18);
errors++;
}
if(data.kind !== undefined){
let data6 = data.kind;
if(!((((((data6 === "poisson") || (data6 === "formula")) || (data6 === "steps")) || (data6 === "time-array")) || (data6 === "sine")) || (data6 === "noise"))){
const err19 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema44.properties.kind.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err19);
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err20);
errors++;
}
validate122.errors = vErrors;
return errors === 0;
}
const validate153: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.population === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "population"},message:"must have required property '"+"population"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.variables === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "variables"},message:"must have required property '"+"variables"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "population") || (key0 === "variables")) || (key0 === "neurons")) || (key0 === "every")) || (key0 === "from")) || (key0 === "until"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.population !== undefined){
if(typeof data.population !== "string"){
const err3 = {instancePath:instancePath+"/population",schemaPath:"#/properties/population/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.variables !== undefined){
let data1 = data.variables;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
const err4 = {instancePath:instancePath+"/variables/" + i0,schemaPath:"#/properties/variables/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.neurons !== undefined){
if(!(validate96(data.neurons, {instancePath:instancePath+"/neurons",parentData:data,parentDataProperty:"neurons",rootData}))){
vErrors = joined(vErrors, validate96.errors);
errors = vErrors.length;
}
}
if(data.every !== undefined){
if(typeof data.every !== "string"){
const err6 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.from !== undefined){
if(typeof data.from !== "string"){
const err7 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.until !== undefined){
if(typeof data.until !== "string"){
const err8 = {instancePath:instancePath+"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err9);
errors++;
}
validate153.errors = vErrors;
return errors === 0;
}
const validate156: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projection === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "projection"},message:"must have required property '"+"projection"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "projection") || (key0 === "variables")) || (key0 === "every")) || (key0 === "from")) || (key0 === "until")) || (key0 === "onChange"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.projection !== undefined){
if(typeof data.projection !== "string"){
const err2 = {instancePath:instancePath+"/projection",schemaPath:"#/properties/projection/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.variables !== undefined){
let data1 = data.variables;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(typeof data1[i0] !== "string"){
const err3 = {instancePath:instancePath+"/variables/" + i0,schemaPath:"#/properties/variables/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err3);
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.every !== undefined){
if(typeof data.every !== "string"){
const err5 = {instancePath:instancePath+"/every",schemaPath:"#/properties/every/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.from !== undefined){
if(typeof data.from !== "string"){
const err6 = {instancePath:instancePath+"/from",schemaPath:"#/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.until !== undefined){
if(typeof data.until !== "string"){
const err7 = {instancePath:instancePath+"/until",schemaPath:"#/properties/until/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.onChange !== undefined){
if(typeof data.onChange !== "boolean"){
const err8 = {instancePath:instancePath+"/onChange",schemaPath:"#/properties/onChange/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err8);
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err9);
errors++;
}
validate156.errors = vErrors;
return errors === 0;
}
const validate21: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
/*# sourceURL="https://spikeloom.dev/specs/network/1/network.schema.json" */;
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.format === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "format"},message:"must have required property '"+"format"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.populations === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "populations"},message:"must have required property '"+"populations"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema6.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.format !== undefined){
if("spikeloom-network" !== data.format){
const err4 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/const",keyword:"const",params:{allowedValue: "spikeloom-network"},message:"must be equal to constant"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.version !== undefined){
if(1 !== data.version){
const err5 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.about !== undefined){
if(typeof data.about !== "string"){
const err7 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.cite !== undefined){
let data4 = data.cite;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(typeof data4[i0] !== "string"){
const err8 = {instancePath:instancePath+"/cite/" + i0,schemaPath:"#/properties/cite/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/cite",schemaPath:"#/properties/cite/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.dt !== undefined){
if(typeof data.dt !== "string"){
const err10 = {instancePath:instancePath+"/dt",schemaPath:"#/properties/dt/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.duration !== undefined){
if(typeof data.duration !== "string"){
const err11 = {instancePath:instancePath+"/duration",schemaPath:"#/properties/duration/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.seed !== undefined){
let data8 = data.seed;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err12 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
(vErrors ??= []).push(err12);
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 9007199254740991 || isNaN(data8)){
const err13 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
(vErrors ??= []).push(err13);
errors++;
}
if(data8 < 0 || isNaN(data8)){
const err14 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
(vErrors ??= []).push(err14);
errors++;
}
}
}
if(data.trial !== undefined){
let data9 = data.trial;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err15 = {instancePath:instancePath+"/trial",schemaPath:"#/properties/trial/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
(vErrors ??= []).push(err15);
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 9007199254740991 || isNaN(data9)){
const err16 = {instancePath:instancePath+"/trial",schemaPath:"#/properties/trial/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
(vErrors ??= []).push(err16);
errors++;
}
if(data9 < 0 || isNaN(data9)){
const err17 = {instancePath:instancePath+"/trial",schemaPath:"#/properties/trial/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
(vErrors ??= []).push(err17);
errors++;
}
}
}
if(data.precision !== undefined){
let data10 = data.precision;
if(!((data10 === "f64") || (data10 === "f32"))){
const err18 = {instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/enum",keyword:"enum",params:{allowedValues: schema6.properties.precision.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err18);
errors++;
}
}
if(data.tier !== undefined){
let data11 = data.tier;
if(!(((data11 === "exact") || (data11 === "compact")) || (data11 === "packed"))){
const err19 = {instancePath:instancePath+"/tier",schemaPath:"#/properties/tier/enum",keyword:"enum",params:{allowedValues: schema6.properties.tier.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err19);
errors++;
}
}
if(data.convention !== undefined){
if(!(validate22(data.convention, {instancePath:instancePath+"/convention",parentData:data,parentDataProperty:"convention",rootData}))){
vErrors = joined(vErrors, validate22.errors);
errors = vErrors.length;
}
}
if(data.space !== undefined){
if(!(validate28(data.space, {instancePath:instancePath+"/space",parentData:data,parentDataProperty:"space",rootData}))){
vErrors = joined(vErrors, validate28.errors);
errors = vErrors.length;
}
}
if(data.models !== undefined){
let data14 = data.models;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key1 in data14){
const _errs26 = errors;
if(!(validate30(key1, {instancePath:instancePath+"/models",parentData:data14,parentDataProperty:"models",rootData}))){
vErrors = joined(vErrors, validate30.errors);
errors = vErrors.length;
}
var valid3 = _errs26 === errors;
if(!valid3){
const err20 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid"};
(vErrors ??= []).push(err20);
errors++;
}
}
for(const key2 in data14){
let data15 = data14[key2];
if(!(data15 && typeof data15 == "object" && !Array.isArray(data15))){
const err21 = {instancePath:instancePath+"/models/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/models/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err21);
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err22);
errors++;
}
}
if(data.populations !== undefined){
let data16 = data.populations;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key3 in data16){
const _errs32 = errors;
if(!(validate32(key3, {instancePath:instancePath+"/populations",parentData:data16,parentDataProperty:"populations",rootData}))){
vErrors = joined(vErrors, validate32.errors);
errors = vErrors.length;
}
var valid5 = _errs32 === errors;
if(!valid5){
const err23 = {instancePath:instancePath+"/populations",schemaPath:"#/properties/populations/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid"};
(vErrors ??= []).push(err23);
errors++;
}
}
for(const key4 in data16){
if(!(validate34(data16[key4], {instancePath:instancePath+"/populations/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data16,parentDataProperty:key4,rootData}))){
vErrors = joined(vErrors, validate34.errors);
errors = vErrors.length;
}
}
}
else {
const err24 = {instancePath:instancePath+"/populations",schemaPath:"#/properties/populations/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err24);
errors++;
}
}
if(data.projections !== undefined){
let data18 = data.projections;
if(Array.isArray(data18)){
const len1 = data18.length;
for(let i1=0; i1<len1; i1++){
if(!(validate95(data18[i1], {instancePath:instancePath+"/projections/" + i1,parentData:data18,parentDataProperty:i1,rootData}))){
vErrors = joined(vErrors, validate95.errors);
errors = vErrors.length;
}
}
}
else {
const err25 = {instancePath:instancePath+"/projections",schemaPath:"#/properties/projections/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err25);
errors++;
}
}
if(data.stimuli !== undefined){
let data20 = data.stimuli;
if(Array.isArray(data20)){
const len2 = data20.length;
for(let i2=0; i2<len2; i2++){
if(!(validate122(data20[i2], {instancePath:instancePath+"/stimuli/" + i2,parentData:data20,parentDataProperty:i2,rootData}))){
vErrors = joined(vErrors, validate122.errors);
errors = vErrors.length;
}
}
}
else {
const err26 = {instancePath:instancePath+"/stimuli",schemaPath:"#/properties/stimuli/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err26);
errors++;
}
}
if(data.record !== undefined){
let data22 = data.record;
if(Array.isArray(data22)){
const len3 = data22.length;
for(let i3=0; i3<len3; i3++){
if(!(validate153(data22[i3], {instancePath:instancePath+"/record/" + i3,parentData:data22,parentDataProperty:i3,rootData}))){
vErrors = joined(vErrors, validate153.errors);
errors = vErrors.length;
}
}
}
else {
const err27 = {instancePath:instancePath+"/record",schemaPath:"#/properties/record/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err27);
errors++;
}
}
if(data.recordSynapses !== undefined){
let data24 = data.recordSynapses;
if(Array.isArray(data24)){
const len4 = data24.length;
for(let i4=0; i4<len4; i4++){
if(!(validate156(data24[i4], {instancePath:instancePath+"/recordSynapses/" + i4,parentData:data24,parentDataProperty:i4,rootData}))){
vErrors = joined(vErrors, validate156.errors);
errors = vErrors.length;
}
}
}
else {
const err28 = {instancePath:instancePath+"/recordSynapses",schemaPath:"#/properties/recordSynapses/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err28);
errors++;
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err29);
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

/** Check the shape of a value; the faults of the last one are left in `errors`. */
export const validateNetwork: ((value: unknown) => boolean) & { errors?: unknown } = validate21;
