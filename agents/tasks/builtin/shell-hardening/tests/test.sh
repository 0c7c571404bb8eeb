#!/bin/bash
# A judge that does not come to its end says nothing, and whatever the agent's code may have written counts for nothing.
node /tests/check.mjs && exit 0
rm -rf /logs/verifier/reward.json /logs/verifier/reward.txt
kill -KILL $$
