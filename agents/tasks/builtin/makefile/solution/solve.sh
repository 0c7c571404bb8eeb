#!/bin/bash
set -e
cd /app
cat > Makefile <<'END'
PAGES := $(patsubst chapters/%.txt,build/%.html,$(sort $(wildcard chapters/*.txt)))
OLD := $(filter-out $(PAGES) build/index.html,$(wildcard build/*.html))

.DELETE_ON_ERROR:
.PHONY: all clean FORCE

all: build/index.html

# A page without a chapter makes the index out of date, though nothing that is left is newer.
build/index.html: $(PAGES) tools/index.awk $(if $(OLD),FORCE)
	$(if $(OLD),rm -f $(OLD))
	@mkdir -p build
	awk -f tools/index.awk $(PAGES) > $@

build/%.html: chapters/%.txt words.txt tools/page.awk
	@mkdir -p build
	awk -f tools/page.awk words.txt $< > $@

clean:
	rm -rf build
END
rm build.sh
make
make -q
