# A list of the titles of pages: awk -f index.awk PAGE...
FNR == 1 {
  gsub(/<\/?h1>/, "")
  print "<li><a href=\"" FILENAME "\">" $0 "</a></li>"
}
