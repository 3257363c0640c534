# METADATA
# scope: package
# title: Words for messages
package lib.words

# A list of texts as a person would say it, in order: "a", "a and b", "a, b and c".
enumeration(items) := concat(", ", sorted) if {
	sorted := sort(items)
	count(sorted) < 2
} else := text if {
	sorted := sort(items)
	last := count(sorted) - 1
	text := sprintf("%s and %s", [concat(", ", array.slice(sorted, 0, last)), sorted[last]])
}

# A count with its noun, which takes an "s" for all but one.
counted(number, noun) := sprintf("%d %s", [number, noun]) if {
	number == 1
} else := sprintf("%d %ss", [number, noun])
