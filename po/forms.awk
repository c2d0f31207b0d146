# The words of form files as a .pot: titles, labels, hints, and each option by
# itself.  The program looks up exactly these strings (tacet-form(5)).
BEGIN {
	print "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\""
}
function say(text) {
	gsub(/^[ \t]+|[ \t\r]+$/, "", text)
	if (text == "" || text ~ /^[0-9]+$/)
		return
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	file = FILENAME
	sub(/^.*\/src\/forms\//, "src/forms/", file)
	printf "\n#: %s:%d\nmsgid \"%s\"\nmsgstr \"\"\n", file, FNR, text
}
# The words of a measure are as they were tested: only its name and its bands
# are ours to say in another language.
FILENAME ~ /\.measure$/ && /^band[ \t]*=/ {
	sub(/^band[ \t]*=[ \t]*[0-9]+-[0-9]+[ \t]/, "")
	say($0)
}
FILENAME ~ /\.measure$/ && !/^title/ {
	next
}
/^(title|label|hint)[ \t]*=/ {
	sub(/^[a-z]+[ \t]*=/, "")
	say($0)
}
/^options[ \t]*=/ {
	sub(/^options[ \t]*=/, "")
	n = split($0, option, ",")
	for (i = 1; i <= n; i++)
		say(option[i])
}
