# METADATA
# scope: package
# title: Ids and scopes of Azure
# description: Azure compares ids without case; so do these.
package lib.azure

# The subscription of an id; undefined where it has none.
subscription(id) := segment_after(id, "subscriptions")

# The resource group of an id, as it is spelt there; undefined where it has none.
resource_group(id) := segment_after(id, "resourcegroups")

# The last segment of an id.
name(id) := segments(id)[count(segments(id)) - 1]

# Whether two ids name one thing.
same(first, second) if {
	trim(lower(first), "/") == trim(lower(second), "/")
}

# Whether an id lies at a scope or below it; everything lies below `/`.
is_within(id, scope) if {
	wanted := segments(lower(scope))
	array.slice(segments(lower(id)), 0, count(wanted)) == wanted
}

segments(id) := [segment | some segment in split(id, "/"); segment != ""]

segment_after(id, key) := found[0] if {
	all := segments(id)
	found := [all[index + 1] | some index, segment in all; lower(segment) == key]
}
