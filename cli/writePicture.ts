import { extname, join } from "node:path";
import { makeFolder, writeAtomically } from "../store/atomicFile.ts";
import { isPicture } from "./options.ts";

/**
 * Writes a picture to one .svg or .png file, or both kinds into a folder, which is made.
 *
 * @param name  of the files in a folder, without ending
 * @returns the files written
 */
export async function writePicture(
  picture: { readonly svg: string; readonly png: Uint8Array },
  out: string,
  name: string,
): Promise<string[]> {
  if (isPicture(out)) {
    await writeAtomically(out, picture[extname(out).slice(1) as "svg" | "png"], "--out");
    return [out];
  }
  await makeFolder(out, "--out");
  const written = (["svg", "png"] as const).map((each) => [join(out, `${name}.${each}`), picture[each]] as const);
  for (const [path, content] of written) await writeAtomically(path, content, "--out");
  return written.map(([path]) => path);
}
