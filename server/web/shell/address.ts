import { say } from "./notice.ts";

/** Beyond this servers refuse an address. */
const LONGEST_LINK = 8_000;

/** Puts the state of the page into its address, without a step of the browser's own. */
export function keepInAddress(query: string): void {
  history.replaceState(null, "", `${location.pathname}${query}`);
}

/**
 * The same of a link to this page.
 *
 * @param tooLong  said instead, where no address holds it
 */
export function keepLink(link: string, tooLong: string): void {
  if (link.length > LONGEST_LINK) say(tooLong, "fault");
  else keepInAddress(link.slice(link.indexOf("?")));
}
