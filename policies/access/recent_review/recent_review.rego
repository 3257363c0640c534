# METADATA
# scope: package
# title: Access to a node was reviewed lately
# description: >-
#   Access that nobody looks at again only grows. The last review is written on the node, its date as a tag. A node without
#   the tag may have been reviewed elsewhere, such as in Microsoft Entra, and cannot be evaluated.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://learn.microsoft.com/entra/id-governance/access-reviews-overview
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: medium
#   code: ACC-004
#   class: default
#   floor: note
#   levels: {gate: note, audit: warn}
#   parameters:
#     review_tag:
#       type: string
#       default: accessReviewedOn
#       tighter: fixed
#       description: Tag that holds the day of the last review
#     max_days: {type: integer, default: 180, tighter: lower, description: Days after which access is reviewed again}
#   remediation: >-
#     Review the role assignments of {name}, remove what is no longer needed, and set the tag to the day of the review.
package mesh.access.recent_review

import data.lib.dates
import data.lib.tags
import data.parameters

reviewed := tags.value(input.effective_tags, parameters.review_tag)

is_day if dates.day(reviewed)

deny contains violation if {
	days := dates.days_between(reviewed, data.meshgov.as_of)
	days > parameters.max_days
	violation := {
		"message": sprintf("access was last reviewed on %s, %d days ago, and at most %d may pass", [
			reviewed,
			days,
			parameters.max_days,
		]),
		"path": ["tags"],
		"key": "age",
		"actual": days,
		"expected": parameters.max_days,
	}
}

deny contains violation if {
	dates.days_until(reviewed) > 0
	violation := {
		"message": sprintf("the tag %s says that access was reviewed on %s, which is still to come", [parameters.review_tag, reviewed]),
		"path": ["tags"],
		"key": "future",
		"actual": reviewed,
	}
}

deny contains violation if {
	reviewed
	not is_day
	violation := {
		"message": sprintf("the tag %s holds no day such as 2027-04-01: %v", [parameters.review_tag, reviewed]),
		"path": ["tags"],
		"key": "day",
		"actual": reviewed,
	}
}

cannot_evaluate contains reason if {
	not reviewed
	input.tags_complete == true
	reason := sprintf("no tag %s says when access was last reviewed", [parameters.review_tag])
}

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	not reviewed
	object.get(input, "tags_complete", null) != true
}

not_applicable if input.access.assignments == 0
