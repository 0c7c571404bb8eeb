import type { AdditionTask } from "../../../model/trial.ts";

/**
 * The script that an agent adds by: POSIX shell and awk, writing to the ledger beside it and to nothing else. It keeps an agent from slips;
 * the ledger is judged by what is in it, however that came to be there. Sums are added in order in double precision, as they are judged,
 * and printed in 15 digits.
 */
export const scriptOf = ({ total }: Pick<AdditionTask, "total">): string => `#!/bin/sh
# The ledger of this folder. ./ledger begin STAGE | ./ledger add NUMBER${total === "shown" ? " | ./ledger sum" : ""}
set -eu
LC_ALL=C
export LC_ALL
case $0 in */*) cd -- "\${0%/*}" ;; esac

refuse() {
  printf 'ledger: %s\\n' "$1" >&2
  exit 2
}

# Of the last attempt: its sum where it is shown, and how many numbers it has.
tell() {
  awk '/^#/ { sum = 0; count = 0; next } NF { sum += $1; count++ }
    END { printf "${total === "shown" ? "Sum of this attempt: %.15g (%d number%s).\\n" : "%.0s%d number%s in this attempt.\\n"}", sum, count, count == 1 ? "" : "s" }' ledger.txt
}

case \${1-} in
begin)
  [ $# -eq 2 ] || refuse 'write: ./ledger begin STAGE'
  case $2 in '' | 0* | *[!0-9]* | ??????*) refuse "STAGE must be a whole number from 1, got '$2'" ;; esac
  attempt=$(awk -v stage="$2" '/^# stage/ && $3 == stage { count++ } END { print count + 1 }' ledger.txt)
  printf '# stage %s attempt %s\\n' "$2" "$attempt" >>ledger.txt
  printf 'Stage %s, attempt %s: begun. Its sum is 0.\\n' "$2" "$attempt"
  ;;
add)
  [ $# -eq 2 ] || refuse 'write: ./ledger add NUMBER, one number at a time'
  case $2 in
  *[!0-9.]* | *.*.* | .* | *. | '') refuse "NUMBER must be a plain decimal of 0 or more, such as 6.25, got '$2'" ;;
  esac
  whole=\${2%%.*}
  [ \${#whole} -le 30 ] && [ \${#2} -le 60 ] || refuse 'NUMBER must have at most 30 digits before the point, and 60 characters'
  awk '/^# stage/ { found = 1 } END { exit !found }' ledger.txt || refuse 'no attempt is begun'
  printf '%s\\n' "$2" >>ledger.txt
  printf 'Added %s. ' "$2"
  tell
  ;;
${total === "shown" ? "sum) tell ;;\n" : ""}*) refuse 'write: ./ledger begin STAGE, or ./ledger add NUMBER' ;;
esac
`;
