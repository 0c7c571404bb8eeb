#!/bin/bash
set -e
cat > /app/collect.sh <<'END'
#!/bin/bash
# Copies the .txt files of a folder and its subfolders to another place, and says how many.
# Usage: collect.sh SOURCE TARGET
set -u

if [ $# -ne 2 ] || [ ! -d "$1" ] || [ -z "$2" ]; then
  echo "usage: collect.sh SOURCE TARGET, where SOURCE is a folder" >&2
  exit 2
fi
# A path that begins with / or ./ is never taken for an option.
case $1 in /*) source=$1 ;; *) source=./$1 ;; esac
case $2 in /*) target=$2 ;; *) target=./$2 ;; esac

copied=0
status=0

# Copied beside its place first, so that nothing is half-done; renamed over what is there, links included.
copy() {
  local to=$target/$1
  local folder=${to%/*}
  local part
  mkdir -p "$folder" || return 1
  if [ -d "$to" ] && [ ! -L "$to" ]; then return 1; fi
  part=$(mktemp "$folder/.collect.XXXXXX" && echo .) || return 1
  part=${part%$'\n'.}
  cp --preserve=mode "$source/$1" "$part" && mv -fT "$part" "$to" && return 0
  rm -f "$part"
  return 1
}

while IFS= read -r -d '' file; do
  if copy "$file"; then
    copied=$((copied + 1))
  else
    printf 'not copied: %s\n' "$file" >&2
    status=1
  fi
done < <(find "$source/" -type f -name '*.txt' -printf '%P\0')

printf 'copied %d\n' "$copied"
exit "$status"
END
bash -n /app/collect.sh
