/** Puts the state of the page into its address, without a step of the browser's own. */
export function keepInAddress(query: string): void {
  history.replaceState(null, "", `${location.pathname}${query}`);
}
