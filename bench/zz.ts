import { CANONICAL, MODEL_3, guided } from "../model/canonical.ts";
import { parsePoint } from "../model/validate.ts";
import { solve } from "../theory/solve.ts";
import { estimateRare } from "../sim/rare/estimateRare.ts";
const G={mu:7,sigma:1,min:0,max:14};
const pts: [string, any][] = [
 ["canon", { ...CANONICAL, stages: {kind:"uniform",count:10}, pool:[MODEL_3] }],
 ["many", { ...CANONICAL, stages: {kind:"uniform",count:12}, retryBudget: 1, tolerance: 0.5, pool:[MODEL_3] }],
 ["K=1", { ...CANONICAL, stages: {kind:"uniform",count:1}, stepBudget: 8, pool:[MODEL_3] }],
 ["tol 1e-7", { ...CANONICAL, tolerance: 1e-7, stages: {kind:"explicit",requests:[10,20]}, pool:[MODEL_3] }],
 ["overshoot", { ...CANONICAL, tolerance: 0.1, stages: {kind:"explicit",requests:[10,20,30]}, pool:[{mu:7,sigma:0.5,min:0,max:14}] }],
 ["budget", { ...CANONICAL, stages: {kind:"uniform",count:1}, stepBudget: 11, pool:[G] }],
 ["guided", { ...CANONICAL, tolerance: 0.05, stages: {kind:"uniform",count:2}, pool:[MODEL_3, G, {mu:3,sigma:0.5,min:1,max:6}], guidance: guided("misaligned") }],
 ["pruned", { ...CANONICAL, tolerance: 0.05, prune:1, stages: {kind:"uniform",count:2}, pool:[MODEL_3, G, {mu:3,sigma:0.5,min:1,max:6}], guidance: guided("misaligned") }],
 ["stage-end", { ...CANONICAL, verification:"stage-end", tolerance: 0.05, stages: {kind:"uniform",count:2}, pool:[G] }],
 ["R=1000", { ...CANONICAL, retryBudget:1000, tolerance: 0.0005, stages: {kind:"uniform",count:10}, pool:[MODEL_3] }],
];
for (const [name,input] of pts) for (const event of ["pass","fail"] as const) {
  const point = parsePoint(input);
  const s = solve(point); const ex = event==="pass"?s.passRate:s.failRate;

  const N=200; let cover=0,sum=0,sum2=0,t0=performance.now();
  for(let i=0;i<N;i++){ const r=await estimateRare(point,{event,effort:Number(process.argv[2]??1000),seed:"c"+i}); const m=r.rate?.mean??0; sum+=m; sum2+=m*m; if(r.rate&&r.rate.low<=ex&&ex<=r.rate.high)cover++; }
  const m=sum/N, sd=Math.sqrt((sum2-N*m*m)/(N-1));
  console.log(name.padEnd(10),event,"exact",ex.toExponential(6),"mean",m.toExponential(6),"z",((m-ex)/(sd/Math.sqrt(N))).toFixed(2),"rel",(sd/m).toExponential(1),"cover",(cover/N).toFixed(3),"ms",((performance.now()-t0)/N).toFixed(0));
}
