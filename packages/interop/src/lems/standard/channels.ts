/** Ion channels and neurons of one compartment that have them, in the short form; facts of NeuroML 2.3.1. */
export const channelTypes = `
= baseVoltageDepRate
E r:per_time
R v:voltage
= baseHHRate < baseVoltageDepRate
P rate:per_time midpoint:voltage scale:voltage
= HHExpRate < baseHHRate
d r = rate * exp((v - midpoint) / scale)
= HHSigmoidRate < baseHHRate
d r = rate / (1 + exp(0 - (v - midpoint) / scale))
= HHExpLinearRate < baseHHRate
d x = (v - midpoint) / scale
c r = x .neq. 0 ? rate * x / (1 - exp(0 - x)) | rate
= baseVoltageDepVariable
E x:none
R v:voltage
= baseHHVariable < baseVoltageDepVariable
P rate:none midpoint:voltage scale:voltage
= HHExpVariable < baseHHVariable
d x = rate * exp((v - midpoint) / scale)
= HHSigmoidVariable < baseHHVariable
d x = rate / (1 + exp(0 - (v - midpoint) / scale))
= HHExpLinearVariable < baseHHVariable
d a = (v - midpoint) / scale
d x = rate * a / (1 - exp(0 - a))
= baseVoltageDepTime
E t:time
R v:voltage
= fixedTimeCourse < baseVoltageDepTime
P tau:time
d t = tau
= baseQ10Settings
E q10:none
R temperature:temperature
= q10Fixed < baseQ10Settings
P fixedQ10:none
d q10 = fixedQ10
= q10ExpTemp < baseQ10Settings
P q10Factor:none experimentalTemp:temperature
K TENDEGREES:temperature=10K
d q10 = q10Factor^((temperature - experimentalTemp) / TENDEGREES)
= baseGate
P instances:none
E fcond:none q:none
= gate < baseGate
= gateHHrates < gate
C forwardRate:baseVoltageDepRate reverseRate:baseVoltageDepRate
L q10Settings:baseQ10Settings
E alpha:per_time beta:per_time tau:time inf:none rateScale:none
s q:none
d rateScale * q10Settings[*]/q10
d alpha < forwardRate/r
d beta < reverseRate/r
d fcond = q^instances
d inf = alpha / (alpha + beta)
d tau = 1 / ((alpha + beta) * rateScale)
' q = (inf - q) / tau
0 q = inf
= gateHHtauInf < gate
C timeCourse:baseVoltageDepTime steadyState:baseVoltageDepVariable
L q10Settings:baseQ10Settings
E tau:time inf:none rateScale:none
s q:none
d rateScale * q10Settings[*]/q10
d inf < steadyState/x
d tauUnscaled < timeCourse/t
d tau = tauUnscaled / rateScale
d fcond = q^instances
' q = (inf - q) / tau
0 q = inf
= gateHHInstantaneous < gate
C steadyState:baseVoltageDepVariable
E inf:none
d inf < steadyState/x
d q = inf
d fcond = q^instances
= baseConductanceScaling
E factor:none
= baseIonChannel
P conductance:conductance
E g:conductance fopen:none
R v:voltage
= ionChannelPassive < baseIonChannel
d fopen = 1
d g = conductance
= ionChannelHH < baseIonChannel
L conductanceScaling:baseConductanceScaling gates:gate
d conductanceScale * conductanceScaling[*]/factor
d fopen0 * gates[*]/fcond
d fopen = conductanceScale * fopen0
d g = conductance * fopen
= ionChannel < ionChannelHH
= KSState
P relativeConductance:none
E occupancy:none q:none
s occupancy:none
d q = relativeConductance * occupancy
= closedState < KSState
V relativeConductance=0
= openState < KSState
V relativeConductance=1
= KSTransition
E rf:per_time rr:per_time
= forwardTransition < KSTransition
K SEC:time=1s
C rate:baseVoltageDepRate
d rf < rate/r
d rr = 0 / SEC
= reverseTransition < KSTransition
K SEC:time=1s
C rate:baseVoltageDepRate
d rr < rate/r
d rf = 0 / SEC
= vHalfTransition < KSTransition
P vHalf:voltage z:none gamma:none tau:time tauMin:time
K kte:voltage=25.3mV
R v:voltage
d rf0 = exp(z * gamma * (v - vHalf) / kte) / tau
d rr0 = exp(0 - z * (1 - gamma) * (v - vHalf) / kte) / tau
d rf = 1 / (1 / rf0 + tauMin)
d rr = 1 / (1 / rr0 + tauMin)
= tauInfTransition < KSTransition
C timeCourse:baseVoltageDepTime steadyState:baseVoltageDepVariable
d tau < timeCourse/t
d inf < steadyState/x
d rf = inf / tau
d rr = (1 - inf) / tau
= gateKS < baseGate
L states:KSState transitions:KSTransition q10Settings:baseQ10Settings
E rateScale:none
d rateScale * q10Settings[*]/q10
d q + states[*]/q
d fcond = q^instances
k states transitions
= ionChannelKS < baseIonChannel
L gates:gateKS
d fopen * gates[*]/fcond
d g = fopen * conductance
= baseChannelPopulation
F ionChannel:baseIonChannel
E i:current
R v:voltage
= channelPopulation < baseChannelPopulation
P number:none erev:voltage
d channelg < ionChannel/g
d geff = channelg * number
d i = geff * (erev - v)
: ChildInstance component=ionChannel
= baseChannelDensity
F ionChannel:baseIonChannel
E iDensity:currentDensity
R v:voltage
= channelDensity < baseChannelDensity
P condDensity:conductanceDensity erev:voltage
d channelf < ionChannel/fopen
d gDensity = condDensity * channelf
d iDensity = gDensity * (erev - v)
: ChildInstance component=ionChannel
= pointCellCondBased < baseCellMembPotCap
P v0:voltage thresh:voltage
L populations:baseChannelPopulation
A synapses:basePointCurrent
E spiking:none
s v:voltage spiking:none
d iChannels:current + populations[*]/i
d iSyn + synapses[*]/i
d iMemb = iChannels + iSyn
' v = iMemb / C
0 v = v0; spiking = 0
? v .gt. thresh .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. thresh > spiking = 0
= distal
P x:none y:none z:none diameter:none
K MICRON:length=1um
d radius = MICRON * diameter / 2
d xLength = MICRON * x
d yLength = MICRON * y
d zLength = MICRON * z
= proximal < distal
= segment
C distal:distal proximal:proximal
E surfaceArea:area radDist:length length:length
d radDist < distal/radius
d dx < distal/xLength
d dy < distal/yLength
d dz < distal/zLength
d px < proximal/xLength
d py < proximal/yLength
d pz < proximal/zLength
d length = sqrt((dx - px)^2 + (dy - py)^2 + (dz - pz)^2)
c surfaceArea = length .gt. 0 ? 2 * radDist * 3.14159265 * length | 4 * radDist * radDist * 3.14159265
= segmentGroup
L members:member includes:include
= member
= include
= morphology
L segments:segment segmentGroups:segmentGroup
= specificCapacitance
P value:specificCapacitance
E specCap:specificCapacitance
d specCap = value
= initMembPotential
P value:voltage
= spikeThresh
P value:voltage
= membraneProperties
C initMembPotential:initMembPotential spikeThresh:spikeThresh
L specificCapacitances:specificCapacitance populations:baseChannelPopulation
L channelDensities:baseChannelDensity
E totChanCurrent:current totSpecCap:specificCapacitance
R surfaceArea:area
d totSpecCap + specificCapacitances[*]/specCap
d totChanPopCurrent:current + populations[*]/i
d totChanDensCurrentDensity:currentDensity + channelDensities[*]/iDensity
d totChanCurrent = totChanPopCurrent + (totChanDensCurrentDensity * surfaceArea)
= resistivity
P value:resistivity
= intracellularProperties
L resistivities:resistivity
= biophysicalProperties
C membraneProperties:membraneProperties intracellularProperties:intracellularProperties
E totSpecCap:specificCapacitance
d totSpecCap < membraneProperties/totSpecCap
= cell < baseCellMembPot
C morphology:morphology biophysicalProperties:biophysicalProperties
A synapses:basePointCurrent
E spiking:none iChannels:current iSyn:current totSpecCap:specificCapacitance surfaceArea:area
s v:voltage spiking:none
d initMembPot < biophysicalProperties/membraneProperties/initMembPotential/value
d thresh < biophysicalProperties/membraneProperties/spikeThresh/value
d surfaceArea + morphology/segments[*]/surfaceArea
d totSpecCap < biophysicalProperties/totSpecCap
d totCap = totSpecCap * surfaceArea
d iChannels < biophysicalProperties/membraneProperties/totChanCurrent
d iSyn + synapses[*]/i
' v = (iChannels + iSyn) / totCap
0 spiking = 0; v = initMembPot
? v .gt. thresh .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. thresh > spiking = 0
`;
