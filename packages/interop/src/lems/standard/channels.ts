/** Ion channels in the compact notation; facts from NeuroML 2.3.1. */
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
= gateHHratesTau < gate
C forwardRate:baseVoltageDepRate reverseRate:baseVoltageDepRate timeCourse:baseVoltageDepTime
L q10Settings:baseQ10Settings
E alpha:per_time beta:per_time tau:time inf:none rateScale:none
s q:none
d rateScale * q10Settings[*]/q10
d alpha < forwardRate/r
d beta < reverseRate/r
d fcond = q^instances
d inf = alpha / (alpha + beta)
d tauUnscaled < timeCourse/t
d tau = tauUnscaled / rateScale
' q = (inf - q) / tau
0 q = inf
= gateHHratesInf < gate
C forwardRate:baseVoltageDepRate reverseRate:baseVoltageDepRate steadyState:baseVoltageDepVariable
L q10Settings:baseQ10Settings
E alpha:per_time beta:per_time tau:time inf:none rateScale:none
s q:none
d rateScale * q10Settings[*]/q10
d alpha < forwardRate/r
d beta < reverseRate/r
d fcond = q^instances
d inf < steadyState/x
d tau = 1 / ((alpha + beta) * rateScale)
' q = (inf - q) / tau
0 q = inf
= gateHHratesTauInf < gate
C forwardRate:baseVoltageDepRate reverseRate:baseVoltageDepRate
C timeCourse:baseVoltageDepTime steadyState:baseVoltageDepVariable
L q10Settings:baseQ10Settings
E alpha:per_time beta:per_time tau:time inf:none rateScale:none
s q:none
d rateScale * q10Settings[*]/q10
d alpha < forwardRate/r
d beta < reverseRate/r
d inf < steadyState/x
d tauUnscaled < timeCourse/t
d tau = tauUnscaled / rateScale
d fcond = q^instances
' q = (inf - q) / tau
0 q = inf
= subGate
P fractionalConductance:none
C timeCourse:baseVoltageDepTime steadyState:baseVoltageDepVariable
E tau:time inf:none qfrac:none q:none
R rateScale:none
s q:none
d inf < steadyState/x
d tauUnscaled < timeCourse/t
d tau = tauUnscaled / rateScale
d qfrac = q * fractionalConductance
' q = (inf - q) / tau
0 q = inf
= gateFractional < gate
L q10Settings:baseQ10Settings subGate:subGate
E rateScale:none
d q + subGate[*]/qfrac
d fcond = q^instances
d rateScale * q10Settings[*]/q10
= baseConductanceScaling
E factor:none
R temperature:temperature
= q10ConductanceScaling < baseConductanceScaling
P q10Factor:none experimentalTemp:temperature
K TENDEGREES:temperature=10K
d factor = q10Factor^((temperature - experimentalTemp) / TENDEGREES)
= baseConductanceScalingCaDependent < baseConductanceScaling
R caConc:concentration
= baseVoltageConcDepRate < baseVoltageDepRate
R caConc:concentration
= baseVoltageConcDepVariable < baseVoltageDepVariable
R caConc:concentration
= baseVoltageConcDepTime < baseVoltageDepTime
R caConc:concentration
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
= ionChannelVShift < ionChannel
P vShift:voltage
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
`;
