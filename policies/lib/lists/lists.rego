# METADATA
# scope: package
# title: Lists
# description: A fact that is not known is null, and null cannot be gone through. A policy says apart that it is not known.
package lib.lists

# The list; empty where it is none, such as null.
of(value) := value if {
	is_array(value)
} else := []
