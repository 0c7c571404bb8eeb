import { steeredPoint } from "../experiments/validation/searchedPoint.ts";
import { guidedPool } from "../theory/attempt/guidedPool.ts";
import { solveStage } from "../theory/stage.ts";
import { retentionGaps } from "../theory/guidance/oddsIdentity.ts";
const acc: Record<string, number[]> = {};
const time=<T>(n:string,f:()=>T)=>{const t=performance.now(); let r:T|undefined; try{r=f();}catch{} (acc[n]??=[]).push(performance.now()-t); return r;};
const N=60; const ok: Record<string,number>={};
for(let i=0;i<N;i++){const p=steeredPoint("lab",i); const q={...p,guidance:{kind:"none" as const,strength:0}}; const gp=guidedPool(p,p.pool.map((_,i)=>i)), bp=guidedPool(q,p.pool.map((_,i)=>i));
 const f: Record<string,number>={};
 for (const o of [9,14,20]) { f["g"+o]=time("guided "+o,()=>solveStage(gp,p,p.goal,o))?.acceptRate ?? NaN; f["b"+o]=time("base "+o,()=>solveStage(bp,q,p.goal,o))?.acceptRate ?? NaN; }
 for (const o of [9,14]) f["r"+o]=time("gap "+o,()=>retentionGaps(p,p.goal,o)(p.goal).gap) ?? NaN;
 for (const [n,e] of [["g 20-14",f.g20-f.g14],["g 14-9",f.g14-f.g9],["b 20-14",f.b20-f.b14],["b 14-9",f.b14-f.b9],["r",f.r14-f.r9]] as const) for (const lim of [5e-11,1e-10,2e-10]) if(Math.abs(e)<lim) ok[n+" "+lim]=(ok[n+" "+lim]??0)+1;
}
for(const k in acc) {const a=acc[k].toSorted((x,y)=>x-y); console.log(k,(a.reduce((s,x)=>s+x,0)/N).toFixed(1)+" ms mean", a[N/2].toFixed(1), a[N-3].toFixed(1));}
console.log(ok);
