# METADATA
# scope: package
# title: Nodes that fill a subscription move to subscriptions of their own
# description: >-
#   Resource groups serve as nodes until they use up what their subscription allows, role assignments above all. Then the
#   busiest ones become subscriptions, one after the other, before nobody can be let in any more. The finding names the one
#   that helps most. A subscription with a single node has nobody to make room for.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
# schemas:
#   - input: schema["subscription.schema"]
# custom:
#   subject: subscription
#   severity: high
#   code: NODE-003
#   class: mandatory
#   levels: {gate: warn, audit: warn}
#   requires: [role_assignment, resource_group]
#   parameters:
#     role_assignments_share:
#       type: number
#       default: 0.8
#       tighter: lower
#       description: Share of the limit on role assignments from which nodes should move
#     resource_groups_share:
#       type: number
#       default: 0.9
#       tighter: lower
#       description: Share of the limit on resource groups (980) from which nodes should move
#   remediation: Move the busiest nodes to subscriptions of their own, and deploy new products elsewhere.
package mesh.node.promote_to_subscription

import data.lib.limits
import data.parameters

role_assignments := input.limits.role_assignments

resource_groups := input.limits.resource_groups

share(usage) := usage.count / usage.limit if limits.known(usage)

deny contains violation if {
	share(role_assignments) >= parameters.role_assignments_share
	violation := object.union(told("role_assignments", role_assignments, "role assignments"), promotion)
}

deny contains violation if {
	share(resource_groups) >= parameters.resource_groups_share
	violation := told("resource_groups", resource_groups, "resource groups")
}

told(key, usage, noun) := {
	"message": sprintf("its %d nodes use %d of %d %s (%d %%)%s", [
		input.nodes.count,
		usage.count,
		usage.limit,
		noun,
		floor(share(usage) * 100),
		next(key),
	]),
	"path": ["limits", key],
	"key": key,
	"actual": usage.count,
	"expected": usage.limit,
}

first := input.promotion.first if {
	is_object(input.promotion.first)
	is_number(input.promotion.after.share)
} else := null

next("role_assignments") := sprintf("; %s (domain %s) should move first, with %d of them", [
	first.name,
	concat("", array.concat(domain_names, ["not known" | count(domain_names) == 0])),
	first.role_assignments,
]) if {
	first != null
} else := ""

next("resource_groups") := ""

domain_names := [domain | some domain in [first.domain]; domain != null]

promotion := {
	"parties": domain_names,
	"remediation": sprintf("Move %s to a subscription of its own first; that leaves %d role assignments here (%d %%).%s", [
		first.name,
		input.promotion.after.count,
		floor(input.promotion.after.share * 100),
		then,
	]),
} if {
	first != null
} else := {}

then := sprintf(" %s is the next.", [input.promotion.candidates[1].name]) if {
	input.promotion.after.share >= parameters.role_assignments_share
} else := ""

cannot_evaluate contains "the role assignments of the subscription were not collected" if {
	not limits.known(object.get(input, ["limits", "role_assignments"], null))
}

cannot_evaluate contains "the resource groups of the subscription were not collected" if {
	not limits.known(object.get(input, ["limits", "resource_groups"], null))
}

cannot_evaluate contains "the nodes of the subscription are not known" if {
	object.get(input, "nodes", "absent") == "absent"
}

# Its nodes are subscriptions already.
not_applicable if input.nodes == null

not_applicable if input.nodes.count < 2
