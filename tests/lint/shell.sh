#!/bin/sh
# Shell scripts are clean.
set -u
command -v shellcheck >/dev/null || { echo "shellcheck is not installed"; exit 77; }
cd "${top_srcdir:?}" || exit 1

bad=0
for script in bootstrap .ci/run tests/*/*.sh; do
    # .ci is not part of a release.
    [ ! -f "$script" ] || shellcheck "$script" || bad=1
done

# Control: the check must be able to fail.
# shellcheck disable=SC2016
if printf '#!/bin/sh\nrm $1/*\n' | shellcheck - >/dev/null; then
    echo "shellcheck found nothing wrong in a careless script"
    bad=1
fi
exit $bad
