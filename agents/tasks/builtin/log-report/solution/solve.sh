#!/bin/bash
set -e
cat > /app/report.sh <<'END'
#!/bin/bash
set -euo pipefail
export LC_ALL=C
logs=$1 out=$2
mkdir -p -- "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Every line with its end, whether or not the file has the last one.
find "$logs" -mindepth 1 -maxdepth 1 -name '*.log' -exec awk '$0 != ""' {} + > "$work/lines"
two='[0-9][0-9]'
awk -v form="^$two$two-$two-${two}T$two:$two:${two}Z [a-z-]+ [1-5]$two [0-9]+ r-[0-9a-f]+\$" '$0 ~ form' "$work/lines" | sort > "$work/good"
awk '!seen[$5]++' "$work/good" > "$out/clean.txt"

awk -v OFS='\t' '{ n[$2]++; bad[$2] += $3 >= 500 } END { for (name in n) print name, n[name], bad[name] }' "$out/clean.txt" |
  sort -t $'\t' -k 1,1 > "$out/errors.tsv"

awk '{ print $2, $4 }' "$out/clean.txt" | sort -k 1,1 -k 2,2n | awk -v OFS='\t' '
  function flush() { if (n) print name, all[int((95 * n + 99) / 100)] }
  $1 != name { flush(); n = 0; name = $1 }
  { all[++n] = $2 }
  END { flush() }' > "$out/slow.tsv"

awk '{ print substr($1, 1, 13), $2 }' "$out/clean.txt" | sort | uniq -c | awk -v OFS='\t' '
  function flush() { if (hour != "") print hour, all, best }
  $2 != hour { flush(); hour = $2; all = most = 0 }
  { all += $1; if ($1 > most) { most = $1; best = $3 } }
  END { flush() }' > "$out/hours.tsv"

lines=$(wc -l < "$work/lines") good=$(wc -l < "$work/good") clean=$(wc -l < "$out/clean.txt")
printf '{"lines": %d, "bad": %d, "repeated": %d, "requests": %d}\n' "$lines" $((lines - good)) $((good - clean)) "$clean" > "$out/summary.json"
END
bash /app/report.sh /app/logs /app/report
cat /app/report/summary.json
