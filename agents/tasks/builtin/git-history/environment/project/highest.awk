BEGIN { FS = "," }
$3 > most[$1] { most[$1] = $3 }
END { for (name in most) print name, most[name] }
