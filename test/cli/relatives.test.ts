import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { lab } from "./lab.ts";

const asked = async (line: string) =>
  JSON.parse((await here(["relatives", ...line.split(" "), "--json"])).stdout) as Record<string, number>;

describe("relatives", () => {
  test("alone shows its help", async () => {
    const { code, stdout, stderr } = await here(["relatives"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: harness-lab relatives COMMAND[\s\S]*voting/);
  });

  test("half-life", async () => {
    expect(await asked("half-life --half-life 60 --length 30 --target 0.25")).toEqual({
      halfLife: 60,
      hazard: expect.closeTo(Math.LN2 / 60, 15),
      length: 30,
      success: expect.closeTo(Math.SQRT1_2, 15),
      failRate: expect.closeTo(1 - Math.SQRT1_2, 15),
      target: 0.25,
      horizon: expect.closeTo(120, 12),
    });
  });

  test("half-life by steps", async () => {
    const { stepSuccess, stepFailRate, halfLifeInSteps } = await asked("half-life --half-life 60 --step 1");
    expect([stepSuccess + stepFailRate, halfLifeInSteps]).toEqual([expect.closeTo(1, 15), expect.closeTo(60, 10)]);
  });

  test("weibull, and what is infinite is named", async () => {
    const { absent, ...figures } = await asked("weibull --half-life 60 --shape 0.5 --length 0");
    expect(figures).toEqual({
      halfLife: 60,
      shape: 0.5,
      scale: expect.closeTo(60 / Math.LN2 ** 2, 10),
      length: 0,
      success: 1,
      failRate: 0,
    });
    expect(absent).toEqual({ hazard: expect.stringContaining("infinite") });
  });

  test("voting by lead and by target", async () => {
    expect((await asked("voting --accuracy 0.99 --steps 1e6 --ahead 4")).success).toBeCloseTo(0.9896, 4);
    expect((await asked("voting --accuracy .999 --steps 1048575 --target 0.9989")).ahead).toBe(3);
    expect(await asked("voting --accuracy 0 --steps 3 --ahead 2")).toMatchObject({ success: 0, absent: { risk: expect.any(String) } });
  });

  test("pass-at-k", async () => {
    const { passAtK, passHatK } = (await asked("pass-at-k --trials 5 --passed 2 --k 2")) as unknown as Record<
      string,
      { mean: number; count: number }
    >;
    expect([passAtK.mean, passHatK.mean, passAtK.count]).toEqual([expect.closeTo(0.7, 15), expect.closeTo(0.1, 15), 5]);
  });

  test("figure writes picture, data and caption, and says so", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await lab(folder, ["relatives", "figure", "--out", "made", "--json"]);
    expect([code, stderr]).toEqual([0, "6 of 6 claims hold; open made/relatives.png\n"]);
    const { files } = JSON.parse(stdout) as { files: string[] };
    expect(readdirSync(`${folder}/made`).toSorted()).toEqual(files.toSorted());
    expect(readFileSync(`${folder}/made/relatives-1.csv`, "utf8")).toMatch(
      /a step cannot stop at ℓ,stages\.count,count,1,acceptRate,probability,0\.00038/,
    );
  });

  test("in words by default", async () => {
    const { stdout } = await here("relatives pass-at-k --trials 20 --passed 7 --k 4".split(" "));
    expect(stdout).toMatch(/estimate +95% low +95% high\n.*\npass@4 +0\.85/);
  });

  test.each(["half-life", "weibull", "voting", "pass-at-k", "figure"])("%s --help shows an example", async (command) => {
    const { code, stdout, stderr } = await here(["relatives", command, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n[\\s\\S]*harness-lab relatives ${command} --`));
  });
});

test.each([
  ["vote --steps 3", /COMMAND must be one of .*got "vote"/],
  ["--steps", /COMMAND must come before options; unknown option '--steps'/],
  ["voting --steps 3", /'--accuracy <p>' not specified/],
  ["voting --accuracy 0.9 --steps 3", /--ahead or --target must be given/],
  ["voting --accuracy 0.9 --steps 3 --ahead 1 --target 0.5", /--ahead or --target must be given, and not both/],
  ["voting --accuracy high --steps 3 --ahead 1", /--accuracy must be a number, such as 0\.99 or 1e6, got "high"/],
  ["voting --accuracy 0x1 --steps 3 --ahead 1", /--accuracy must be a number/],
  ["voting --accuracy 1e999 --steps 3 --ahead 1", /--accuracy must be a number/],
  ["voting --accuracy 0.9 --steps 2.5 --ahead 1", /steps must be a whole number .*got 2\.5/],
  ["voting --accuracy 0.5 --steps 9 --target 0.9", /accuracy must be > 0\.5 for this target/],
  ["voting --accuracy 0.9 --steps 3 --ahead 1 --votes", /unknown option '--votes'/],
  ["voting --accuracy 0.9 --steps 3 --ahead 1 more", /too many arguments/],
  ["half-life --half-life 60", /--length or --target or --step must be given/],
  ["half-life --half-life 0 --length 1", /halfLife must be >= /],
  ["weibull --half-life 60 --length 1", /'--shape <beta>' not specified/],
  ["pass-at-k --trials 5 --passed 6 --k 1", /passed must be a whole number from 0 to 5, got 6/],
  ["figure --out ", /--out must name a file or a folder/],
  ["figure --out /dev/null/x", /--out must be writable/],
])("bad input, exit 2 and one line: relatives %s", async (line, message) => {
  const { code, stdout, stderr } = await here(["relatives", ...(line === "" ? [] : line.split(" "))]);
  expect([code, stdout, stderr.split("\n").length]).toEqual([2, "", 2]);
  expect(stderr).toMatch(message);
});
