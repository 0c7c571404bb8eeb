import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { bytes, judge, run, scratch, text } from "./judge.mjs";

const PROJECT = "/app/project";
const KEY = "kd83-XQ7-vinegar-tram";
const SECRET_PATHS = ["deploy.env", "settings/deploy.env"];
const TAGGED = "Find the highest tide of each harbour";

/** The history that is wanted: message, author, author's date, and the blobs that the commit sets. */
const UPLOAD_MOVED = "22b88be40db270538a97b7fd286711855545f7ab";
const WANTED = [
  ["Say what the project is", "Mara", 1930208400, { "README.md": "5c36c5a1feed45ea8b1b6129c2688baad3c11ef1" }],
  ["Add the heights of March", "Ilja", 1930217400, { "heights.csv": "a76029f9210f9df4b050e676b1915f722811da11" }],
  ["Upload the heights", "Mara", 1930378200, { "upload.sh": "b83dd0562feba4c9008abab3df98eec89158ecb5" }],
  [TAGGED, "Ilja", 1930495500, { "highest.awk": "e3b7359d3aef864e500db3e2fb9a40bcd32c0bde" }],
  ["Keep settings in a folder", "Ilja", 1930645200, { "upload.sh": UPLOAD_MOVED }],
  ["Remove the key", "Mara", 1930722900, {}],
  ["Add the harbour in the east", "Mara", 1930902000, { "heights.csv": "5a5c4db60586e289be2196e6b198f4802c84cdb1" }],
  [
    "Find the lowest tide of each harbour",
    "Ilja",
    1930827900,
    { "README.md": "84611e92bcecc63b87adaf441c3b5cba88cce08d", "lowest.awk": "c9a60c609fd1982a65898a496f1a901e01530e84" },
  ],
];

/** Only objects and references are taken over: settings and hooks of a repository can name programs to run. */
const copy = scratch();
const environment = { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_NO_REPLACE_OBJECTS: "1", GIT_DIR: `${copy}/r` };
async function git(...words) {
  const { code, stdout, stderr } = await run(["git", ...words], { environment });
  assert.equal(code, 0, `git ${words[0]}: ${stderr}`);
  return stdout;
}

/** Every file below a folder, with no link on the way. */
function filesBelow(folder, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    assert.ok(entry.isDirectory() || entry.isFile(), `${path} is neither file nor folder`);
    if (entry.isDirectory()) filesBelow(path, found);
    else found.push(path);
    assert.ok(found.length < 5000, "too many files");
  }
  return found;
}

let taken;
const take = () => {
  taken ??= (async () => {
    filesBelow(`${PROJECT}/.git`);
    assert.equal(text(`${PROJECT}/.git/HEAD`).trim(), "ref: refs/heads/main", "main is not checked out");
    await git("init", "--quiet", "--bare");
    for (const name of ["objects", "refs", "packed-refs", "index"]) {
      const from = `${PROJECT}/.git/${name}`;
      if (existsSync(from)) cpSync(from, `${copy}/r/${name}`, { recursive: true, filter: (path) => !path.endsWith("alternates") });
    }
  })();
  return taken;
};

const lines = (printed) => printed.split("\n").filter(Boolean);
async function filesOf(commit) {
  return Object.fromEntries(lines(await git("ls-tree", "-r", commit)).map((line) => [line.split("\t")[1], line.split(/\s/)[2]]));
}

let known;
/** Commits of main, oldest first. */
const history = async () => {
  known ??= readHistory();
  return [...(await known)];
};
async function readHistory() {
  await take();
  const commits = lines(await git("log", "--reverse", "--format=%H%x09%P%x09%s%x09%an <%ae>%x09%at%x09%b", "refs/heads/main", "--"));
  return Promise.all(
    commits.map(async (line) => {
      const [id, parents, subject, author, at, body] = line.split("\t");
      return { id, parents: parents.split(" ").filter(Boolean).length, subject, author, at: Number(at), body, files: await filesOf(id) };
    }),
  );
}

const isWanted = (commit, [subject, name, at], files) =>
  assert.deepEqual(
    { ...commit, id: "", parents: 0 },
    { id: "", parents: 0, subject, author: `${name} <${name.toLowerCase()}@example.org>`, at, body: "", files },
    `the commit "${subject}" is not as it was`,
  );

async function historyIsKept() {
  const commits = await history();
  let files = {};
  for (const wanted of WANTED) {
    files = { ...files, ...wanted[3] };
    const empty = Object.keys(wanted[3]).length === 0;
    if (empty && commits[0]?.subject !== wanted[0]) continue;
    const commit = commits.shift();
    assert.ok(commit && commit.parents === (wanted === WANTED[0] ? 0 : 1), `"${wanted[0]}" is missing, or history is no line`);
    isWanted(commit, wanted, files);
  }
  assert.equal(commits.length, 0, "there are more commits than before");
  return files;
}

/** The commits are there by name, so that an empty history does not pass for a clean one. */
async function fullHistory() {
  const commits = await history();
  const names = WANTED.map(([subject]) => subject);
  for (const name of names.slice(0, -1))
    assert.ok(name === "Remove the key" || commits.some(({ subject }) => subject === name), `"${name}" is missing`);
  for (const path of SECRET_PATHS)
    for (const { files, subject } of commits) assert.ok(!Object.hasOwn(files, path), `"${subject}" holds ${path}`);
  return commits;
}

await judge({
  recovered: async () => {
    const { files, ...tip } = (await history()).at(-1);
    const kept = Object.fromEntries(Object.entries(files).filter(([path]) => !SECRET_PATHS.includes(path)));
    isWanted({ ...tip, files: kept }, WANTED.at(-1), Object.assign({}, ...WANTED.map((wanted) => wanted[3])));
  },
  "file-gone": fullHistory,
  "history-kept": historyIsKept,
  "tag-moved": async () => {
    const commits = await fullHistory();
    const tag = lines(await git("cat-file", "tag", "refs/tags/v1.0"));
    assert.equal(tag.at(-1), "First tables", "the tag has another message");
    const target = (await git("rev-parse", "refs/tags/v1.0^{commit}")).trim();
    assert.equal(commits.find(({ id }) => id === target)?.subject, TAGGED, "the tag stands on no such commit of main");
  },
  purged: async () => {
    const files = await historyIsKept();
    const references = lines(await git("for-each-ref", "--format=%(refname)"));
    assert.deepEqual(references, ["refs/heads/main", "refs/tags/v1.0"], "there are other references");
    await git("fsck", "--full", "--strict");
    const objects = await git("cat-file", "--batch-all-objects", "--batch", "--buffer");
    assert.ok(objects.length < 2 ** 20 && !objects.includes(KEY), "an object holds the key");
    assert.deepEqual(readdirSync("/app"), ["project"], "/app holds more than the project");
    const found = filesBelow(PROJECT);
    for (const path of found) assert.ok(!bytes(path).includes(KEY), `${path} holds the key`);
    assert.equal(await git("diff-index", "--cached", "--name-only", "refs/heads/main", "--"), "", "something is staged");
    const outside = found.map((path) => path.slice(PROJECT.length + 1)).filter((path) => !path.startsWith(".git/"));
    assert.deepEqual(outside.sort(), Object.keys(files).sort(), "the working tree is not clean");
    for (const path of outside)
      assert.equal((await git("hash-object", "--no-filters", `${PROJECT}/${path}`)).trim(), files[path], `${path} is changed`);
  },
});
