#!/bin/sh
# The manual pages are sound mdoc.
set -u
command -v mandoc >/dev/null || { echo "mandoc is not installed"; exit 77; }
cd "${top_srcdir:?}/doc" || exit 1

bad=0
for page in *.[1-9]; do
    # Names of pages are looked up beside the file, not on the system.
    mandoc -T lint -W warning "$page" || bad=1
done

# Control: the check must be able to fail.
if printf '.Dd November 21, 2026\n.Dt X 1\n.Os\n.Sh NAME\n.Zz\n' |
    mandoc -T lint -W warning >/dev/null; then
    echo "mandoc found nothing wrong in a broken page"
    bad=1
fi
exit $bad
