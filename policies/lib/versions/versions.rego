# METADATA
# scope: package
# title: Versions
# description: Semantic versions with or without a leading v, and with one, two or three numbers.
package lib.versions

# `[major, minor, patch]`; undefined for what is no version.
parts(text) := [to_number(padded[0]), to_number(padded[1]), to_number(padded[2])] if {
	steps := split(split(split(bare(trim_space(text)), "-")[0], "+")[0], ".")
	count(steps) <= 3
	every step in steps {
		is_whole(step)
	}
	padded := array.concat(steps, ["0", "0"])
}

# Without the leading v.
bare(text) := substring(text, 1, -1) if {
	lower(substring(text, 0, 1)) == "v"
} else := text

# Digits only, and at least one.
is_whole(step) if {
	step != ""
	trim(step, "0123456789") == ""
}

# -1, 0 or 1, as the first is lower than, the same as or higher than the second; labels after the numbers do not count.
compare(first, second) := -1 if {
	parts(first) < parts(second)
} else := 1 if {
	parts(first) > parts(second)
} else := 0 if {
	parts(first) == parts(second)
}
