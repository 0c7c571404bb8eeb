import { searchedPoint, steeredPoint } from "../experiments/validation/searchedPoint.ts";
import { granularityChecks } from "../experiments/validation/granularityChecks.ts";
import { guidanceChecks } from "../experiments/validation/guidanceChecks.ts";
import { stoppingChecks } from "../experiments/validation/stoppingChecks.ts";
import { exactPassRate } from "../theory/passRate.ts";
import { stageCurve } from "../theory/stageCurve.ts";
import { costSplit } from "../theory/granularity/executionCost.ts";
const acc: Record<string, number[]> = {};
const time=(n:string,f:()=>unknown)=>{const t=performance.now(); try{f();}catch{} (acc[n]??=[]).push(performance.now()-t);};
const N=100;
for(let i=0;i<N;i++){const p=searchedPoint("lab",i); const u={...p,prune:0}; const s=steeredPoint("lab",i);
 let c:any; time("curves",()=>{c={fine:stageCurve(u,Math.max(p.goal,...(p.stages.kind==="explicit"?p.stages.requests:[0])),14),coarse:stageCurve(u,Math.max(p.goal,...(p.stages.kind==="explicit"?p.stages.requests:[0])),9)};});
 time("T1",()=>granularityChecks(p,()=>c)); time("T1 pass",()=>exactPassRate(p,14,9)); time("T1 split",()=>costSplit(u,c.fine)); time("T2",()=>guidanceChecks(s)); time("T3",()=>stoppingChecks(u,()=>c));
}
for(const k in acc) {const a=acc[k].toSorted((x,y)=>x-y); console.log(k,(a.reduce((s,x)=>s+x,0)/N).toFixed(1)+" ms mean", a[50].toFixed(1), a[95].toFixed(1), a[99].toFixed(1));}
