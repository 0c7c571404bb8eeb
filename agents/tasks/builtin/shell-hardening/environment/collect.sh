#!/bin/bash
# Copies the .txt files of a folder and its subfolders to another place, and says how many.
# Usage: collect.sh SOURCE TARGET
here=`pwd`
cd $1
count=0
for file in `find . -name *.txt`; do
  mkdir -p $here/$2/`dirname $file`
  cp $file $here/$2/$file
  count=`expr $count + 1`
done
echo copied $count
