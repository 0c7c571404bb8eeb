import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { Handler } from "vega-tooltip";
import { LIGHT } from "../../../figures/look.ts";
import type { PictureContent } from "./content.ts";

/** A whole specification, with its data and in the light look: what a reader redraws it from. */
export function wholeSpec(content: PictureContent): TopLevelSpec {
  return { ...content.spec(LIGHT), datasets: content.datasets } as TopLevelSpec;
}

/**
 * A view of a specification. Its expressions are interpreted, not compiled: the pages' policy allows no evaluation.
 *
 * @param host  left out for a view that is only exported
 */
export function viewOf(spec: TopLevelSpec, host?: HTMLElement): vega.View {
  // On a page the picture as a whole is told of by its summary; names of each mark would be read out one by one,.
  const quiet = host ? { config: { mark: { aria: false }, axis: { aria: false }, legend: { aria: false } } } : {};
  const runtime = vega.parse(compile(spec, quiet).spec, undefined, { ast: true });
  const view = new vega.View(runtime, {
    expr: expressionInterpreter,
    renderer: host ? "svg" : "none",
    loader: offlineLoader(),
  } as vega.ViewOptions);
  if (host) {
    view.initialize(host);
    view.tooltip(new Handler({ theme: "custom" }).call);
  }
  return view;
}

/** Pictures hold their data: nothing may be fetched, whatever a specification says. */
function offlineLoader(): vega.Loader {
  const refuse = (address: string) => Promise.reject(new Error(`a picture must hold its data, but asks for ${address}`));
  return { ...vega.loader(), load: refuse, http: refuse, file: refuse } as vega.Loader;
}
