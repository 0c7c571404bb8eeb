#!/bin/bash
set -e
cd /app/project
export FILTER_BRANCH_SQUELCH_WARNING=1
git config user.name Mara
git config user.email mara@example.org
lost=$(git reflog --format='%H %gs' | sed -n 's/ commit: Find the lowest tide.*//p')
git cherry-pick "$lost"
git filter-branch --index-filter 'git rm -q --cached --ignore-unmatch deploy.env settings/deploy.env' --tag-name-filter cat -- --all
git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin
git reflog expire --expire=now --all
rm -f .git/ORIG_HEAD
git gc -q --prune=now
git status
