import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";

/** Where a page stands and what it may point at. */
export interface Place {
  /** Folder of the Markdown pages. */ readonly source: string;
  /** Folder that the HTML is written to. */ readonly out: string;
  /** Anchors of every page, by its name without ending. */ readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
  /** The page that holds the link. */ readonly page: string;
}

/**
 * The address of a link in the rendered page: another page by its HTML, a file of the repository by its way from there, an address
 * of the web as it is.
 *
 * @throws Error where a page, an anchor or a file is not there
 */
export function linkTo(href: string, { source, out, anchors, page }: Place): string {
  if (/^https:/.test(href)) return href;
  if (/^[a-z][a-z+.-]*:/i.test(href) || isAbsolute(href)) throw new Error(`a link must be relative or https, got ${href}`);
  const [path, anchor] = href.split("#", 2) as [string, string | undefined];
  const target = path === "" ? page : path.endsWith(".md") && !path.includes("/") ? path.slice(0, -3) : undefined;
  if (target !== undefined) {
    const there = anchors.get(target);
    if (!there) throw new Error(`there is no page ${path}`);
    if (anchor !== undefined && !there.has(anchor)) throw new Error(`${target}.md has no heading #${anchor}`);
    return `${path === "" ? "" : htmlName(target)}${anchor === undefined ? "" : `#${anchor}`}`;
  }
  const file = resolve(source, path);
  if (!existsSync(file)) throw new Error(`there is no file ${path}`);
  return encodeURI(relative(out, file)) + (anchor === undefined ? "" : `#${anchor}`);
}

/** The README of the folder is its index. */
export const htmlName = (page: string): string => `${page === "README" ? "index" : page}.html`;

/** A picture of the repository, inside the page. @throws Error where it is not there, or no PNG */
export function pictureData(href: string, source: string): string {
  if (!href.endsWith(".png") || /^[a-z]+:/.test(href)) throw new Error(`a picture must be a PNG of the repository, got ${href}`);
  const file = resolve(source, href);
  if (!existsSync(file)) throw new Error(`there is no picture ${href}`);
  return `data:image/png;base64,${readFileSync(file).toString("base64")}`;
}

/** The anchor of a heading, as GitHub makes it. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}
