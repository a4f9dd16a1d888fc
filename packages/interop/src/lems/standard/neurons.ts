/** Neurons of one equation of the potential, in the short form; facts of NeuroML 2.3.1. */
export const neuronTypes = `
= baseCell < baseStandalone
= baseSpikingCell < baseCell
O spike:out
= baseCellMembPot < baseSpikingCell
E v:voltage
= baseCellMembPotDL < baseSpikingCell
E V:none
= baseIaf < baseCellMembPot
P thresh:voltage reset:voltage
= baseCellMembPotCap < baseCellMembPot
P C:capacitance
E iMemb:current iSyn:current
= baseIafCapCell < baseCellMembPotCap
P thresh:voltage reset:voltage
= iafTauCell < baseIaf
P leakReversal:voltage tau:time
s v:voltage
' v = (leakReversal - v) / tau
0 v = leakReversal
? v .gt. thresh > v = reset; ^spike
= iafTauRefCell < iafTauCell
P refract:time
s v:voltage lastSpikeTime:time
0 v = leakReversal
r refractory
> lastSpikeTime = t; v = reset
? t .gt. lastSpikeTime + refract > @integrating
e
i integrating
' v = (leakReversal - v) / tau
? v .gt. thresh > ^spike; @refractory
e
= iafCell < baseIafCapCell
P leakConductance:conductance leakReversal:voltage
A synapses:basePointCurrent
s v:voltage
d iSyn + synapses[*]/i
d iMemb = leakConductance * (leakReversal - v) + iSyn
' v = iMemb / C
0 v = leakReversal
? v .gt. thresh > v = reset; ^spike
= iafRefCell < iafCell
P refract:time
s v:voltage lastSpikeTime:time
d iSyn + synapses[*]/i
d iMemb = leakConductance * (leakReversal - v) + iSyn
0 v = leakReversal
r refractory
> lastSpikeTime = t; v = reset
? t .gt. lastSpikeTime + refract > @integrating
e
i integrating
' v = iMemb / C
? v .gt. thresh > ^spike; @refractory
e
= izhikevichCell < baseCellMembPot
P v0:voltage a:none b:none c:none d:none thresh:voltage
K MSEC:time=1ms
K MVOLT:voltage=1mV
A synapses:basePointCurrentDL
E U:none
s v:voltage U:none
d ISyn + synapses[*]/I
' v = (0.04 * v^2 / MVOLT + 5 * v + (140.0 - U + ISyn) * MVOLT) / MSEC
' U = a * (b * v / MVOLT - U) / MSEC
0 v = v0; U = v0 * b / MVOLT
? v .gt. thresh > v = c * MVOLT; U = U + d; ^spike
= izhikevich2007Cell < baseCellMembPotCap
P v0:voltage k:conductance_per_voltage vr:voltage vt:voltage vpeak:voltage
P a:per_time b:conductance c:voltage d:current
A synapses:basePointCurrent
E u:current
s v:voltage u:current
d iSyn + synapses[*]/i
d vb = k * (v - vr) * (v - vt)
d iMemb = vb + iSyn - u
' v = iMemb / C
' u = a * (b * (v - vr) - u)
0 v = v0; u = 0
? v .gt. vpeak > v = c; u = u + d; ^spike
= adExIaFCell < baseCellMembPotCap
P gL:conductance EL:voltage VT:voltage thresh:voltage reset:voltage delT:voltage
P tauw:time refract:time a:conductance b:current
A synapses:basePointCurrent
E w:current
s v:voltage w:current lastSpikeTime:time
d iSyn + synapses[*]/i
d iMemb = -1 * gL * (v - EL) + gL * delT * exp((v - VT) / delT) - w + iSyn
0 v = EL; w = 0
r refractory
> lastSpikeTime = t; v = reset; w = w + b
' w = (a * (v - EL) - w) / tauw
? t .gt. lastSpikeTime + refract > @integrating
e
i integrating
' v = iMemb / C
' w = (a * (v - EL) - w) / tauw
? v .gt. thresh > ^spike; @refractory
e
= fitzHughNagumoCell < baseCellMembPotDL
P I:none
K SEC:time=1s
E W:none
s V:none W:none
' V = (V - V^3 / 3 - W + I) / SEC
' W = 0.08 * (V + 0.7 - 0.8 * W) / SEC
= fitzHughNagumo1969Cell < baseCellMembPotDL
P a:none b:none I:none phi:none V0:none W0:none
K TS:time=1s
E W:none
s V:none W:none
' V = (V - V^3 / 3 - W + I) / TS
' W = phi * (V + a - b * W) / TS
0 V = V0; W = W0
= hindmarshRose1984Cell < baseCellMembPotCap
P a:none b:none c:none d:none r:none s:none x1:none v_scaling:voltage x0:none y0:none z0:none
K MSEC:time=1ms
A synapses:basePointCurrent
E x:none y:none z:none phi:none chi:none rho:none spiking:none
s v:voltage y:none z:none spiking:none
d iSyn + synapses[*]/i
d x = v / v_scaling
d phi = y - a * x^3 + b * x^2
d chi = c - d * x^2 - y
d rho = s * (x - x1) - z
d iMemb = (C * (v_scaling * (phi - z) / MSEC)) + iSyn
' v = iMemb / C
' y = chi / MSEC
' z = r * rho / MSEC
0 v = x0 * v_scaling; y = y0; z = z0
? v .gt. 0 .and. spiking .lt. 0.5 > spiking = 1; ^spike
? v .lt. 0 > spiking = 0
= basePyNNCell < baseCellMembPot
P cm:none i_offset:none tau_syn_E:none tau_syn_I:none v_init:none
K MSEC:time=1ms
K MVOLT:voltage=1mV
K NFARAD:capacitance=1nF
A synapses:baseSynapse
I spike_in_E:in spike_in_I:in
E iSyn:current
= IF_curr_exp < basePyNNCell
P tau_refrac:none v_thresh:none tau_m:none v_rest:none v_reset:none
s v:voltage lastSpikeTime:time
d iSyn + synapses[*]/i
0 v = v_init * MVOLT
r refractory
> lastSpikeTime = t; v = v_reset * MVOLT
? t .gt. lastSpikeTime + (tau_refrac * MSEC) > @integrating
e
i integrating
' v = (MVOLT * ((i_offset / cm) + ((v_rest - (v / MVOLT)) / tau_m)) / MSEC) + (iSyn / (cm * NFARAD))
? v .gt. v_thresh * MVOLT > ^spike; @refractory
e
= IF_curr_alpha < IF_curr_exp
= IF_cond_exp < IF_curr_exp
P e_rev_E:none e_rev_I:none
= IF_cond_alpha < IF_cond_exp
`;
