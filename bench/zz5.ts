import { searchedPoint } from "../experiments/validation/searchedPoint.ts";
import { exactPassRate } from "../theory/passRate.ts";
const r:any[]=[];
for(let i=0;i<300;i++){const p=searchedPoint("lab",i); const t=performance.now(); try{exactPassRate(p,14,9);}catch{} r.push([performance.now()-t,i,p]);}
r.sort((a,b)=>b[0]-a[0]); console.log(r.reduce((s,x)=>s+x[0],0)/300);
for(const [t,i,p] of r.slice(0,14)) console.log(t.toFixed(0),i,p.verification,p.stages.kind,p.goal.toFixed(0),"M",p.stepBudget,"prune",p.prune,p.guidance.kind,p.guidance.strength.toFixed(2),p.pool.map((m:any)=>`w${(m.max-m.min).toFixed(2)} s${m.sigma.toPrecision(2)} z${((m.mu-m.max)/m.sigma).toFixed(1)},${((m.min-m.mu)/m.sigma).toFixed(1)}`).join(" | "));
