export const RUN_FILE = "run.sh";

/**
 * A shell script that runs jobs one after the other, each of them to its own concurrency.
 *
 * @param names  of jobs: letters, digits and hyphens
 */
export function runScript(names: readonly string[]): string {
  return `#!/bin/sh
# Runs every job of this sweep by Harbor. Started again, it goes on: finished trials stay, those that were cut off run anew.
# Harbor keeps trials that ended by an exception. To run such ones again, import them first and name the exception, as in
#   sh run.sh -f ApiRateLimitError
cd "$(dirname "$0")" || exit 1
command -v harbor >/dev/null || { echo "run.sh: Harbor is not installed here" >&2; exit 127; }
failed=0
for job in ${names.join(" \\\n  ")}
do
  if [ -f "jobs/$job/config.json" ]
  then harbor job resume -p "jobs/$job" "$@" || failed=1
  else harbor run -c "configs/$job.yaml" || failed=1
  fi
done
exit $failed
`;
}
