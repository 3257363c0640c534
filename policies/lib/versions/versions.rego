# METADATA
# scope: package
# title: Versions
# description: Semantic versions with or without a leading v, and with one, two or three numbers.
package lib.versions

# `[major, minor, patch]`; undefined for what is no version.
parts(text) := [to_number(found[1]), number(found[2]), number(found[3])] if {
	found := regex.find_all_string_submatch_n(`^[vV]?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:[-+].*)?$`, trim_space(text), 1)[0]
}

number("") := 0

number(text) := to_number(text) if {
	text != ""
}

# -1, 0 or 1, as the first is lower than, the same as or higher than the second; labels after the numbers do not count.
compare(first, second) := -1 if {
	parts(first) < parts(second)
} else := 1 if {
	parts(first) > parts(second)
} else := 0 if {
	parts(first) == parts(second)
}
