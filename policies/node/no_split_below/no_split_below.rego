# METADATA
# scope: package
# title: Ownership is not split below the node
# description: >-
#   A node is the unit that a domain owns, is billed for, and lets others into. Storage accounts or containers of one node
#   that belong to several domains share its roles, its limits and its bill, and nobody can promise for it alone.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: high
#   code: NODE-002
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [resource]
#   parameters:
#     max_domains: {type: integer, default: 1, tighter: lower, description: Domains that may own something in one node}
#   remediation: Give each domain a node of its own, and move what belongs to the others there.
package mesh.node.no_split_below

import data.lib.lists
import data.lib.similarity
import data.lib.words
import data.parameters

below := {entry.domain | some entry in lists.of(input.owners_below)}

own := {input.domain} if {
	is_string(input.domain)
} else := set()

domains := below | own

# One domain may be spelt in two ways in tags.
distinct := {similarity.plain(domain) | some domain in domains}

# The first that is not of the node's own domain.
foreign := [index |
	some index, entry in lists.of(input.owners_below)
	not entry.domain in own
]

deny contains violation if {
	count(distinct) > parameters.max_domains
	violation := {
		"message": sprintf("what it holds belongs to %d domains: %s", [
			count(distinct),
			words.enumeration({described(domain) | some domain in domains}),
		]),
		"path": ["owners_below", foreign[0]],
		"parties": domains,
		"actual": count(distinct),
		"expected": parameters.max_domains,
	}
}

described(domain) := sprintf("%s (%s)", [domain, things(entry)]) if {
	some entry in lists.of(input.owners_below)
	entry.domain == domain
} else := sprintf("%s (the node itself)", [domain])

things(entry) := words.enumeration(names) if {
	entry.count <= 3
	names := {thing.name | some thing in lists.of(entry.things)}
} else := sprintf("%s and %d more", [entry.things[0].name, entry.count - 1])

cannot_evaluate contains "the resources in the node were not collected" if {
	object.get(input, "owners_below", null) == null
}

not_applicable if {
	input.owners_below != null
	count(input.owners_below) == 0
}
