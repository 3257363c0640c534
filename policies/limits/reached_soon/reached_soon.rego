# METADATA
# scope: package
# title: No limit of a subscription is reached soon
# description: >-
#   A subscription that fills up by a few role assignments a day has months left, and then none: nobody can be let in, and
#   nothing new can be deployed. How it filled up on earlier nights says when. Only an audit with a store has such a
#   history, and five nights of it; a limit that is full already is told by the rule about that limit.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
# schemas:
#   - input: schema["subscription.schema"]
# custom:
#   subject: subscription
#   severity: medium
#   code: LIM-009
#   class: default
#   floor: note
#   levels: {gate: warn, audit: deny}
#   parameters:
#     warn_days: {type: integer, default: 180, tighter: higher, description: Days before the limit from which it is a warning}
#     deny_days: {type: integer, default: 30, tighter: higher, description: Days before the limit from which it is denied}
#   remediation: >-
#     Promote the busiest node to a subscription of its own before that day, deploy new products elsewhere, and take away the
#     role assignments that nobody uses.
package mesh.limits.reached_soon

import data.parameters

deny contains violation if {
	is_array(input.forecasts)
	some index, forecast in input.forecasts
	forecast.status == "on"
	forecast.days_left <= parameters.warn_days
	violation := object.union(
		{
			"message": sprintf("its limit of %s is reached about %s, at %v more a day%s", [
				replace(forecast.limit, "_", " "),
				forecast.date,
				forecast.per_day,
				first_node,
			]),
			"path": ["forecasts", index],
			"key": forecast.limit,
			"actual": forecast.days_left,
			"expected": parameters.warn_days,
		},
		level(forecast.days_left),
	)
}

# What a violation so many days ahead adds: its level, where that is not the rule's own.
level(days) := {} if {
	days <= parameters.deny_days
} else := {"level": "warn"}

first_node := sprintf("; the node to promote first is %s", [input.promotion.first.name]) if {
	is_string(input.promotion.first.name)
} else := ""

cannot_evaluate contains "the forecasts of the subscription are not known" if {
	object.get(input, "forecasts", "absent") == "absent"
}

# Nobody keeps a history.
not_applicable if input.forecasts == null
