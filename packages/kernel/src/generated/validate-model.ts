// Generated from specs/model/1/model.schema.json by tools/build-schemas.ts: change the schema instead.

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

const schema6: any = {"$id":"https://spikeloom.dev/specs/model/1/model.schema.json","type":"object","properties":{"kind":{"enum":["neuron","synapse","plasticity"]}},"required":["kind"],"allOf":[{"if":{"properties":{"kind":{"const":"neuron"}},"required":["kind"]},"then":{"$ref":"#/$defs/neuron"}},{"if":{"properties":{"kind":{"const":"synapse"}},"required":["kind"]},"then":{"$ref":"#/$defs/synapse"}},{"if":{"properties":{"kind":{"const":"plasticity"}},"required":["kind"]},"then":{"$ref":"#/$defs/plasticity"}}],"$defs":{"neuron":{"type":"object","properties":{"kind":{"const":"neuron"},"contract":{"const":1},"name":{"$ref":"#/$defs/modelName"},"about":{"type":"string","pattern":"\\S"},"cite":{"$ref":"#/$defs/citations"},"requires":{"$ref":"#/$defs/requirements"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/parameter"}},"receptors":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/receptor"}},"inputs":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/input"}},"outputs":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/output"}},"state":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/state"}},"expressions":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/namedExpression"}},"dynamics":{"$ref":"#/$defs/assignments"},"step":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/assignments"}},"spike":{"$ref":"#/$defs/spike"},"events":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/event"}},"regimes":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/regime"},"minProperties":1},"source":{"$ref":"#/$defs/source"},"integrator":{"$ref":"#/$defs/pinnedIntegrator"}},"required":["kind","contract","name","about","parameters"],"additionalProperties":false},"synapse":{"type":"object","properties":{"kind":{"const":"synapse"},"contract":{"const":1},"name":{"$ref":"#/$defs/modelName"},"about":{"type":"string","pattern":"\\S"},"cite":{"$ref":"#/$defs/citations"},"requires":{"$ref":"#/$defs/requirements"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/parameter"}},"weightUnit":{"$ref":"#/$defs/unit"},"reads":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/read"}},"state":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/state"}},"expressions":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/namedExpression"}},"dynamics":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/synapseDynamics"}},"on":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/assignments"}},"deliver":{"$ref":"#/$defs/expression"},"per":{"enum":["synapse","source"]},"coupling":{"type":"array","items":{"$ref":"#/$defs/coupling"}}},"required":["kind","contract","name","about","parameters"],"additionalProperties":false},"plasticity":{"type":"object","properties":{"kind":{"const":"plasticity"},"contract":{"const":1},"name":{"$ref":"#/$defs/modelName"},"about":{"type":"string","pattern":"\\S"},"cite":{"$ref":"#/$defs/citations"},"requires":{"$ref":"#/$defs/requirements"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/parameter"}},"weightUnit":{"$ref":"#/$defs/unit"},"traces":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/trace"}},"state":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/state"}},"expressions":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/namedExpression"}},"dynamics":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/synapseDynamics"}},"modulators":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/modulator"}},"reads":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/read"}},"on":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/assignments"}},"bounds":{"$ref":"#/$defs/bounds"},"structure":{"$ref":"#/$defs/structure"}},"required":["kind","contract","name","about","parameters","on"],"additionalProperties":false},"name":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9_]{0,63}$"},"modelName":{"type":"string","pattern":"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},"expression":{"type":"string","pattern":"\\S"},"quantity":{"type":["string","number"],"pattern":"\\S"},"unit":{"type":"string","pattern":"\\S"},"citations":{"type":"array","items":{"type":"string","pattern":"^(doi:10\\.|isbn:|https?://)"}},"requirements":{"type":"array","items":{"type":"string","pattern":"\\S"}},"numberType":{"enum":["float","integer","boolean"]},"assignments":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/expression"}},"parameter":{"type":"object","properties":{"default":{"$ref":"#/$defs/quantity"},"about":{"type":"string","pattern":"\\S"},"min":{"$ref":"#/$defs/quantity"},"max":{"$ref":"#/$defs/quantity"},"exclusive":{"type":"boolean"},"type":{"$ref":"#/$defs/numberType"}},"required":["default","about"],"additionalProperties":false},"state":{"type":"object","properties":{"initial":{"$ref":"#/$defs/quantity"},"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"},"type":{"$ref":"#/$defs/numberType"},"bits":{"type":"integer","minimum":1,"maximum":53},"signed":{"type":"boolean"},"overflow":{"enum":["saturate","wrap"]},"shared":{"type":"boolean"}},"required":["initial","unit","about"],"additionalProperties":false},"namedExpression":{"type":"object","properties":{"value":{"$ref":"#/$defs/expression"},"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"},"constantOverStep":{"type":"boolean"},"type":{"$ref":"#/$defs/numberType"},"shared":{"type":"boolean"}},"required":["value","unit","about"],"additionalProperties":false},"read":{"type":"object","properties":{"of":{"enum":["pre","post"]},"variable":{"$ref":"#/$defs/name"},"unit":{"$ref":"#/$defs/unit"}},"required":["of","variable","unit"],"additionalProperties":false},"receptor":{"type":"object","properties":{"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"},"on":{"$ref":"#/$defs/assignments"},"sign":{"enum":["positive","negative"]}},"required":["unit","about","on"],"additionalProperties":false},"input":{"type":"object","properties":{"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"}},"required":["unit","about"],"additionalProperties":false},"output":{"type":"object","properties":{"value":{"$ref":"#/$defs/expression"},"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"}},"required":["value","unit","about"],"additionalProperties":false},"refractory":{"type":"object","properties":{"for":{"type":"string","pattern":"\\S"},"steps":{"type":"string","pattern":"\\S"},"while":{"type":"string","pattern":"\\S"},"evaluate":{"enum":["at-spike","each-step"]},"hold":{"type":"array","items":{"$ref":"#/$defs/name"}},"clamp":{"$ref":"#/$defs/assignments"},"subStep":{"type":"boolean"}},"required":[],"additionalProperties":false},"spike":{"type":"object","properties":{"when":{"type":"string","pattern":"\\S"},"edge":{"enum":["level","rising"]},"within":{"type":"boolean"},"rate":{"type":"string","pattern":"\\S"},"count":{"type":"string","pattern":"\\S"},"offset":{"type":"string","pattern":"\\S"},"reset":{"$ref":"#/$defs/assignments"},"refractory":{"$ref":"#/$defs/refractory"}},"required":[],"additionalProperties":false},"event":{"type":"object","properties":{"when":{"type":"string","pattern":"\\S"},"do":{"$ref":"#/$defs/assignments"},"about":{"type":"string","pattern":"\\S"}},"required":["about"],"additionalProperties":false},"transition":{"type":"object","properties":{"when":{"type":"string","pattern":"\\S"},"on":{"$ref":"#/$defs/name"},"to":{"$ref":"#/$defs/name"},"do":{"$ref":"#/$defs/assignments"},"emit":{"type":"array","items":{"$ref":"#/$defs/name"}}},"required":[],"additionalProperties":false},"regime":{"type":"object","properties":{"initial":{"type":"boolean"},"dynamics":{"$ref":"#/$defs/assignments"},"onEntry":{"$ref":"#/$defs/assignments"},"transitions":{"type":"array","items":{"$ref":"#/$defs/transition"}}},"required":["transitions"],"additionalProperties":false},"timesSource":{"type":"object","properties":{"process":{"const":"times"},"times":{"$ref":"#/$defs/name"}},"required":["process","times"],"additionalProperties":false},"renewalSource":{"type":"object","properties":{"process":{"const":"renewal"},"interval":{"$ref":"#/$defs/expression"},"changes":{"type":"array","items":{"type":"string","pattern":"\\S"}},"start":{"type":"string","pattern":"\\S"},"stop":{"type":"string","pattern":"\\S"}},"required":["process","interval"],"additionalProperties":false},"poissonSource":{"type":"object","properties":{"process":{"const":"poisson"},"rate":{"$ref":"#/$defs/expression"},"bound":{"$ref":"#/$defs/expression"},"start":{"type":"string","pattern":"\\S"},"stop":{"type":"string","pattern":"\\S"}},"required":["process","rate","bound"],"additionalProperties":false},"source":{"type":"object","properties":{"process":{"enum":["times","renewal","poisson"]}},"required":["process"],"allOf":[{"if":{"properties":{"process":{"const":"times"}},"required":["process"]},"then":{"$ref":"#/$defs/timesSource"}},{"if":{"properties":{"process":{"const":"renewal"}},"required":["process"]},"then":{"$ref":"#/$defs/renewalSource"}},{"if":{"properties":{"process":{"const":"poisson"}},"required":["process"]},"then":{"$ref":"#/$defs/poissonSource"}}]},"pinnedIntegrator":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S"},"subSteps":{"type":"integer","minimum":1},"dt":{"type":"string","pattern":"\\S"}},"required":[],"additionalProperties":false},"synapseDynamics":{"type":"object","properties":{"derivative":{"$ref":"#/$defs/expression"},"when":{"enum":["event","step"]}},"required":["derivative","when"],"additionalProperties":false},"coupling":{"type":"object","properties":{"into":{"$ref":"#/$defs/name"},"value":{"$ref":"#/$defs/expression"},"unit":{"$ref":"#/$defs/unit"}},"required":["into","value","unit"],"additionalProperties":false},"trace":{"type":"object","properties":{"of":{"enum":["pre","post","global"]},"decay":{"$ref":"#/$defs/expression"},"input":{"$ref":"#/$defs/expression"},"initial":{"$ref":"#/$defs/quantity"},"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"}},"required":["of","decay"],"additionalProperties":false},"modulator":{"type":"object","properties":{"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"}},"required":["unit","about"],"additionalProperties":false},"weightBounds":{"type":"object","properties":{"min":{"$ref":"#/$defs/expression"},"max":{"$ref":"#/$defs/expression"}},"required":[],"additionalProperties":false},"bounds":{"type":"object","properties":{"weight":{"$ref":"#/$defs/weightBounds"}},"required":[],"additionalProperties":false},"structure":{"type":"object","properties":{"every":{"$ref":"#/$defs/expression"},"remove":{"$ref":"#/$defs/expression"},"add":{"$ref":"#/$defs/expression"},"initial":{"$ref":"#/$defs/assignments"}},"required":["every"],"additionalProperties":false}}};
const schema7: any = {"type":"object","properties":{"kind":{"const":"neuron"},"contract":{"const":1},"name":{"$ref":"#/$defs/modelName"},"about":{"type":"string","pattern":"\\S"},"cite":{"$ref":"#/$defs/citations"},"requires":{"$ref":"#/$defs/requirements"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/parameter"}},"receptors":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/receptor"}},"inputs":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/input"}},"outputs":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/output"}},"state":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/state"}},"expressions":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/namedExpression"}},"dynamics":{"$ref":"#/$defs/assignments"},"step":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/assignments"}},"spike":{"$ref":"#/$defs/spike"},"events":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/event"}},"regimes":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/regime"},"minProperties":1},"source":{"$ref":"#/$defs/source"},"integrator":{"$ref":"#/$defs/pinnedIntegrator"}},"required":["kind","contract","name","about","parameters"],"additionalProperties":false};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "u");
const validate23: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},message:"must match pattern \""+"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
const pattern2 = new RegExp("^(doi:10\\.|isbn:|https?://)", "u");
const validate25: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/pattern",keyword:"pattern",params:{pattern: "^(doi:10\\.|isbn:|https?://)"},message:"must match pattern \""+"^(doi:10\\.|isbn:|https?://)"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err2);
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}
const pattern1 = new RegExp("\\S", "u");
const validate27: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err2);
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}
const pattern4 = new RegExp("^[A-Za-z][A-Za-z0-9_]{0,63}$", "u");
const validate29: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern4.test(data)){
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
validate29.errors = vErrors;
return errors === 0;
}
const schema13: any = {"type":["string","number"],"pattern":"\\S"};
const validate32: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if((typeof data !== "string") && (!((typeof data == "number") && (isFinite(data))))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema13.type},message:"must be string,number"};
(vErrors ??= []).push(err0);
errors++;
}
if(typeof data === "string"){
if(!pattern1.test(data)){
const err1 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err1);
errors++;
}
}
validate32.errors = vErrors;
return errors === 0;
}
const schema14: any = {"enum":["float","integer","boolean"]};
const validate36: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(!(((data === "float") || (data === "integer")) || (data === "boolean"))){
const err0 = {instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema14.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err0);
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
const validate31: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.default === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "default"},message:"must have required property '"+"default"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.about === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "default") || (key0 === "about")) || (key0 === "min")) || (key0 === "max")) || (key0 === "exclusive")) || (key0 === "type"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.default !== undefined){
if(!(validate32(data.default, {instancePath:instancePath+"/default",parentData:data,parentDataProperty:"default",rootData}))){
vErrors = joined(vErrors, validate32.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data1 = data.about;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err3 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.min !== undefined){
if(!(validate32(data.min, {instancePath:instancePath+"/min",parentData:data,parentDataProperty:"min",rootData}))){
vErrors = joined(vErrors, validate32.errors);
errors = vErrors.length;
}
}
if(data.max !== undefined){
if(!(validate32(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData}))){
vErrors = joined(vErrors, validate32.errors);
errors = vErrors.length;
}
}
if(data.exclusive !== undefined){
if(typeof data.exclusive !== "boolean"){
const err5 = {instancePath:instancePath+"/exclusive",schemaPath:"#/properties/exclusive/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.type !== undefined){
if(!(validate36(data.type, {instancePath:instancePath+"/type",parentData:data,parentDataProperty:"type",rootData}))){
vErrors = joined(vErrors, validate36.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err6);
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}
const schema15: any = {"type":"object","properties":{"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"},"on":{"$ref":"#/$defs/assignments"},"sign":{"enum":["positive","negative"]}},"required":["unit","about","on"],"additionalProperties":false};
const validate41: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
validate41.errors = vErrors;
return errors === 0;
}
const validate45: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err1);
errors++;
}
validate45.errors = vErrors;
return errors === 0;
}
const validate43: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate29(key0, {instancePath,parentData:data,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate29.errors);
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
if(!(validate45(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err1);
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}
const validate40: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.unit === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.about === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.on === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "on"},message:"must have required property '"+"on"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!((((key0 === "unit") || (key0 === "about")) || (key0 === "on")) || (key0 === "sign"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data1 = data.about;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.on !== undefined){
if(!(validate43(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.sign !== undefined){
let data3 = data.sign;
if(!((data3 === "positive") || (data3 === "negative"))){
const err6 = {instancePath:instancePath+"/sign",schemaPath:"#/properties/sign/enum",keyword:"enum",params:{allowedValues: schema15.properties.sign.enum},message:"must be equal to one of the allowed values"};
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
validate40.errors = vErrors;
return errors === 0;
}
const validate50: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.unit === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.about === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "unit") || (key0 === "about"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data1 = data.about;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err3 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate50.errors = vErrors;
return errors === 0;
}
const validate54: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.value === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.unit === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.about === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((key0 === "value") || (key0 === "unit")) || (key0 === "about"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.value !== undefined){
if(!(validate45(data.value, {instancePath:instancePath+"/value",parentData:data,parentDataProperty:"value",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data2 = data.about;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate54.errors = vErrors;
return errors === 0;
}
const schema21: any = {"type":"object","properties":{"initial":{"$ref":"#/$defs/quantity"},"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"},"type":{"$ref":"#/$defs/numberType"},"bits":{"type":"integer","minimum":1,"maximum":53},"signed":{"type":"boolean"},"overflow":{"enum":["saturate","wrap"]},"shared":{"type":"boolean"}},"required":["initial","unit","about"],"additionalProperties":false};
const validate59: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.initial === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "initial"},message:"must have required property '"+"initial"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.unit === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.about === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "initial") || (key0 === "unit")) || (key0 === "about")) || (key0 === "type")) || (key0 === "bits")) || (key0 === "signed")) || (key0 === "overflow")) || (key0 === "shared"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.initial !== undefined){
if(!(validate32(data.initial, {instancePath:instancePath+"/initial",parentData:data,parentDataProperty:"initial",rootData}))){
vErrors = joined(vErrors, validate32.errors);
errors = vErrors.length;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data2 = data.about;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.type !== undefined){
if(!(validate36(data.type, {instancePath:instancePath+"/type",parentData:data,parentDataProperty:"type",rootData}))){
vErrors = joined(vErrors, validate36.errors);
errors = vErrors.length;
}
}
if(data.bits !== undefined){
let data4 = data.bits;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err6 = {instancePath:instancePath+"/bits",schemaPath:"#/properties/bits/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
(vErrors ??= []).push(err6);
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 53 || isNaN(data4)){
const err7 = {instancePath:instancePath+"/bits",schemaPath:"#/properties/bits/maximum",keyword:"maximum",params:{comparison: "<=", limit: 53},message:"must be <= 53"};
(vErrors ??= []).push(err7);
errors++;
}
if(data4 < 1 || isNaN(data4)){
const err8 = {instancePath:instancePath+"/bits",schemaPath:"#/properties/bits/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
(vErrors ??= []).push(err8);
errors++;
}
}
}
if(data.signed !== undefined){
if(typeof data.signed !== "boolean"){
const err9 = {instancePath:instancePath+"/signed",schemaPath:"#/properties/signed/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.overflow !== undefined){
let data6 = data.overflow;
if(!((data6 === "saturate") || (data6 === "wrap"))){
const err10 = {instancePath:instancePath+"/overflow",schemaPath:"#/properties/overflow/enum",keyword:"enum",params:{allowedValues: schema21.properties.overflow.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.shared !== undefined){
if(typeof data.shared !== "boolean"){
const err11 = {instancePath:instancePath+"/shared",schemaPath:"#/properties/shared/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
validate59.errors = vErrors;
return errors === 0;
}
const validate65: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.value === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.unit === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.about === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "value") || (key0 === "unit")) || (key0 === "about")) || (key0 === "constantOverStep")) || (key0 === "type")) || (key0 === "shared"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.value !== undefined){
if(!(validate45(data.value, {instancePath:instancePath+"/value",parentData:data,parentDataProperty:"value",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data2 = data.about;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.constantOverStep !== undefined){
if(typeof data.constantOverStep !== "boolean"){
const err6 = {instancePath:instancePath+"/constantOverStep",schemaPath:"#/properties/constantOverStep/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.type !== undefined){
if(!(validate36(data.type, {instancePath:instancePath+"/type",parentData:data,parentDataProperty:"type",rootData}))){
vErrors = joined(vErrors, validate36.errors);
errors = vErrors.length;
}
}
if(data.shared !== undefined){
if(typeof data.shared !== "boolean"){
const err7 = {instancePath:instancePath+"/shared",schemaPath:"#/properties/shared/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err7);
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err8);
errors++;
}
validate65.errors = vErrors;
return errors === 0;
}
const schema23: any = {"type":"object","properties":{"when":{"type":"string","pattern":"\\S"},"edge":{"enum":["level","rising"]},"within":{"type":"boolean"},"rate":{"type":"string","pattern":"\\S"},"count":{"type":"string","pattern":"\\S"},"offset":{"type":"string","pattern":"\\S"},"reset":{"$ref":"#/$defs/assignments"},"refractory":{"$ref":"#/$defs/refractory"}},"required":[],"additionalProperties":false};
const schema24: any = {"type":"object","properties":{"for":{"type":"string","pattern":"\\S"},"steps":{"type":"string","pattern":"\\S"},"while":{"type":"string","pattern":"\\S"},"evaluate":{"enum":["at-spike","each-step"]},"hold":{"type":"array","items":{"$ref":"#/$defs/name"}},"clamp":{"$ref":"#/$defs/assignments"},"subStep":{"type":"boolean"}},"required":[],"additionalProperties":false};
const validate74: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "for") || (key0 === "steps")) || (key0 === "while")) || (key0 === "evaluate")) || (key0 === "hold")) || (key0 === "clamp")) || (key0 === "subStep"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.for !== undefined){
let data0 = data.for;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err1 = {instancePath:instancePath+"/for",schemaPath:"#/properties/for/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err1);
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/for",schemaPath:"#/properties/for/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.steps !== undefined){
let data1 = data.steps;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err3 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.while !== undefined){
let data2 = data.while;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err5 = {instancePath:instancePath+"/while",schemaPath:"#/properties/while/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err5);
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/while",schemaPath:"#/properties/while/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.evaluate !== undefined){
let data3 = data.evaluate;
if(!((data3 === "at-spike") || (data3 === "each-step"))){
const err7 = {instancePath:instancePath+"/evaluate",schemaPath:"#/properties/evaluate/enum",keyword:"enum",params:{allowedValues: schema24.properties.evaluate.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.hold !== undefined){
let data4 = data.hold;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate29(data4[i0], {instancePath:instancePath+"/hold/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/hold",schemaPath:"#/properties/hold/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.clamp !== undefined){
if(!(validate43(data.clamp, {instancePath:instancePath+"/clamp",parentData:data,parentDataProperty:"clamp",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.subStep !== undefined){
if(typeof data.subStep !== "boolean"){
const err9 = {instancePath:instancePath+"/subStep",schemaPath:"#/properties/subStep/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
validate74.errors = vErrors;
return errors === 0;
}
const validate72: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((((key0 === "when") || (key0 === "edge")) || (key0 === "within")) || (key0 === "rate")) || (key0 === "count")) || (key0 === "offset")) || (key0 === "reset")) || (key0 === "refractory"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.when !== undefined){
let data0 = data.when;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err1 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err1);
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.edge !== undefined){
let data1 = data.edge;
if(!((data1 === "level") || (data1 === "rising"))){
const err3 = {instancePath:instancePath+"/edge",schemaPath:"#/properties/edge/enum",keyword:"enum",params:{allowedValues: schema23.properties.edge.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.within !== undefined){
if(typeof data.within !== "boolean"){
const err4 = {instancePath:instancePath+"/within",schemaPath:"#/properties/within/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.rate !== undefined){
let data3 = data.rate;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err5 = {instancePath:instancePath+"/rate",schemaPath:"#/properties/rate/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err5);
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/rate",schemaPath:"#/properties/rate/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.count !== undefined){
let data4 = data.count;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err7 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err7);
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.offset !== undefined){
let data5 = data.offset;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err9 = {instancePath:instancePath+"/offset",schemaPath:"#/properties/offset/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err9);
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/offset",schemaPath:"#/properties/offset/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.reset !== undefined){
if(!(validate43(data.reset, {instancePath:instancePath+"/reset",parentData:data,parentDataProperty:"reset",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.refractory !== undefined){
if(!(validate74(data.refractory, {instancePath:instancePath+"/refractory",parentData:data,parentDataProperty:"refractory",rootData}))){
vErrors = joined(vErrors, validate74.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err11);
errors++;
}
validate72.errors = vErrors;
return errors === 0;
}
const validate80: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.about === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(((key0 === "when") || (key0 === "do")) || (key0 === "about"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.when !== undefined){
let data0 = data.when;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err2);
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.do !== undefined){
if(!(validate43(data.do, {instancePath:instancePath+"/do",parentData:data,parentDataProperty:"do",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data2 = data.about;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate80.errors = vErrors;
return errors === 0;
}
const validate87: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "when") || (key0 === "on")) || (key0 === "to")) || (key0 === "do")) || (key0 === "emit"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.when !== undefined){
let data0 = data.when;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err1 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err1);
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.on !== undefined){
if(!(validate29(data.on, {instancePath:instancePath+"/on",parentData:data,parentDataProperty:"on",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
if(data.to !== undefined){
if(!(validate29(data.to, {instancePath:instancePath+"/to",parentData:data,parentDataProperty:"to",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
if(data.do !== undefined){
if(!(validate43(data.do, {instancePath:instancePath+"/do",parentData:data,parentDataProperty:"do",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.emit !== undefined){
let data4 = data.emit;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate29(data4[i0], {instancePath:instancePath+"/emit/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/emit",schemaPath:"#/properties/emit/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
validate87.errors = vErrors;
return errors === 0;
}
const validate84: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.transitions === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "transitions"},message:"must have required property '"+"transitions"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((key0 === "initial") || (key0 === "dynamics")) || (key0 === "onEntry")) || (key0 === "transitions"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.initial !== undefined){
if(typeof data.initial !== "boolean"){
const err2 = {instancePath:instancePath+"/initial",schemaPath:"#/properties/initial/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.dynamics !== undefined){
if(!(validate43(data.dynamics, {instancePath:instancePath+"/dynamics",parentData:data,parentDataProperty:"dynamics",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.onEntry !== undefined){
if(!(validate43(data.onEntry, {instancePath:instancePath+"/onEntry",parentData:data,parentDataProperty:"onEntry",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.transitions !== undefined){
let data3 = data.transitions;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate87(data3[i0], {instancePath:instancePath+"/transitions/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate87.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/transitions",schemaPath:"#/properties/transitions/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
validate84.errors = vErrors;
return errors === 0;
}
const schema28: any = {"type":"object","properties":{"process":{"enum":["times","renewal","poisson"]}},"required":["process"],"allOf":[{"if":{"properties":{"process":{"const":"times"}},"required":["process"]},"then":{"$ref":"#/$defs/timesSource"}},{"if":{"properties":{"process":{"const":"renewal"}},"required":["process"]},"then":{"$ref":"#/$defs/renewalSource"}},{"if":{"properties":{"process":{"const":"poisson"}},"required":["process"]},"then":{"$ref":"#/$defs/poissonSource"}}]};
const validate95: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.process === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "process"},message:"must have required property '"+"process"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.times === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "times"},message:"must have required property '"+"times"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "process") || (key0 === "times"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.process !== undefined){
if("times" !== data.process){
const err3 = {instancePath:instancePath+"/process",schemaPath:"#/properties/process/const",keyword:"const",params:{allowedValue: "times"},message:"must be equal to constant"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.times !== undefined){
if(!(validate29(data.times, {instancePath:instancePath+"/times",parentData:data,parentDataProperty:"times",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err4);
errors++;
}
validate95.errors = vErrors;
return errors === 0;
}
const validate98: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.process === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "process"},message:"must have required property '"+"process"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.interval === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "interval"},message:"must have required property '"+"interval"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "process") || (key0 === "interval")) || (key0 === "changes")) || (key0 === "start")) || (key0 === "stop"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.process !== undefined){
if("renewal" !== data.process){
const err3 = {instancePath:instancePath+"/process",schemaPath:"#/properties/process/const",keyword:"const",params:{allowedValue: "renewal"},message:"must be equal to constant"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.interval !== undefined){
if(!(validate45(data.interval, {instancePath:instancePath+"/interval",parentData:data,parentDataProperty:"interval",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.changes !== undefined){
let data2 = data.changes;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err4 = {instancePath:instancePath+"/changes/" + i0,schemaPath:"#/properties/changes/items/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/changes/" + i0,schemaPath:"#/properties/changes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err5);
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/changes",schemaPath:"#/properties/changes/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.start !== undefined){
let data4 = data.start;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err7 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err7);
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.stop !== undefined){
let data5 = data.stop;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err9 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err9);
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate98.errors = vErrors;
return errors === 0;
}
const validate101: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.process === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "process"},message:"must have required property '"+"process"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.rate === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rate"},message:"must have required property '"+"rate"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.bound === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "bound"},message:"must have required property '"+"bound"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "process") || (key0 === "rate")) || (key0 === "bound")) || (key0 === "start")) || (key0 === "stop"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.process !== undefined){
if("poisson" !== data.process){
const err4 = {instancePath:instancePath+"/process",schemaPath:"#/properties/process/const",keyword:"const",params:{allowedValue: "poisson"},message:"must be equal to constant"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.rate !== undefined){
if(!(validate45(data.rate, {instancePath:instancePath+"/rate",parentData:data,parentDataProperty:"rate",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.bound !== undefined){
if(!(validate45(data.bound, {instancePath:instancePath+"/bound",parentData:data,parentDataProperty:"bound",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.start !== undefined){
let data3 = data.start;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err5 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err5);
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/start",schemaPath:"#/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.stop !== undefined){
let data4 = data.stop;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err7 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err7);
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/stop",schemaPath:"#/properties/stop/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate101.errors = vErrors;
return errors === 0;
}
const validate94: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.process === undefined) && (missing0 = "process")){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
else {
if(data.process !== undefined){
if("times" !== data.process){
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
if(!(validate95(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate95.errors);
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
if((data.process === undefined) && (missing1 = "process")){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
else {
if(data.process !== undefined){
if("renewal" !== data.process){
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
if(!(validate98(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate98.errors);
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
if((data.process === undefined) && (missing2 = "process")){
const err6 = {};
(vErrors ??= []).push(err6);
errors++;
}
else {
if(data.process !== undefined){
if("poisson" !== data.process){
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
if(!(validate101(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate101.errors);
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
if(data.process === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "process"},message:"must have required property '"+"process"+"'"};
(vErrors ??= []).push(err9);
errors++;
}
if(data.process !== undefined){
let data3 = data.process;
if(!(((data3 === "times") || (data3 === "renewal")) || (data3 === "poisson"))){
const err10 = {instancePath:instancePath+"/process",schemaPath:"#/properties/process/enum",keyword:"enum",params:{allowedValues: schema28.properties.process.enum},message:"must be equal to one of the allowed values"};
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
validate94.errors = vErrors;
return errors === 0;
}
const validate106: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "name") || (key0 === "subSteps")) || (key0 === "dt"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err1);
errors++;
}
}
else {
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
if(data1 < 1 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/subSteps",schemaPath:"#/properties/subSteps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
(vErrors ??= []).push(err4);
errors++;
}
}
}
if(data.dt !== undefined){
let data2 = data.dt;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err5 = {instancePath:instancePath+"/dt",schemaPath:"#/properties/dt/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err5);
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/dt",schemaPath:"#/properties/dt/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate106.errors = vErrors;
return errors === 0;
}
const validate22: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.contract === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contract"},message:"must have required property '"+"contract"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.about === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
if(data.parameters === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parameters"},message:"must have required property '"+"parameters"+"'"};
(vErrors ??= []).push(err4);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema7.properties, key0))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.kind !== undefined){
if("neuron" !== data.kind){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "neuron"},message:"must be equal to constant"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.contract !== undefined){
if(1 !== data.contract){
const err7 = {instancePath:instancePath+"/contract",schemaPath:"#/properties/contract/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.name !== undefined){
if(!(validate23(data.name, {instancePath:instancePath+"/name",parentData:data,parentDataProperty:"name",rootData}))){
vErrors = joined(vErrors, validate23.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data3 = data.about;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err8 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err8);
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.cite !== undefined){
if(!(validate25(data.cite, {instancePath:instancePath+"/cite",parentData:data,parentDataProperty:"cite",rootData}))){
vErrors = joined(vErrors, validate25.errors);
errors = vErrors.length;
}
}
if(data.requires !== undefined){
if(!(validate27(data.requires, {instancePath:instancePath+"/requires",parentData:data,parentDataProperty:"requires",rootData}))){
vErrors = joined(vErrors, validate27.errors);
errors = vErrors.length;
}
}
if(data.parameters !== undefined){
let data6 = data.parameters;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
const _errs11 = errors;
if(!(validate29(key1, {instancePath:instancePath+"/parameters",parentData:data6,parentDataProperty:"parameters",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs11 === errors;
if(!valid1){
const err10 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid"};
(vErrors ??= []).push(err10);
errors++;
}
}
for(const key2 in data6){
if(!(validate31(data6[key2], {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data6,parentDataProperty:key2,rootData}))){
vErrors = joined(vErrors, validate31.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.receptors !== undefined){
let data8 = data.receptors;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key3 in data8){
const _errs16 = errors;
if(!(validate29(key3, {instancePath:instancePath+"/receptors",parentData:data8,parentDataProperty:"receptors",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid3 = _errs16 === errors;
if(!valid3){
const err12 = {instancePath:instancePath+"/receptors",schemaPath:"#/properties/receptors/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid"};
(vErrors ??= []).push(err12);
errors++;
}
}
for(const key4 in data8){
if(!(validate40(data8[key4], {instancePath:instancePath+"/receptors/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key4,rootData}))){
vErrors = joined(vErrors, validate40.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/receptors",schemaPath:"#/properties/receptors/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err13);
errors++;
}
}
if(data.inputs !== undefined){
let data10 = data.inputs;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key5 in data10){
const _errs21 = errors;
if(!(validate29(key5, {instancePath:instancePath+"/inputs",parentData:data10,parentDataProperty:"inputs",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid5 = _errs21 === errors;
if(!valid5){
const err14 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/propertyNames",keyword:"propertyNames",params:{propertyName: key5},message:"property name must be valid"};
(vErrors ??= []).push(err14);
errors++;
}
}
for(const key6 in data10){
if(!(validate50(data10[key6], {instancePath:instancePath+"/inputs/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data10,parentDataProperty:key6,rootData}))){
vErrors = joined(vErrors, validate50.errors);
errors = vErrors.length;
}
}
}
else {
const err15 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err15);
errors++;
}
}
if(data.outputs !== undefined){
let data12 = data.outputs;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key7 in data12){
const _errs26 = errors;
if(!(validate29(key7, {instancePath:instancePath+"/outputs",parentData:data12,parentDataProperty:"outputs",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid7 = _errs26 === errors;
if(!valid7){
const err16 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid"};
(vErrors ??= []).push(err16);
errors++;
}
}
for(const key8 in data12){
if(!(validate54(data12[key8], {instancePath:instancePath+"/outputs/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data12,parentDataProperty:key8,rootData}))){
vErrors = joined(vErrors, validate54.errors);
errors = vErrors.length;
}
}
}
else {
const err17 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err17);
errors++;
}
}
if(data.state !== undefined){
let data14 = data.state;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key9 in data14){
const _errs31 = errors;
if(!(validate29(key9, {instancePath:instancePath+"/state",parentData:data14,parentDataProperty:"state",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid9 = _errs31 === errors;
if(!valid9){
const err18 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid"};
(vErrors ??= []).push(err18);
errors++;
}
}
for(const key10 in data14){
if(!(validate59(data14[key10], {instancePath:instancePath+"/state/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data14,parentDataProperty:key10,rootData}))){
vErrors = joined(vErrors, validate59.errors);
errors = vErrors.length;
}
}
}
else {
const err19 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err19);
errors++;
}
}
if(data.expressions !== undefined){
let data16 = data.expressions;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key11 in data16){
const _errs36 = errors;
if(!(validate29(key11, {instancePath:instancePath+"/expressions",parentData:data16,parentDataProperty:"expressions",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid11 = _errs36 === errors;
if(!valid11){
const err20 = {instancePath:instancePath+"/expressions",schemaPath:"#/properties/expressions/propertyNames",keyword:"propertyNames",params:{propertyName: key11},message:"property name must be valid"};
(vErrors ??= []).push(err20);
errors++;
}
}
for(const key12 in data16){
if(!(validate65(data16[key12], {instancePath:instancePath+"/expressions/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data16,parentDataProperty:key12,rootData}))){
vErrors = joined(vErrors, validate65.errors);
errors = vErrors.length;
}
}
}
else {
const err21 = {instancePath:instancePath+"/expressions",schemaPath:"#/properties/expressions/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err21);
errors++;
}
}
if(data.dynamics !== undefined){
if(!(validate43(data.dynamics, {instancePath:instancePath+"/dynamics",parentData:data,parentDataProperty:"dynamics",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
if(data.step !== undefined){
let data19 = data.step;
if(Array.isArray(data19)){
if(data19.length < 1){
const err22 = {instancePath:instancePath+"/step",schemaPath:"#/properties/step/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
(vErrors ??= []).push(err22);
errors++;
}
const len0 = data19.length;
for(let i0=0; i0<len0; i0++){
if(!(validate43(data19[i0], {instancePath:instancePath+"/step/" + i0,parentData:data19,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err23 = {instancePath:instancePath+"/step",schemaPath:"#/properties/step/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err23);
errors++;
}
}
if(data.spike !== undefined){
if(!(validate72(data.spike, {instancePath:instancePath+"/spike",parentData:data,parentDataProperty:"spike",rootData}))){
vErrors = joined(vErrors, validate72.errors);
errors = vErrors.length;
}
}
if(data.events !== undefined){
let data22 = data.events;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
for(const key13 in data22){
const _errs46 = errors;
if(!(validate29(key13, {instancePath:instancePath+"/events",parentData:data22,parentDataProperty:"events",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid15 = _errs46 === errors;
if(!valid15){
const err24 = {instancePath:instancePath+"/events",schemaPath:"#/properties/events/propertyNames",keyword:"propertyNames",params:{propertyName: key13},message:"property name must be valid"};
(vErrors ??= []).push(err24);
errors++;
}
}
for(const key14 in data22){
if(!(validate80(data22[key14], {instancePath:instancePath+"/events/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data22,parentDataProperty:key14,rootData}))){
vErrors = joined(vErrors, validate80.errors);
errors = vErrors.length;
}
}
}
else {
const err25 = {instancePath:instancePath+"/events",schemaPath:"#/properties/events/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err25);
errors++;
}
}
if(data.regimes !== undefined){
let data24 = data.regimes;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
if(Object.keys(data24).length < 1){
const err26 = {instancePath:instancePath+"/regimes",schemaPath:"#/properties/regimes/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
(vErrors ??= []).push(err26);
errors++;
}
for(const key15 in data24){
const _errs51 = errors;
if(!(validate29(key15, {instancePath:instancePath+"/regimes",parentData:data24,parentDataProperty:"regimes",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid17 = _errs51 === errors;
if(!valid17){
const err27 = {instancePath:instancePath+"/regimes",schemaPath:"#/properties/regimes/propertyNames",keyword:"propertyNames",params:{propertyName: key15},message:"property name must be valid"};
(vErrors ??= []).push(err27);
errors++;
}
}
for(const key16 in data24){
if(!(validate84(data24[key16], {instancePath:instancePath+"/regimes/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data24,parentDataProperty:key16,rootData}))){
vErrors = joined(vErrors, validate84.errors);
errors = vErrors.length;
}
}
}
else {
const err28 = {instancePath:instancePath+"/regimes",schemaPath:"#/properties/regimes/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err28);
errors++;
}
}
if(data.source !== undefined){
if(!(validate94(data.source, {instancePath:instancePath+"/source",parentData:data,parentDataProperty:"source",rootData}))){
vErrors = joined(vErrors, validate94.errors);
errors = vErrors.length;
}
}
if(data.integrator !== undefined){
if(!(validate106(data.integrator, {instancePath:instancePath+"/integrator",parentData:data,parentDataProperty:"integrator",rootData}))){
vErrors = joined(vErrors, validate106.errors);
errors = vErrors.length;
}
}
}
else {
const err29 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err29);
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
const schema33: any = {"type":"object","properties":{"kind":{"const":"synapse"},"contract":{"const":1},"name":{"$ref":"#/$defs/modelName"},"about":{"type":"string","pattern":"\\S"},"cite":{"$ref":"#/$defs/citations"},"requires":{"$ref":"#/$defs/requirements"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/parameter"}},"weightUnit":{"$ref":"#/$defs/unit"},"reads":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/read"}},"state":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/state"}},"expressions":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/namedExpression"}},"dynamics":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/synapseDynamics"}},"on":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/assignments"}},"deliver":{"$ref":"#/$defs/expression"},"per":{"enum":["synapse","source"]},"coupling":{"type":"array","items":{"$ref":"#/$defs/coupling"}}},"required":["kind","contract","name","about","parameters"],"additionalProperties":false};
const schema34: any = {"type":"object","properties":{"of":{"enum":["pre","post"]},"variable":{"$ref":"#/$defs/name"},"unit":{"$ref":"#/$defs/unit"}},"required":["of","variable","unit"],"additionalProperties":false};
const validate117: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.of === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "of"},message:"must have required property '"+"of"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.variable === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "variable"},message:"must have required property '"+"variable"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.unit === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((key0 === "of") || (key0 === "variable")) || (key0 === "unit"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.of !== undefined){
let data0 = data.of;
if(!((data0 === "pre") || (data0 === "post"))){
const err4 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/enum",keyword:"enum",params:{allowedValues: schema34.properties.of.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.variable !== undefined){
if(!(validate29(data.variable, {instancePath:instancePath+"/variable",parentData:data,parentDataProperty:"variable",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
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
validate117.errors = vErrors;
return errors === 0;
}
const schema35: any = {"type":"object","properties":{"derivative":{"$ref":"#/$defs/expression"},"when":{"enum":["event","step"]}},"required":["derivative","when"],"additionalProperties":false};
const validate126: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.derivative === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "derivative"},message:"must have required property '"+"derivative"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.when === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "when"},message:"must have required property '"+"when"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "derivative") || (key0 === "when"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.derivative !== undefined){
if(!(validate45(data.derivative, {instancePath:instancePath+"/derivative",parentData:data,parentDataProperty:"derivative",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.when !== undefined){
let data1 = data.when;
if(!((data1 === "event") || (data1 === "step"))){
const err3 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/enum",keyword:"enum",params:{allowedValues: schema35.properties.when.enum},message:"must be equal to one of the allowed values"};
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
validate126.errors = vErrors;
return errors === 0;
}
const validate132: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.into === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "into"},message:"must have required property '"+"into"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.value === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.unit === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(((key0 === "into") || (key0 === "value")) || (key0 === "unit"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.into !== undefined){
if(!(validate29(data.into, {instancePath:instancePath+"/into",parentData:data,parentDataProperty:"into",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
}
if(data.value !== undefined){
if(!(validate45(data.value, {instancePath:instancePath+"/value",parentData:data,parentDataProperty:"value",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err4);
errors++;
}
validate132.errors = vErrors;
return errors === 0;
}
const validate109: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.contract === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contract"},message:"must have required property '"+"contract"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.about === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
if(data.parameters === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parameters"},message:"must have required property '"+"parameters"+"'"};
(vErrors ??= []).push(err4);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema33.properties, key0))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.kind !== undefined){
if("synapse" !== data.kind){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "synapse"},message:"must be equal to constant"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.contract !== undefined){
if(1 !== data.contract){
const err7 = {instancePath:instancePath+"/contract",schemaPath:"#/properties/contract/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.name !== undefined){
if(!(validate23(data.name, {instancePath:instancePath+"/name",parentData:data,parentDataProperty:"name",rootData}))){
vErrors = joined(vErrors, validate23.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data3 = data.about;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err8 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err8);
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.cite !== undefined){
if(!(validate25(data.cite, {instancePath:instancePath+"/cite",parentData:data,parentDataProperty:"cite",rootData}))){
vErrors = joined(vErrors, validate25.errors);
errors = vErrors.length;
}
}
if(data.requires !== undefined){
if(!(validate27(data.requires, {instancePath:instancePath+"/requires",parentData:data,parentDataProperty:"requires",rootData}))){
vErrors = joined(vErrors, validate27.errors);
errors = vErrors.length;
}
}
if(data.parameters !== undefined){
let data6 = data.parameters;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
const _errs11 = errors;
if(!(validate29(key1, {instancePath:instancePath+"/parameters",parentData:data6,parentDataProperty:"parameters",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs11 === errors;
if(!valid1){
const err10 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid"};
(vErrors ??= []).push(err10);
errors++;
}
}
for(const key2 in data6){
if(!(validate31(data6[key2], {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data6,parentDataProperty:key2,rootData}))){
vErrors = joined(vErrors, validate31.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.weightUnit !== undefined){
if(!(validate41(data.weightUnit, {instancePath:instancePath+"/weightUnit",parentData:data,parentDataProperty:"weightUnit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.reads !== undefined){
let data9 = data.reads;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key3 in data9){
const _errs17 = errors;
if(!(validate29(key3, {instancePath:instancePath+"/reads",parentData:data9,parentDataProperty:"reads",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid3 = _errs17 === errors;
if(!valid3){
const err12 = {instancePath:instancePath+"/reads",schemaPath:"#/properties/reads/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid"};
(vErrors ??= []).push(err12);
errors++;
}
}
for(const key4 in data9){
if(!(validate117(data9[key4], {instancePath:instancePath+"/reads/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data9,parentDataProperty:key4,rootData}))){
vErrors = joined(vErrors, validate117.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/reads",schemaPath:"#/properties/reads/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err13);
errors++;
}
}
if(data.state !== undefined){
let data11 = data.state;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key5 in data11){
const _errs22 = errors;
if(!(validate29(key5, {instancePath:instancePath+"/state",parentData:data11,parentDataProperty:"state",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid5 = _errs22 === errors;
if(!valid5){
const err14 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/propertyNames",keyword:"propertyNames",params:{propertyName: key5},message:"property name must be valid"};
(vErrors ??= []).push(err14);
errors++;
}
}
for(const key6 in data11){
if(!(validate59(data11[key6], {instancePath:instancePath+"/state/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data11,parentDataProperty:key6,rootData}))){
vErrors = joined(vErrors, validate59.errors);
errors = vErrors.length;
}
}
}
else {
const err15 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err15);
errors++;
}
}
if(data.expressions !== undefined){
let data13 = data.expressions;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key7 in data13){
const _errs27 = errors;
if(!(validate29(key7, {instancePath:instancePath+"/expressions",parentData:data13,parentDataProperty:"expressions",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid7 = _errs27 === errors;
if(!valid7){
const err16 = {instancePath:instancePath+"/expressions",schemaPath:"#/properties/expressions/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid"};
(vErrors ??= []).push(err16);
errors++;
}
}
for(const key8 in data13){
if(!(validate65(data13[key8], {instancePath:instancePath+"/expressions/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data13,parentDataProperty:key8,rootData}))){
vErrors = joined(vErrors, validate65.errors);
errors = vErrors.length;
}
}
}
else {
const err17 = {instancePath:instancePath+"/expressions",schemaPath:"#/properties/expressions/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err17);
errors++;
}
}
if(data.dynamics !== undefined){
let data15 = data.dynamics;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key9 in data15){
const _errs32 = errors;
if(!(validate29(key9, {instancePath:instancePath+"/dynamics",parentData:data15,parentDataProperty:"dynamics",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid9 = _errs32 === errors;
if(!valid9){
const err18 = {instancePath:instancePath+"/dynamics",schemaPath:"#/properties/dynamics/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid"};
(vErrors ??= []).push(err18);
errors++;
}
}
for(const key10 in data15){
if(!(validate126(data15[key10], {instancePath:instancePath+"/dynamics/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data15,parentDataProperty:key10,rootData}))){
vErrors = joined(vErrors, validate126.errors);
errors = vErrors.length;
}
}
}
else {
const err19 = {instancePath:instancePath+"/dynamics",schemaPath:"#/properties/dynamics/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err19);
errors++;
}
}
if(data.on !== undefined){
let data17 = data.on;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key11 in data17){
const _errs37 = errors;
if(!(validate29(key11, {instancePath:instancePath+"/on",parentData:data17,parentDataProperty:"on",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid11 = _errs37 === errors;
if(!valid11){
const err20 = {instancePath:instancePath+"/on",schemaPath:"#/properties/on/propertyNames",keyword:"propertyNames",params:{propertyName: key11},message:"property name must be valid"};
(vErrors ??= []).push(err20);
errors++;
}
}
for(const key12 in data17){
if(!(validate43(data17[key12], {instancePath:instancePath+"/on/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data17,parentDataProperty:key12,rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err21 = {instancePath:instancePath+"/on",schemaPath:"#/properties/on/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err21);
errors++;
}
}
if(data.deliver !== undefined){
if(!(validate45(data.deliver, {instancePath:instancePath+"/deliver",parentData:data,parentDataProperty:"deliver",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.per !== undefined){
let data20 = data.per;
if(!((data20 === "synapse") || (data20 === "source"))){
const err22 = {instancePath:instancePath+"/per",schemaPath:"#/properties/per/enum",keyword:"enum",params:{allowedValues: schema33.properties.per.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err22);
errors++;
}
}
if(data.coupling !== undefined){
let data21 = data.coupling;
if(Array.isArray(data21)){
const len0 = data21.length;
for(let i0=0; i0<len0; i0++){
if(!(validate132(data21[i0], {instancePath:instancePath+"/coupling/" + i0,parentData:data21,parentDataProperty:i0,rootData}))){
vErrors = joined(vErrors, validate132.errors);
errors = vErrors.length;
}
}
}
else {
const err23 = {instancePath:instancePath+"/coupling",schemaPath:"#/properties/coupling/type",keyword:"type",params:{type: "array"},message:"must be array"};
(vErrors ??= []).push(err23);
errors++;
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err24);
errors++;
}
validate109.errors = vErrors;
return errors === 0;
}
const schema37: any = {"type":"object","properties":{"kind":{"const":"plasticity"},"contract":{"const":1},"name":{"$ref":"#/$defs/modelName"},"about":{"type":"string","pattern":"\\S"},"cite":{"$ref":"#/$defs/citations"},"requires":{"$ref":"#/$defs/requirements"},"parameters":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/parameter"}},"weightUnit":{"$ref":"#/$defs/unit"},"traces":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/trace"}},"state":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/state"}},"expressions":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/namedExpression"}},"dynamics":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/synapseDynamics"}},"modulators":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/modulator"}},"reads":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/read"}},"on":{"type":"object","propertyNames":{"$ref":"#/$defs/name"},"additionalProperties":{"$ref":"#/$defs/assignments"}},"bounds":{"$ref":"#/$defs/bounds"},"structure":{"$ref":"#/$defs/structure"}},"required":["kind","contract","name","about","parameters","on"],"additionalProperties":false};
const schema38: any = {"type":"object","properties":{"of":{"enum":["pre","post","global"]},"decay":{"$ref":"#/$defs/expression"},"input":{"$ref":"#/$defs/expression"},"initial":{"$ref":"#/$defs/quantity"},"unit":{"$ref":"#/$defs/unit"},"about":{"type":"string","pattern":"\\S"}},"required":["of","decay"],"additionalProperties":false};
const validate146: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.of === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "of"},message:"must have required property '"+"of"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.decay === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "decay"},message:"must have required property '"+"decay"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "of") || (key0 === "decay")) || (key0 === "input")) || (key0 === "initial")) || (key0 === "unit")) || (key0 === "about"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.of !== undefined){
let data0 = data.of;
if(!(((data0 === "pre") || (data0 === "post")) || (data0 === "global"))){
const err3 = {instancePath:instancePath+"/of",schemaPath:"#/properties/of/enum",keyword:"enum",params:{allowedValues: schema38.properties.of.enum},message:"must be equal to one of the allowed values"};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.decay !== undefined){
if(!(validate45(data.decay, {instancePath:instancePath+"/decay",parentData:data,parentDataProperty:"decay",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(!(validate45(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.initial !== undefined){
if(!(validate32(data.initial, {instancePath:instancePath+"/initial",parentData:data,parentDataProperty:"initial",rootData}))){
vErrors = joined(vErrors, validate32.errors);
errors = vErrors.length;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data5 = data.about;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate146.errors = vErrors;
return errors === 0;
}
const validate159: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.unit === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
if(data.about === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "unit") || (key0 === "about"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.unit !== undefined){
if(!(validate41(data.unit, {instancePath:instancePath+"/unit",parentData:data,parentDataProperty:"unit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data1 = data.about;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err3 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
validate159.errors = vErrors;
return errors === 0;
}
const validate167: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "min") || (key0 === "max"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.min !== undefined){
if(!(validate45(data.min, {instancePath:instancePath+"/min",parentData:data,parentDataProperty:"min",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.max !== undefined){
if(!(validate45(data.max, {instancePath:instancePath+"/max",parentData:data,parentDataProperty:"max",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err1);
errors++;
}
validate167.errors = vErrors;
return errors === 0;
}
const validate166: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "weight")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.weight !== undefined){
if(!(validate167(data.weight, {instancePath:instancePath+"/weight",parentData:data,parentDataProperty:"weight",rootData}))){
vErrors = joined(vErrors, validate167.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err1);
errors++;
}
validate166.errors = vErrors;
return errors === 0;
}
const validate172: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
let vErrors: any = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.every === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "every"},message:"must have required property '"+"every"+"'"};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((key0 === "every") || (key0 === "remove")) || (key0 === "add")) || (key0 === "initial"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.every !== undefined){
if(!(validate45(data.every, {instancePath:instancePath+"/every",parentData:data,parentDataProperty:"every",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.remove !== undefined){
if(!(validate45(data.remove, {instancePath:instancePath+"/remove",parentData:data,parentDataProperty:"remove",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.add !== undefined){
if(!(validate45(data.add, {instancePath:instancePath+"/add",parentData:data,parentDataProperty:"add",rootData}))){
vErrors = joined(vErrors, validate45.errors);
errors = vErrors.length;
}
}
if(data.initial !== undefined){
if(!(validate43(data.initial, {instancePath:instancePath+"/initial",parentData:data,parentDataProperty:"initial",rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err2);
errors++;
}
validate172.errors = vErrors;
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
if(data.contract === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contract"},message:"must have required property '"+"contract"+"'"};
(vErrors ??= []).push(err1);
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
(vErrors ??= []).push(err2);
errors++;
}
if(data.about === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "about"},message:"must have required property '"+"about"+"'"};
(vErrors ??= []).push(err3);
errors++;
}
if(data.parameters === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parameters"},message:"must have required property '"+"parameters"+"'"};
(vErrors ??= []).push(err4);
errors++;
}
if(data.on === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "on"},message:"must have required property '"+"on"+"'"};
(vErrors ??= []).push(err5);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema37.properties, key0))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.kind !== undefined){
if("plasticity" !== data.kind){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "plasticity"},message:"must be equal to constant"};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.contract !== undefined){
if(1 !== data.contract){
const err8 = {instancePath:instancePath+"/contract",schemaPath:"#/properties/contract/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.name !== undefined){
if(!(validate23(data.name, {instancePath:instancePath+"/name",parentData:data,parentDataProperty:"name",rootData}))){
vErrors = joined(vErrors, validate23.errors);
errors = vErrors.length;
}
}
if(data.about !== undefined){
let data3 = data.about;
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err9 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\""};
(vErrors ??= []).push(err9);
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/about",schemaPath:"#/properties/about/type",keyword:"type",params:{type: "string"},message:"must be string"};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.cite !== undefined){
if(!(validate25(data.cite, {instancePath:instancePath+"/cite",parentData:data,parentDataProperty:"cite",rootData}))){
vErrors = joined(vErrors, validate25.errors);
errors = vErrors.length;
}
}
if(data.requires !== undefined){
if(!(validate27(data.requires, {instancePath:instancePath+"/requires",parentData:data,parentDataProperty:"requires",rootData}))){
vErrors = joined(vErrors, validate27.errors);
errors = vErrors.length;
}
}
if(data.parameters !== undefined){
let data6 = data.parameters;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
const _errs11 = errors;
if(!(validate29(key1, {instancePath:instancePath+"/parameters",parentData:data6,parentDataProperty:"parameters",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs11 === errors;
if(!valid1){
const err11 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid"};
(vErrors ??= []).push(err11);
errors++;
}
}
for(const key2 in data6){
if(!(validate31(data6[key2], {instancePath:instancePath+"/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data6,parentDataProperty:key2,rootData}))){
vErrors = joined(vErrors, validate31.errors);
errors = vErrors.length;
}
}
}
else {
const err12 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err12);
errors++;
}
}
if(data.weightUnit !== undefined){
if(!(validate41(data.weightUnit, {instancePath:instancePath+"/weightUnit",parentData:data,parentDataProperty:"weightUnit",rootData}))){
vErrors = joined(vErrors, validate41.errors);
errors = vErrors.length;
}
}
if(data.traces !== undefined){
let data9 = data.traces;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key3 in data9){
const _errs17 = errors;
if(!(validate29(key3, {instancePath:instancePath+"/traces",parentData:data9,parentDataProperty:"traces",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid3 = _errs17 === errors;
if(!valid3){
const err13 = {instancePath:instancePath+"/traces",schemaPath:"#/properties/traces/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid"};
(vErrors ??= []).push(err13);
errors++;
}
}
for(const key4 in data9){
if(!(validate146(data9[key4], {instancePath:instancePath+"/traces/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data9,parentDataProperty:key4,rootData}))){
vErrors = joined(vErrors, validate146.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/traces",schemaPath:"#/properties/traces/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.state !== undefined){
let data11 = data.state;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key5 in data11){
const _errs22 = errors;
if(!(validate29(key5, {instancePath:instancePath+"/state",parentData:data11,parentDataProperty:"state",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid5 = _errs22 === errors;
if(!valid5){
const err15 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/propertyNames",keyword:"propertyNames",params:{propertyName: key5},message:"property name must be valid"};
(vErrors ??= []).push(err15);
errors++;
}
}
for(const key6 in data11){
if(!(validate59(data11[key6], {instancePath:instancePath+"/state/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data11,parentDataProperty:key6,rootData}))){
vErrors = joined(vErrors, validate59.errors);
errors = vErrors.length;
}
}
}
else {
const err16 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err16);
errors++;
}
}
if(data.expressions !== undefined){
let data13 = data.expressions;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key7 in data13){
const _errs27 = errors;
if(!(validate29(key7, {instancePath:instancePath+"/expressions",parentData:data13,parentDataProperty:"expressions",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid7 = _errs27 === errors;
if(!valid7){
const err17 = {instancePath:instancePath+"/expressions",schemaPath:"#/properties/expressions/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid"};
(vErrors ??= []).push(err17);
errors++;
}
}
for(const key8 in data13){
if(!(validate65(data13[key8], {instancePath:instancePath+"/expressions/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data13,parentDataProperty:key8,rootData}))){
vErrors = joined(vErrors, validate65.errors);
errors = vErrors.length;
}
}
}
else {
const err18 = {instancePath:instancePath+"/expressions",schemaPath:"#/properties/expressions/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err18);
errors++;
}
}
if(data.dynamics !== undefined){
let data15 = data.dynamics;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key9 in data15){
const _errs32 = errors;
if(!(validate29(key9, {instancePath:instancePath+"/dynamics",parentData:data15,parentDataProperty:"dynamics",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid9 = _errs32 === errors;
if(!valid9){
const err19 = {instancePath:instancePath+"/dynamics",schemaPath:"#/properties/dynamics/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid"};
(vErrors ??= []).push(err19);
errors++;
}
}
for(const key10 in data15){
if(!(validate126(data15[key10], {instancePath:instancePath+"/dynamics/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data15,parentDataProperty:key10,rootData}))){
vErrors = joined(vErrors, validate126.errors);
errors = vErrors.length;
}
}
}
else {
const err20 = {instancePath:instancePath+"/dynamics",schemaPath:"#/properties/dynamics/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err20);
errors++;
}
}
if(data.modulators !== undefined){
let data17 = data.modulators;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key11 in data17){
const _errs37 = errors;
if(!(validate29(key11, {instancePath:instancePath+"/modulators",parentData:data17,parentDataProperty:"modulators",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid11 = _errs37 === errors;
if(!valid11){
const err21 = {instancePath:instancePath+"/modulators",schemaPath:"#/properties/modulators/propertyNames",keyword:"propertyNames",params:{propertyName: key11},message:"property name must be valid"};
(vErrors ??= []).push(err21);
errors++;
}
}
for(const key12 in data17){
if(!(validate159(data17[key12], {instancePath:instancePath+"/modulators/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data17,parentDataProperty:key12,rootData}))){
vErrors = joined(vErrors, validate159.errors);
errors = vErrors.length;
}
}
}
else {
const err22 = {instancePath:instancePath+"/modulators",schemaPath:"#/properties/modulators/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err22);
errors++;
}
}
if(data.reads !== undefined){
let data19 = data.reads;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key13 in data19){
const _errs42 = errors;
if(!(validate29(key13, {instancePath:instancePath+"/reads",parentData:data19,parentDataProperty:"reads",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid13 = _errs42 === errors;
if(!valid13){
const err23 = {instancePath:instancePath+"/reads",schemaPath:"#/properties/reads/propertyNames",keyword:"propertyNames",params:{propertyName: key13},message:"property name must be valid"};
(vErrors ??= []).push(err23);
errors++;
}
}
for(const key14 in data19){
if(!(validate117(data19[key14], {instancePath:instancePath+"/reads/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data19,parentDataProperty:key14,rootData}))){
vErrors = joined(vErrors, validate117.errors);
errors = vErrors.length;
}
}
}
else {
const err24 = {instancePath:instancePath+"/reads",schemaPath:"#/properties/reads/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err24);
errors++;
}
}
if(data.on !== undefined){
let data21 = data.on;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
for(const key15 in data21){
const _errs47 = errors;
if(!(validate29(key15, {instancePath:instancePath+"/on",parentData:data21,parentDataProperty:"on",rootData}))){
vErrors = joined(vErrors, validate29.errors);
errors = vErrors.length;
}
var valid15 = _errs47 === errors;
if(!valid15){
const err25 = {instancePath:instancePath+"/on",schemaPath:"#/properties/on/propertyNames",keyword:"propertyNames",params:{propertyName: key15},message:"property name must be valid"};
(vErrors ??= []).push(err25);
errors++;
}
}
for(const key16 in data21){
if(!(validate43(data21[key16], {instancePath:instancePath+"/on/" + key16.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data21,parentDataProperty:key16,rootData}))){
vErrors = joined(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err26 = {instancePath:instancePath+"/on",schemaPath:"#/properties/on/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err26);
errors++;
}
}
if(data.bounds !== undefined){
if(!(validate166(data.bounds, {instancePath:instancePath+"/bounds",parentData:data,parentDataProperty:"bounds",rootData}))){
vErrors = joined(vErrors, validate166.errors);
errors = vErrors.length;
}
}
if(data.structure !== undefined){
if(!(validate172(data.structure, {instancePath:instancePath+"/structure",parentData:data,parentDataProperty:"structure",rootData}))){
vErrors = joined(vErrors, validate172.errors);
errors = vErrors.length;
}
}
}
else {
const err27 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
(vErrors ??= []).push(err27);
errors++;
}
validate138.errors = vErrors;
return errors === 0;
}
const validate21: Validate = function (data: any, {instancePath="", parentData, parentDataProperty, rootData=data}: any = {}): boolean {
/*# sourceURL="https://spikeloom.dev/specs/model/1/model.schema.json" */;
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
if("neuron" !== data.kind){
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
if(!(validate22(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate22.errors);
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
if("synapse" !== data.kind){
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
if(!(validate109(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate109.errors);
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
if("plasticity" !== data.kind){
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
if(!(validate138(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = joined(vErrors, validate138.errors);
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
if(data.kind === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
(vErrors ??= []).push(err9);
errors++;
}
if(data.kind !== undefined){
let data3 = data.kind;
if(!(((data3 === "neuron") || (data3 === "synapse")) || (data3 === "plasticity"))){
const err10 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema6.properties.kind.enum},message:"must be equal to one of the allowed values"};
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
validate21.errors = vErrors;
return errors === 0;
}

/** Check the shape of a value; the faults of the last one are left in `errors`. */
export const validateModel: ((value: unknown) => boolean) & { errors?: unknown } = validate21;
