# METADATA
# scope: package
# title: Similarity
# description: How alike two collections or two names are, from 0 (nothing in common) to 1 (the same).
package lib.similarity

# The share of what two collections have in common (Jaccard); two empty ones are alike.
jaccard(first, second) := 1 if {
	count(as_set(first) | as_set(second)) == 0
} else := count(as_set(first) & as_set(second)) / count(as_set(first) | as_set(second))

as_set(items) := {item | some item in items}

# Whether two names are one but for case and the signs between words.
same_name(first, second) if {
	plain(first) == plain(second)
}

plain(text) := regex.replace(lower(text), `[^\pL\pN]+`, "")
