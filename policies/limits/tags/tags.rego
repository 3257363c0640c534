# METADATA
# scope: package
# title: Tags stay below the limits of Azure
# description: >-
#   A resource, resource group or subscription takes 50 tags of its own, with names of at most 512 signs (128 on storage
#   accounts) and values of at most 256. Tags for chargeback that no longer fit are refused, and so is the deployment.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
# custom:
#   subject: [resource, resource_group, subscription]
#   severity: medium
#   code: LIM-006
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the 50 tags from which it is a warning}
#     deny_share: {type: number, default: 0.95, tighter: lower, description: Share of the 50 tags from which it is denied}
#   remediation: >-
#     Remove tags that nobody reads; put several short facts into one tag as JSON, and shorten names and values.
package mesh.limits.tags

import data.lib.limits

max_tags := 50

max_value := 256

max_name := 128 if {
	lower(object.get(input, "type", "")) == "microsoft.storage/storageaccounts"
} else := 512

# Azure gives no tags as null, or not at all.
tags := input.tags if {
	is_object(input.tags)
} else := {}

deny contains violation if {
	violation := limits.violation({"count": count(tags), "limit": max_tags}, ["tags"], "tags are used", "")
}

deny contains violation if {
	some name, _ in tags
	count(name) > max_name
	violation := {
		"message": sprintf("the name of the tag %s... has %d signs, and at most %d may be", [substring(name, 0, 20), count(name), max_name]),
		"path": ["tags", name],
		"key": "name",
		"actual": count(name),
		"expected": max_name,
	}
}

deny contains violation if {
	some name, value in tags
	is_string(value)
	count(value) > max_value
	violation := {
		"message": sprintf("the value of the tag %s has %d signs, and at most %d may be", [
			substring(name, 0, 60),
			count(value),
			max_value,
		]),
		"path": ["tags", name],
		"key": "value",
		"actual": count(value),
		"expected": max_value,
	}
}

not_applicable if count(tags) == 0
