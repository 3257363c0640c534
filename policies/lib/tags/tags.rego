# METADATA
# scope: package
# title: Tags
# description: Azure compares the names of tags without case and their values with case.
package lib.tags

# The value of a tag by its name in any case; undefined where it is absent, null or blank.
value(tags, name) := found[0] if {
	found := [text |
		some key in sort(object.keys(tags))
		lower(key) == lower(name)
		text := tags[key]
		trim_space(sprintf("%v", [text])) != ""
		text != null
	]
}

# Whether a tag is there and says something.
has(tags, name) if {
	_ := value(tags, name)
}

# Lower case, with `-` between words: how a name looks in a tag.
slug(text) := trim(regex.replace(lower(text), `[^a-z0-9]+`, "-"), "-")
