#!/bin/sh
# Every word for the user is extracted and translated: no translation has a gap
# (potfiles.sh sees to it that no file is left out).
set -u
for tool in xgettext msgcmp msgfmt msguniq; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
cd "${top_srcdir:?}" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
bad=0

# 1. The words of today, freshly extracted.
awk -f po/forms.awk src/forms/*.form src/forms/*.measure | msguniq --no-wrap -o "$work/forms.pot"
grep '^src/' po/POTFILES.in |
    xgettext --files-from=- --directory=. --keyword=_ --keyword=N_ --keyword=C_:1c,2 \
        --from-code=UTF-8 --no-wrap -o "$work/source.pot" 2>"$work/notes"
msgcat --use-first --no-wrap "$work/source.pot" "$work/forms.pot" \
    -o "$work/all.pot" || bad=1

# 2. Each language has them all, and its formats fit.
while read -r lang; do
    case $lang in '' | '#'*) continue ;; esac
    msgcmp "po/$lang.po" "$work/all.pot" 2>"$work/gaps" || {
        bad=1
        head -n 20 "$work/gaps"
        echo "po/$lang.po has $(grep -c . "$work/gaps") gaps" \
            "(make -C build/po update-po)"
    }
    msgfmt -c --statistics -o /dev/null "po/$lang.po" || bad=1
done <po/LINGUAS

# Control: a word without its translation is found.
cp "$work/all.pot" "$work/more.pot"
printf '\nmsgid "a word that nobody translated"\nmsgstr ""\n' >>"$work/more.pot"
if msgcmp po/es.po "$work/more.pot" 2>/dev/null; then
    echo "msgcmp missed a gap"
    bad=1
fi
exit $bad
