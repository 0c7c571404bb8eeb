import type { Command } from "commander";
import { InvalidInput } from "../model/invalid.ts";

/**
 * Makes a command one that only holds others, and lets it and all below it throw what is wrong with their words instead of ending
 * the process. To be called once, when all commands are added.
 */
export function takesCommands(group: Command): void {
  group
    .usage("COMMAND [options]")
    .helpCommand(false)
    .allowExcessArguments()
    .allowUnknownOption() // so that a mistyped command is named, not the option behind it
    .action(() => refuse(group));
  throwsErrors(group);
  for (const command of group.commands) {
    if (command.commands.length > 0) takesCommands(command);
    else throwsErrors(command.allowExcessArguments(false)); // excess is inherited from the group otherwise
  }
}

function throwsErrors(command: Command): void {
  command.exitOverride((error) => {
    // A mistyped option leaves the one that was meant missing: the typing error is what the user can mend.
    const mistyped = command.args.find((word) => /^-./.test(word));
    if (error.code === "commander.missingMandatoryOptionValue" && mistyped !== undefined) (command as Naming).unknownOption(mistyped);
    throw error;
  });
  command.configureOutput({ outputError: () => undefined }); // the line is written where the error is caught
}

/** What commander says of an option that it does not know, with its suggestion; not in its types. */
interface Naming extends Command {
  unknownOption(flag: string): void;
}

function refuse(group: Command): void {
  if (group.parent && group.args.length === 0) {
    group.outputHelp();
    return;
  }
  const names = group.commands.map((command) => command.name()).join(", ");
  const given = group.args.find((word) => !word.startsWith("-"));
  const help = `see ${pathOf(group)} --help`;
  if (given === undefined && group.args.length > 0)
    throw new InvalidInput("COMMAND", `must come before options; unknown option '${group.args[0]}'; ${help}`);
  throw new InvalidInput("COMMAND", `must be one of ${names}; ${help}`, given);
}

/** "harness-lab relatives". */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
