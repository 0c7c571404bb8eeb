#!/bin/sh
# Builds everything, always, and goes on after a failure. To be replaced by the makefile.
mkdir -p build
for chapter in chapters/*.txt; do
  name=$(basename "$chapter" .txt)
  awk -f tools/page.awk words.txt "$chapter" > "build/$name.html"
done
awk -f tools/index.awk build/*.html > build/index.html
