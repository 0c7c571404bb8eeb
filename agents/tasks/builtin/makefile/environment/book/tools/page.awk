# A page of HTML from a chapter: awk -f page.awk WORDS CHAPTER
# WORDS has lines NAME=text; @NAME@ in a chapter stands for the text. An unknown name is an error.
BEGIN { FS = "=" }
NR == FNR { word[$1] = $2; next }
{
  line = $0
  while (match(line, /@[A-Z]+@/)) {
    name = substr(line, RSTART + 1, RLENGTH - 2)
    if (!(name in word)) { print FILENAME ": unknown word " name > "/dev/stderr"; failed = 1; exit 1 }
    line = substr(line, 1, RSTART - 1) word[name] substr(line, RSTART + RLENGTH)
  }
  print (FNR == 1 ? "<h1>" line "</h1>" : "<p>" line "</p>")
}
END { if (!failed) print "<!-- end -->" }
