/**
 * Runs inside of the sandbox: listens on 127.0.0.1, hands every connection to the unix socket of the model's proxy, then starts
 * the command and ends as it ends. `relay.pl` does the same and is up in a twentieth of the time; this one is for machines without Perl and for other processors.
 *
 * usage: node relay.mjs PORT SOCKET PROGRAM [ARGUMENT ...]
 */
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { constants } from "node:os";

const [port, socket, program, ...args] = process.argv.slice(2);
const server = createServer({ allowHalfOpen: true, noDelay: true }, (inner) => {
  const outer = connect({ path: socket, allowHalfOpen: true });
  const close = () => [inner, outer].forEach((end) => void end.destroy());
  for (const [from, to] of [
    [inner, outer],
    [outer, inner],
  ]) {
    from.on("error", close);
    from.pipe(to);
  }
});
server.listen(Number(port), "127.0.0.1", () => {
  const child = spawn(program, args, { stdio: "inherit" });
  process.on("SIGTERM", () => undefined); // the command gets its own, and its end is ours
  child.on("error", (error) => {
    process.stderr.write(`relay: ${program}: ${error.code}\n`);
    process.exit(127);
  });
  child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
});
